import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { defineTwilioGlobals, HOUR } from 'test-support';
import { conversation } from '../../src/conversation/conversation';
import { text } from '../../src/conversation/readers/text';
import { ask, effect } from '../../src/conversation/steps';
import { syncStore } from '../../src/sync/sync-store';
import { conversationFunction } from '../../src/twilio/conversation-function';
import { reply } from '../../src/twilio/reply';
import { smsFunction } from '../../src/twilio/sms-function';
import { DAY, PARTY, booking } from '../support/booking';
import { counterFunction, isCounter } from '../support/counter';
import { type Fault, fakeSync, networkError, restError } from '../support/fake-sync';
import { elapse, fakeTimers } from '../support/fake-timers';
import { loggedErrors } from '../support/logged-errors';
import { functionSender, sender } from '../support/sender';

beforeAll(defineTwilioGlobals);
fakeTimers();

const counter = () => counterFunction(syncStore({ ttl: '30d' }).for('counter', isCounter));

describe('a message that is delivered again', () => {
  it('gets the stored reply, and changes nothing', async () => {
    const sync = fakeSync();
    const ann = sender(counter(), 'counter', sync.context());
    const first = await ann.send('hi', { MessageSid: 'SM1' });
    const before = sync.documents();
    const logged = jest.spyOn(console, 'log').mockImplementation(() => undefined);
    expect(await ann.send('hi', { MessageSid: 'SM1' })).toEqual(first);
    expect(sync.documents()).toEqual(before);
    expect(logged.mock.calls.join()).not.toContain('began');
  });

  it('to a conversation gets the reply, not another question, and runs no effect', async () => {
    const sync = fakeSync();
    let effects = 0;
    const code = conversation('hello', function* () {
      yield* ask('name', 'Who?', text());
      yield* effect('count', () => void (effects += 1));
      yield* ask('day', 'Which day?', text());
      yield* ask('time', 'What time?', text());
    });
    const ann = functionSender(code, sync.context(), conversationFunction(code, syncStore()));
    await ann.send('hi', { MessageSid: 'SM1' });
    await ann.send('Ann', { MessageSid: 'SM2' });
    await ann.send('Friday', { MessageSid: 'SM3' });
    const logged = jest.spyOn(console, 'log').mockImplementation(() => undefined);
    expect(await ann.texts('Ann', { MessageSid: 'SM2' })).toEqual(['Which day?']);
    expect(await ann.texts('hi', { MessageSid: 'SM1' })).toEqual(['Who?']);
    expect(logged.mock.calls.map(String)).toEqual(
      Array<string>(2).fill('{"outcome":"repeated","from":"00","to":"00"}'),
    );
    expect(effects).toBe(1);
    expect(await ann.texts('noon', { MessageSid: 'SM4' })).toEqual([]);
  });

  it('is known for 500 messages, and gets silence when its reply is not kept', async () => {
    const sync = fakeSync();
    const ann = sender(counter(), 'counter', sync.context());
    for (let message = 1; message <= 500; message++) await ann.send('hi', { MessageSid: `SM${message}` });
    jest.setSystemTime(Date.now() + 29 * 24 * HOUR);
    expect(await ann.texts('hi', { MessageSid: 'SM500' })).toEqual(['Message 500']);
    expect(await ann.texts('hi', { MessageSid: 'SM493' })).toEqual(['Message 493']);
    for (const MessageSid of ['SM492', 'SM250', 'SM2', 'SM1']) {
      expect([MessageSid, await ann.texts('hi', { MessageSid })]).toEqual([MessageSid, []]);
    }
    expect(await ann.texts('hi', { MessageSid: 'SM501' })).toEqual(['Message 501']);
    expect(sync.data().deliveries).toHaveLength(4000);
  });

  it('while it is still being answered is answered once, and both get this answer', async () => {
    const sync = fakeSync();
    const ann = sender(counter(), 'counter', sync.context());
    const twice = ['SM1', 'SM1'].map((MessageSid) => ann.texts('hi', { MessageSid }));
    expect(await elapse(Promise.all(twice))).toEqual([['Message 1'], ['Message 1']]);
    expect(sync.data().session).toEqual({ count: 1 });
  });

  it('after the conversation has failed is tried again', async () => {
    const sync = fakeSync();
    loggedErrors();
    let broken = true;
    const code = conversation('hello', function* () {
      yield* ask('name', 'Who?', text());
      yield* effect('call', () => {
        if (broken) throw new Error('no line');
      });
      yield* ask('day', 'Which day?', text());
    });
    const ann = functionSender(code, sync.context(), conversationFunction(code, syncStore()));
    await ann.send('hi');
    const [failed] = await ann.texts('Ann', { MessageSid: 'SM7' });
    expect(failed).toContain('Sorry, that did not work.');
    expect(sync.data()).toMatchObject({
      session: { failed: true },
      deliveries: expect.stringMatching(/^.{8}$/),
    });
    broken = false;
    expect(await ann.texts('Ann', { MessageSid: 'SM7' })).toEqual(['Which day?']);
  });

  it.each([undefined, '', 7, ['SM1']])('is another message when its MessageSid is %j', async (MessageSid) => {
    const sync = fakeSync();
    const ann = sender(counter(), 'counter', sync.context());
    expect(await ann.texts('hi', { MessageSid })).toEqual(['Message 1']);
    expect(await ann.texts('hi', { MessageSid })).toEqual(['Message 2']);
  });
});

describe('a write whose answer was lost', () => {
  const lost: [string, Fault][] = [
    ['503', { after: restError(503) }],
    ['500', { after: restError(500, 20500) }],
    ['429', { after: restError(429, 54009) }],
    ['ECONNRESET', { after: networkError('ECONNRESET') }],
    ['ECONNABORTED', { after: networkError('ECONNABORTED') }],
  ];

  it.each(lost)('with %s is not applied twice, and answered as if it was not lost', async (_, fault) => {
    const sync = fakeSync();
    const ann = sender(counter(), 'counter', sync.context());
    sync.failNext('create', fault, fault);
    expect(await elapse(ann.texts())).toEqual(['Message 1']);
    sync.failNext('update', fault, { before: restError(502) }, fault);
    expect(await elapse(ann.texts())).toEqual(['Message 2']);
    expect(sync.data().session).toEqual({ count: 2 });
  });

  it.each([undefined, ''])(
    'is not applied twice for a message whose MessageSid is %j',
    async (MessageSid) => {
      const sync = fakeSync();
      const ann = sender(counter(), 'counter', sync.context());
      sync.failNext('create', { after: restError(503) });
      expect(await elapse(ann.texts('hi', { MessageSid }))).toEqual(['Message 1']);
    },
  );

  it.each<[string, object]>([
    ['a message', {}],
    ['a message without a sid', { MessageSid: '' }],
  ])('is not applied twice when another message was answered meanwhile: %s', async (_, other) => {
    const sync = fakeSync();
    const answering = counter();
    const context = sync.context();
    const [ann, same] = [sender(answering, 'counter', context), sender(answering, 'counter', context)];
    sync.failNext('create', { after: restError(503) });
    const first = ann.texts('a', other);
    const second = same.texts('b', { MessageSid: 'SM99' }); // in the pause before the first one's second attempt
    expect(await elapse(Promise.all([first, second]))).toEqual([['Message 1'], ['Message 2']]);
    expect(sync.data().session).toEqual({ count: 2 });
  });

  it('was another one’s when two messages have the same session: the second is counted too', async () => {
    const sync = fakeSync();
    const ann = sender(counter(), 'counter', sync.context());
    sync.failNext('create', { before: restError(503) });
    expect(await elapse(Promise.all([ann.texts('a'), ann.texts('a')]))).toEqual([
      ['Message 2'],
      ['Message 1'],
    ]);
  });

  it('and that has no reply is another one’s too when both store the same', async () => {
    const sync = fakeSync();
    const store = syncStore().for('counter', isCounter);
    const counting = smsFunction(store, async (event, context) => {
      const opened = await store.open(event.request.cookies, context);
      const count = opened.kind === 'new' ? 1 : opened.session.count + 1;
      return reply(await store.save({ count }, context), `<Response><Message>${count}</Message></Response>`);
    });
    const ann = sender(counting, 'counter', sync.context());
    sync.failNext('create', { before: restError(503) });
    expect(await elapse(Promise.all([ann.texts('a'), ann.texts('a')]))).toEqual([['2'], ['1']]);
  });

  it('runs no effect again, and the hooks of the end once', async () => {
    const sync = fakeSync();
    const happened: string[] = [];
    const code = conversation(
      'hooks',
      function* () {
        const name = yield* ask('name', 'Who?', text());
        yield* effect('book', () => void happened.push('booked'));
        return `Bye, ${name}.`;
      },
      { on: { ended: ({ answers }) => void happened.push(`ended for ${JSON.stringify(answers)}`) } },
    );
    const ann = functionSender(
      code,
      sync.context(),
      conversationFunction(code, syncStore({ encrypted: true })),
    );
    await ann.send('hi');
    sync.failNext('update', { after: networkError('ECONNRESET') });
    const logged = jest.spyOn(console, 'log').mockImplementation(() => undefined);
    expect(await elapse(ann.texts('Ann', { MessageSid: 'SM2' }))).toEqual(['Bye, Ann.']);
    expect(await ann.texts('Ann', { MessageSid: 'SM2' })).toEqual(['Bye, Ann.']);
    expect(happened).toEqual(['booked', 'ended for {"name":"Ann"}']);
    expect(
      logged.mock.calls.map(([line]) => (JSON.parse(String(line)) as { outcome: string }).outcome),
    ).toEqual(['ended', 'repeated']);
  });

  it('gives the text for a failure when no attempt is answered, and the message has its reply when it comes again', async () => {
    const sync = fakeSync();
    const code = booking();
    const ann = functionSender(code, sync.context(), conversationFunction(code, syncStore()));
    await ann.send('hi');
    loggedErrors();
    sync.fault = ({ method }) => (method === 'update' ? { after: restError(503) } : undefined);
    const asked = await elapse(ann.texts('4', { MessageSid: 'SM2' }));
    sync.fault = () => undefined;
    expect(asked).toEqual([DAY]); // the second attempt was refused, and so the first one was applied
    sync.failNext('update', ...Array<Fault>(8).fill({ before: restError(503) }));
    const [failed] = await elapse(ann.texts('Friday', { MessageSid: 'SM3' }));
    expect(failed).toContain('Sorry, that did not work.');
    expect(await ann.texts('4', { MessageSid: 'SM2' })).toEqual([DAY]);
    expect(await ann.texts('Friday', { MessageSid: 'SM3' })).toEqual(['Friday for 4.']);
    expect(await ann.texts('hi')).toEqual([PARTY]);
  });
});
