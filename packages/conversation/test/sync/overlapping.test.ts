import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { defineTwilioGlobals } from 'test-support';
import { conversation } from '../../src/conversation/conversation';
import { text } from '../../src/conversation/readers/text';
import { yesNo } from '../../src/conversation/readers/yes-no';
import { ask, effect } from '../../src/conversation/steps';
import { syncStore } from '../../src/sync/sync-store';
import { english } from '../../src/texts/english';
import { conversationFunction } from '../../src/twilio/conversation-function';
import { reply } from '../../src/twilio/reply';
import { smsFunction, type SmsFunction } from '../../src/twilio/sms-function';
import { counterFunction, isCounter } from '../support/counter';
import { type FakeSync, fakeSync } from '../support/fake-sync';
import { elapse, fakeTimers, settle } from '../support/fake-timers';
import { loggedErrors } from '../support/logged-errors';
import { sender } from '../support/sender';

beforeAll(defineTwilioGlobals);
fakeTimers();

const counter = () => counterFunction(syncStore().for('counter', isCounter));

/** Sends texts at once: all have read before the first writes, and they write in this order. */
async function atOnce(sync: FakeSync, texts: readonly (() => Promise<string[]>)[], order = texts.keys()) {
  sync.holds = ({ method }) => method === 'create' || method === 'update';
  const replies = texts.map((send) => send());
  await settle();
  sync.holds = () => false;
  const writes = sync.waiting.splice(0);
  for (const index of order) writes[index]?.goOn();
  return elapse(Promise.all(replies));
}

const asking = (sync: FakeSync, answering: SmsFunction, name: string) =>
  sender(answering, name, sync.context());

describe('two texts at once', () => {
  it.each([
    ['first', [0, 1], [['Message 1'], ['Message 2']]],
    ['last', [1, 0], [['Message 2'], ['Message 1']]],
  ])(
    'as the first of a conversation are both counted; the one that came %s writes first',
    async (_, order, replies) => {
      const sync = fakeSync();
      const ann = asking(sync, counter(), 'counter');
      const texts = ['a', 'b'].map((body) => () => ann.texts(body));
      expect(await atOnce(sync, texts, order.values())).toEqual(replies);
      expect(sync.data().session).toEqual({ count: 2 });
    },
  );

  it.each([
    ['first', [0, 1], [['Message 2'], ['Message 3']]],
    ['last', [1, 0], [['Message 3'], ['Message 2']]],
  ])('later are both counted; the one that came %s writes first', async (_, order, replies) => {
    const sync = fakeSync();
    const ann = asking(sync, counter(), 'counter');
    await ann.send();
    const texts = ['a', 'b'].map((body) => () => ann.texts(body));
    expect(await atOnce(sync, texts, order.values())).toEqual(replies);
    expect(await ann.texts()).toEqual(['Message 4']);
  });

  it('answer two questions, in the order in which they were stored', async () => {
    const sync = fakeSync();
    const code = conversation('two', function* () {
      const one = yield* ask('one', 'One?', text());
      const two = yield* ask('two', 'Two?', text());
      return `${one}, then ${two}.`;
    });
    const ann = asking(sync, conversationFunction(code, syncStore()), 'two');
    await ann.send('hi');
    const texts = ['a', 'b'].map((body) => () => ann.texts(body));
    expect(await atOnce(sync, texts, [1, 0].values())).toEqual([['b, then a.'], ['Two?']]);
  });

  it('run an effect of the same inputs with the same key, so that it happens once', async () => {
    const sync = fakeSync();
    const keys: string[] = [];
    const code = conversation('effects', function* () {
      yield* ask('sure', 'Sure?', yesNo());
      yield* effect('book', ({ idempotencyKey }) => void keys.push(idempotencyKey));
      return `Booked, ${yield* ask('name', 'who?', text())}.`;
    });
    const ann = asking(sync, conversationFunction(code, syncStore()), 'effects');
    await ann.send('hi');
    const texts = ['yes', 'yes'].map((body) => () => ann.texts(body));
    expect(await atOnce(sync, texts)).toEqual([['who?'], ['Booked, yes.']]);
    expect(keys).toHaveLength(2);
    expect(new Set(keys).size).toBe(1);
  });

  it('keep the key of an effect that runs again because the turn does', async () => {
    const sync = fakeSync();
    const keys = new Map<string, Set<string>>();
    const code = conversation('effects', function* () {
      for (const name of ['one', 'two', 'three']) {
        const answer = yield* ask(name, `${name}?`, text());
        yield* effect(`note ${name}`, ({ idempotencyKey }) => {
          const step = `${name} is ${answer}`;
          keys.set(step, (keys.get(step) ?? new Set()).add(idempotencyKey));
        });
      }
    });
    const ann = asking(sync, conversationFunction(code, syncStore()), 'effects');
    await ann.send('hi');
    const texts = ['a', 'b', 'c'].map((body) => () => ann.texts(body));
    await atOnce(sync, texts);
    expect([...keys.values()].map(({ size }) => size)).toEqual(Array<number>(keys.size).fill(1));
    expect(new Set([...keys.values()].flatMap((used) => [...used])).size).toBe(keys.size);
  });

  it('of which one is STOP: the other begins a conversation, as after STOP', async () => {
    const sync = fakeSync();
    const ann = asking(sync, counter(), 'counter');
    await ann.send();
    await ann.send();
    const texts = [() => ann.texts('hi'), () => ann.texts('STOP')];
    expect(await atOnce(sync, texts)).toEqual([['Message 1'], []]);
  });
});

describe('ten texts at once', () => {
  it('are all answered within the time of a Function, with a number each', async () => {
    const sync = fakeSync();
    const ann = asking(sync, counter(), 'counter');
    const start = Date.now();
    const texts = Array.from({ length: 10 }, () => () => ann.texts());
    const numbers = (await atOnce(sync, texts)).flat().sort();
    expect(numbers).toEqual(Array.from({ length: 10 }, (_, index) => `Message ${index + 1}`).sort());
    expect(Date.now() - start).toBeLessThan(9000);
  });
});

describe('a document that changes each time', () => {
  /** Each write finds that another message was answered meanwhile. */
  function changing() {
    const sync = fakeSync();
    const { context } = sync;
    sync.fault = ({ method }) =>
      method === 'update' || method === 'create' ? { before: { status: 412, code: 54103 } } : undefined;
    return { sync, context };
  }

  it('ends the turn after twenty runs and within nine seconds, with the text for that', async () => {
    const { sync, context } = changing();
    const logged = loggedErrors();
    const code = conversation('hello', function* () {
      yield* ask('name', 'Who?', text());
    });
    const ann = sender(conversationFunction(code, syncStore()), 'hello', context());
    const start = Date.now();
    expect(await elapse(ann.texts())).toEqual([english.failed]);
    expect(Date.now() - start).toBeLessThanOrEqual(9000);
    expect(sync.requests.filter(({ method }) => method === 'create')).toHaveLength(20);
    expect(logged()).toContain('TurnConflict: Another message of this conversation was answered meanwhile.');
    expect(jest.getTimerCount()).toBe(0);
  });

  it('ends it earlier when the requests are slow', async () => {
    const { sync, context } = changing();
    loggedErrors();
    sync.holds = () => true;
    const ann = sender(counter(), 'counter', context());
    const texts = ann.texts().catch(String);
    for (let time = 0; time < 9; time++) {
      await settle();
      for (const { goOn } of sync.waiting.splice(0)) goOn();
      await jest.advanceTimersByTimeAsync(1000);
    }
    expect(await texts).toContain('aborted due to timeout');
    expect(sync.requests.length).toBeLessThan(10);
  });
});

describe('a handler', () => {
  const store = syncStore().for('counter', isCounter);

  it('that saves twice in a turn stores the last session and the last reply, once', async () => {
    const sync = fakeSync();
    const twice = smsFunction(store, async (event, context) => {
      const opened = await store.open(event.request.cookies, context);
      const count = opened.kind === 'new' ? 0 : opened.session.count;
      await store.save({ count: count + 1 }, context, `<Response><Message>First</Message></Response>`);
      const twiml = `<Response><Message>${count + 2}</Message></Response>`;
      return reply(await store.save({ count: count + 2 }, context, twiml), twiml);
    });
    const ann = asking(sync, twice, 'counter');
    expect(await ann.texts('a', { MessageSid: 'SM1' })).toEqual(['2']);
    expect(await ann.texts('a', { MessageSid: 'SM1' })).toEqual(['2']);
    expect(await ann.texts('a', { MessageSid: 'SM2' })).toEqual(['4']);
    expect(sync.data()).toMatchObject({
      session: { count: 4 },
      deliveries: expect.stringMatching(/^.{16}$/),
    });
    expect(sync.data().replies).toHaveLength(2);
  });

  it('that saves without a reply has not answered: it runs again when the message is delivered again', async () => {
    const sync = fakeSync();
    const unsaid = smsFunction(store, async (event, context) => {
      const opened = await store.open(event.request.cookies, context);
      const count = opened.kind === 'new' ? 1 : opened.session.count + 1;
      return reply(await store.save({ count }, context), `<Response><Message>${count}</Message></Response>`);
    });
    const ann = asking(sync, unsaid, 'counter');
    const texts = ['SM1', 'SM2', 'SM1'].map((MessageSid) => () => ann.texts('a', { MessageSid }));
    expect((await atOnce(sync, texts)).flat().sort()).toEqual(['1', '2', '3']);
    expect(sync.data()).toMatchObject({ session: { count: 3 }, deliveries: '', replies: [] });
  });

  it('that saves nothing stores nothing', async () => {
    const sync = fakeSync();
    const ann = asking(
      sync,
      smsFunction(store, () => reply([], '<Response><Message>Hi</Message></Response>')),
      'counter',
    );
    expect(await ann.texts()).toEqual(['Hi']);
    expect(sync.documents()).toEqual([]);
  });

  it('that ends the session deletes it', async () => {
    const sync = fakeSync();
    const context = sync.context();
    await sender(counter(), 'counter', context).send();
    const ending = smsFunction(store, async (_, turn) => reply(await store.end(turn)));
    await sender(ending, 'counter', context).send('bye', { MessageSid: 'SM9' });
    expect(sync.documents()).toEqual([]);
  });

  it('whose own error is no conflict fails, and is not run again', async () => {
    const sync = fakeSync();
    loggedErrors();
    let runs = 0;
    const failing = smsFunction(store, () => {
      runs += 1;
      throw new Error('broken');
    });
    await expect(asking(sync, failing, 'counter').send()).rejects.toThrow('broken');
    expect(runs).toBe(1);
  });
});
