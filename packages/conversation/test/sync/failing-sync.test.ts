import { beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { defineTwilioGlobals } from 'test-support';
import { conversation } from '../../src/conversation/conversation';
import { text } from '../../src/conversation/readers/text';
import { ask, effect } from '../../src/conversation/steps';
import { syncStore } from '../../src/sync/sync-store';
import { english } from '../../src/texts/english';
import { conversationFunction } from '../../src/twilio/conversation-function';
import { DAY, PARTY, booking } from '../support/booking';
import { counterFunction, isCounter } from '../support/counter';
import { type FakeSync, type Fault, fakeSync, networkError, restError } from '../support/fake-sync';
import { elapse, fakeTimers, settle } from '../support/fake-timers';
import { loggedErrors } from '../support/logged-errors';
import { functionSender, sender } from '../support/sender';
import { sessionContext } from '../support/session-context';

beforeAll(defineTwilioGlobals);
fakeTimers();

let logged: () => string;
beforeEach(() => {
  logged = loggedErrors();
});

const answering = conversationFunction(booking(), syncStore());

/** A sender who texts a conversation of two questions. */
const texting = (sync: FakeSync, settings: object = {}) =>
  functionSender(booking(), sync.context(settings), answering);

const never = () => new Promise<never>(() => undefined);

/** Errors that pass. */
const passing: [string, Error][] = [
  ['a time-out (ECONNABORTED)', networkError('ECONNABORTED')],
  ['a time-out (ETIMEDOUT)', networkError('ETIMEDOUT')],
  ['a lost connection (ECONNRESET)', networkError('ECONNRESET')],
  ['too many requests (429, 20429)', restError(429, 20429)],
  ['too many writes (429, 54009)', restError(429, 54009)],
  ['500', restError(500, 20500)],
  ['502 without a code', restError(502)],
  ['503', restError(503, 20503)],
  ['504', restError(504)],
];

describe.each(passing)('after %s', (_, error) => {
  it.each(['fetch', 'update'] as const)(
    'a %s is tried again, and the sender notices nothing',
    async (method) => {
      const sync = fakeSync();
      const ann = texting(sync);
      await ann.send('hi');
      sync.failNext(method, ...Array<Fault>(7).fill({ before: error }));
      const start = Date.now();
      expect(await elapse(ann.texts('4'))).toEqual([DAY]);
      expect(Date.now() - start).toBeLessThan(4000);
      expect(logged()).toBe('');
      expect(jest.getTimerCount()).toBe(0);
    },
  );

  it.each(['fetch', 'update'] as const)(
    'again and again at a %s the sender gets the text for a failure, and the next text goes on',
    async (method) => {
      const sync = fakeSync();
      const ann = texting(sync);
      await ann.send('hi');
      const before = sync.documents();
      sync.fault = (request) => (request.method === method ? { before: error } : undefined);
      const start = Date.now();
      expect(await elapse(ann.texts('4'))).toEqual([english.failed]);
      expect(Date.now() - start).toBeLessThan(9500);
      expect(logged()).toContain(error.message);
      expect(sync.documents()).toEqual(before);
      sync.fault = () => undefined;
      expect(await ann.texts('4')).toEqual([DAY]);
    },
  );

  it('STOP deletes the session', async () => {
    const sync = fakeSync();
    const ann = texting(sync);
    await ann.send('hi');
    sync.failNext('remove', { before: error }, { after: error });
    expect(await elapse(ann.texts('STOP'))).toEqual([]);
    expect(sync.documents()).toEqual([]);
  });
});

describe('what does not pass', () => {
  it.each<[string, unknown]>([
    ['a bad request (400, 54003)', restError(400, 54003)],
    ['a mistake of the client', new TypeError('cannot read')],
    ['a client that throws a text', 'broken'],
    ['a client that throws nothing', undefined],
    ['a client that throws null', null],
  ])('is not tried again: %s', async (_, error) => {
    const sync = fakeSync();
    const ann = texting(sync);
    await ann.send('hi');
    const before = sync.documents();
    sync.failNext('update', { before: error });
    // Nothing else is wrong, so that the failure is noted.
    expect(await ann.texts('4')).toEqual([english.failed]);
    expect(sync.data()).toEqual({
      ...before[0]?.data,
      session: { ...(before[0]?.data.session as object), failed: true },
    });
    expect(await ann.texts('restart')).toEqual(['We start again.', PARTY]);
  });

  it('is not tried again when the client throws at once', async () => {
    const sync = fakeSync();
    const documents = () => {
      throw new TypeError('broken client');
    };
    const getTwilioClient = () => ({ sync: { v1: { services: () => ({ documents }) } } });
    expect(await texting(sync, { getTwilioClient }).texts('hi')).toEqual([english.failed]);
    expect(logged()).toContain('TypeError: broken client');
  });

  it('reaches the callback of a Function that has no text for it', async () => {
    const sync = fakeSync();
    sync.failNext('fetch', { before: restError(400, 54003) });
    const counter = counterFunction(syncStore().for('counter', isCounter));
    await expect(sender(counter, 'counter', sync.context()).send()).rejects.toMatchObject({ status: 400 });
  });

  it('fails STOP, which gets no answer in any case', async () => {
    const sync = fakeSync();
    const ann = texting(sync);
    await ann.send('hi');
    sync.fault = () => ({ before: restError(503) });
    const stop = ann.send('STOP').catch(String);
    expect(await elapse(stop)).toContain('HTTP 503');
  });
});

describe('Sync that never answers', () => {
  it.each(['fetch', 'create', 'update'] as const)(
    'a %s: the sender gets the text for a failure after nine seconds, and the next text goes on',
    async (method) => {
      const sync = fakeSync();
      const ann = texting(sync);
      if (method !== 'create') await ann.send('hi');
      const before = sync.documents();
      sync.fault = (request) => (request.method === method ? 'hang' : undefined);
      const texts = ann.texts('4');
      await jest.advanceTimersByTimeAsync(8999);
      expect(logged()).toBe('');
      await jest.advanceTimersByTimeAsync(501);
      expect(await texts).toEqual([english.failed]);
      expect(logged()).toContain('It took more than 9 s, and the platform allows 10 s.');
      expect(jest.getTimerCount()).toBe(0);
      expect(sync.documents()).toEqual(before);
      sync.fault = () => undefined;
      expect(await ann.texts('4')).toEqual([method === 'create' ? PARTY : DAY]);
    },
  );

  it('ends a Function without a time of its own after nine seconds too', async () => {
    const sync = fakeSync();
    sync.fault = () => 'hang';
    const counter = counterFunction(syncStore().for('counter', isCounter));
    const failed = sender(counter, 'counter', sync.context()).send().catch(String);
    const stop = sender(counter, 'counter', sync.context()).send('STOP').catch(String);
    await jest.advanceTimersByTimeAsync(8999);
    expect(logged()).toBe('');
    await jest.advanceTimersByTimeAsync(1);
    expect(await failed).toContain('aborted due to timeout');
    expect(await stop).toContain('aborted due to timeout');
  });

  it('gets no request after the nine seconds, but the one that notes the failure', async () => {
    const sync = fakeSync();
    const ann = texting(sync);
    await ann.send('hi');
    const before = sync.requests.length;
    sync.fault = ({ method }) => (method === 'update' ? 'hang' : undefined);
    const texts = ann.texts('4');
    await jest.advanceTimersByTimeAsync(60_000);
    await texts;
    expect(sync.requests.slice(before).map(({ method }) => method)).toEqual(['fetch', 'update', 'update']);
  });

  it('and has stored after all what it was sent: the message has its reply when it comes again', async () => {
    const sync = fakeSync();
    const ann = texting(sync);
    await ann.send('hi');
    sync.holds = ({ method }) => method === 'update';
    const texts = ann.texts('4', { MessageSid: 'SMfour' });
    await settle();
    const [write] = sync.waiting.splice(0);
    await jest.advanceTimersByTimeAsync(9000);
    write?.goOn(); // before what notes the failure
    await settle();
    sync.holds = () => false;
    for (const { goOn } of sync.waiting.splice(0)) goOn();
    expect(await elapse(texts)).toEqual([english.failed]);
    expect(await ann.texts('4', { MessageSid: 'SMfour' })).toEqual([DAY]);
    expect(await ann.texts('Friday')).toEqual(['Friday for 4.']);
  });

  it('and would have stored it later, when the failure is noted: it is refused', async () => {
    const sync = fakeSync();
    const ann = texting(sync);
    await ann.send('hi');
    sync.holds = ({ method }) => method === 'update' && sync.waiting.length === 0;
    const texts = ann.texts('4', { MessageSid: 'SMfour' });
    await jest.advanceTimersByTimeAsync(9000);
    expect(await elapse(texts)).toEqual([english.failed]);
    expect(sync.data().session).toMatchObject({ asked: 'party', failed: true });
    sync.holds = () => false;
    for (const { goOn } of sync.waiting.splice(0)) goOn();
    await settle();
    expect(sync.data().session).toMatchObject({ asked: 'party', failed: true });
    expect(await ann.texts('4', { MessageSid: 'SMfour' })).toEqual([DAY]);
  });

  it('gets no request at all when the time was over before', async () => {
    const sync = fakeSync();
    const store = syncStore().for('counter', isCounter);
    const signal = AbortSignal.abort(new Error('The time is over.'));
    const context = sessionContext({ platform: sync.context(), signal });
    await expect(async () => store.open({}, context)).rejects.toThrow('The time is over.');
    await expect(store.save({ count: 1 }, context)).rejects.toThrow('The time is over.');
    expect(sync.requests).toEqual([]);
  });

  it('until a pause ends with the nine seconds', async () => {
    const sync = fakeSync();
    sync.holds = () => true;
    sync.fault = () => ({ before: restError(503) });
    const texts = texting(sync).texts('hi');
    await jest.advanceTimersByTimeAsync(8999);
    sync.waiting[0]?.goOn();
    await settle();
    expect(logged()).toBe('');
    await jest.advanceTimersByTimeAsync(1);
    expect(await texts).toEqual([english.failed]);
    expect(sync.requests).toHaveLength(1);
    expect(logged()).toContain('It took more than 9 s');
    expect(jest.getTimerCount()).toBe(0);
  });
});

it('what the code goes on with after the nine seconds is stored within the half second that is left', async () => {
  const sync = fakeSync();
  const code = conversation('late', function* () {
    try {
      yield* effect('slow', never);
    } catch {
      // goes on
    }
    return `Hello, ${yield* ask('name', 'Who?', text())}.`;
  });
  const ann = functionSender(code, sync.context(), conversationFunction(code, syncStore()));
  const texts = ann.texts('hi');
  await jest.advanceTimersByTimeAsync(9000);
  expect(await texts).toEqual(['Who?']);
  expect(sync.data().session).toMatchObject({ asked: 'name' });
});

describe('a mistake in the settings is logged with advice, and the sender gets the text for a failure', () => {
  const noAccount =
    'ConversationError: There is no account: ACCOUNT_SID and AUTH_TOKEN must be in context. ' +
    'A deploy puts them there, and so does npm start.';

  it.each<[string, object, string]>([
    ['no getTwilioClient', { getTwilioClient: undefined }, 'context has no getTwilioClient().'],
    [
      'a getTwilioClient that gives nothing',
      { getTwilioClient: () => undefined },
      'context has no getTwilioClient().',
    ],
    [
      'a getTwilioClient that throws',
      {
        getTwilioClient: () => {
          throw new Error('username is required');
        },
      },
      'Caused by: Error: username is required',
    ],
  ])('no account: %s', async (_, settings, cause) => {
    const sync = fakeSync();
    const start = Date.now();
    expect(await texting(sync, settings).texts('hi')).toEqual([english.failed]);
    expect(logged()).toContain(noAccount);
    expect(logged()).toContain(cause);
    expect(Date.now()).toBe(start); // not tried again
  });

  it('no account: a store that is used without a context of a Function', async () => {
    const store = syncStore().for('counter', isCounter);
    await expect(async () => store.open({}, sessionContext())).rejects.toMatchObject({
      code: 'account-missing',
    });
  });

  it.each<[string, string, Fault]>([
    ['that is not there', 'IS2', undefined],
    ['whose name is no address', 'IS1/Documents', undefined],
    ['of another account', 'IS1', { before: restError(401, 20003) }],
    ['that this account may not use', 'IS1', { before: restError(403, 20403) }],
  ])('a Sync service %s', async (_, SYNC_SERVICE_SID, fault) => {
    const sync = fakeSync();
    sync.fault = () => fault;
    const start = Date.now();
    expect(await texting(sync, { SYNC_SERVICE_SID }).texts('hi')).toEqual([english.failed]);
    expect(logged()).toMatch(
      /ConversationError: The Sync service \S+ cannot be used\. Set SYNC_SERVICE_SID to one of this account, or leave it out/,
    );
    expect(logged()).toContain('Caused by: ');
    expect(Date.now()).toBe(start);
  });

  it('a Sync service of the options', async () => {
    const code = booking();
    const ann = functionSender(
      code,
      fakeSync().context(),
      conversationFunction(code, syncStore({ serviceSid: 'IS3' })),
    );
    expect(await ann.texts('hi')).toEqual([english.failed]);
    expect(logged()).toContain('The Sync service IS3 cannot be used.');
  });
});

describe('the client', () => {
  it('is made once for an account, with a time limit for each request', async () => {
    const sync = fakeSync();
    const context = sync.context();
    for (let message = 1; message <= 3; message++)
      await functionSender(booking(), context, answering).send('hi');
    expect(sync.clients).toEqual([{ timeout: 2500 }]);
  });

  it('is another one for another account, and for another token', async () => {
    const sync = fakeSync();
    await texting(sync).send('hi');
    await texting(sync, { ACCOUNT_SID: 'AC' }).send('hi');
    await texting(sync, { ACCOUNT_SID: 'AC', AUTH_TOKEN: 'other' }).send('hi');
    expect(sync.clients).toHaveLength(3);
  });

  it('is not kept where nothing tells whose it is', async () => {
    const [one, two] = [fakeSync(), fakeSync()];
    const settings = { ACCOUNT_SID: undefined, AUTH_TOKEN: undefined };
    await texting(one, settings).send('hi');
    await texting(two, settings).send('hi');
    expect([one, two].map((sync) => sync.documents().length)).toEqual([1, 1]);
  });
});
