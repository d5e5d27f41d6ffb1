import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { defineTwilioGlobals, HOUR, MINUTE, SECRET } from 'test-support';
import { conversation } from '../../src/conversation/conversation';
import { text } from '../../src/conversation/readers/text';
import { ask } from '../../src/conversation/steps';
import type { Duration } from '../../src/duration';
import type { Json } from '../../src/json';
import { readSecrets } from '../../src/session/secrets';
import { syncStore, type SyncStoreOptions } from '../../src/sync/sync-store';
import { conversationFunction } from '../../src/twilio/conversation-function';
import { DAY, PARTY, booking } from '../support/booking';
import { counterFunction, isCounter } from '../support/counter';
import { fakeSync } from '../support/fake-sync';
import { elapse, fakeTimers } from '../support/fake-timers';
import { functionSender, sender } from '../support/sender';
import { sessionContext } from '../support/session-context';

beforeAll(defineTwilioGlobals);
fakeTimers();

/** A sender who texts the counter, whose sessions are in Sync. */
function texting(options: SyncStoreOptions = {}, settings: object = {}) {
  const sync = fakeSync();
  const answering = counterFunction(syncStore(options).for('counter', isCounter));
  return { sync, answering, ann: sender(answering, 'counter', sync.context(settings)) };
}

const anyJson = (session: Json): session is Json => JSON.stringify(session) !== '';

describe('a document', () => {
  it('holds the session, the messages that were answered and the replies as plain JSON', async () => {
    const { sync, ann } = texting();
    await ann.send();
    await ann.send();
    const mark = expect.stringMatching(/^[\w-]{8}$/);
    const twiml = (count: number) =>
      `<?xml version="1.0" encoding="UTF-8"?><Response><Message>Message ${count}</Message></Response>`;
    expect(sync.data()).toEqual({
      conversation: 'counter',
      session: { count: 2 },
      deliveries: expect.stringMatching(/^[\w-]{16}$/),
      replies: [
        [mark, twiml(2)],
        [mark, twiml(1)],
      ],
    });
  });

  it('sets no cookie, and is read and written once for each message', async () => {
    const { sync, ann } = texting();
    for (let message = 1; message <= 2; message++) expect((await ann.send()).cookies).toEqual([]);
    expect(sync.requests.map(({ method }) => method)).toEqual(['fetch', 'create', 'fetch', 'update']);
  });

  it('is written only if its revision is still the one that was read', async () => {
    const { sync, ann } = texting();
    for (let message = 1; message <= 3; message++) await ann.send();
    expect(sync.requests.flatMap(({ ifMatch }) => ifMatch ?? [])).toEqual(['0', '1']);
  });

  it('is another one for each sender, number and conversation', async () => {
    const { sync, answering } = texting();
    const other = counterFunction(syncStore().for('other', isCounter));
    const context = sync.context();
    for (const From of ['+15551110000', '+15551110001']) {
      for (const To of ['+15552220000', '+15552220001']) {
        expect(await sender(answering, 'counter', context).texts('hi', { From, To })).toEqual(['Message 1']);
        expect(await sender(other, 'other', context).texts('hi', { From, To })).toEqual(['Message 1']);
      }
    }
    expect(sync.documents()).toHaveLength(8);
  });

  it('tells no number by its name, nor a hash that could be guessed without the secret', async () => {
    const { sync, answering } = texting();
    await sender(answering, 'counter', sync.context()).send();
    await sender(answering, 'counter', sync.context({ SESSION_SECRET: 'x'.repeat(32) })).send();
    const names = sync.documents().map(({ name }) => name);
    expect(names).toEqual([
      expect.stringMatching(/^counter\.[\da-f]{64}$/),
      expect.stringMatching(/^counter\.[\da-f]{64}$/),
    ]);
    expect(new Set(names).size).toBe(2);
    expect(JSON.stringify(sync.documents())).not.toMatch(/5551110000|5552220000/);
  });

  it.each([
    '__proto__',
    'constructor',
    'a.b',
    "it's",
    'x'.repeat(64),
    '_'.repeat(64),
    "!#$%&'*+-.^_`|~".repeat(4) + 'abcd',
    '0123456789'.repeat(6) + 'WXYZ',
  ])('of a conversation of the name %j has a name that Sync takes, and goes on', async (name) => {
    const sync = fakeSync();
    const code = conversation(name, function* () {
      return `Hello, ${yield* ask('name', 'Who?', text())}.`;
    });
    const ann = functionSender(code, sync.context(), conversationFunction(code, syncStore()));
    expect(await ann.texts('hi')).toEqual(['Who?']);
    expect(await ann.texts('Ann')).toEqual(['Hello, Ann.']);
    expect(sync.documents()).toEqual([
      expect.objectContaining({ name: expect.stringMatching(/^[\w-]{1,64}\.[\da-f]{64}$/) }),
    ]);
    expect(sync.data().conversation).toBe(name);
  });

  it('is another one for names that look the same in it', async () => {
    const sync = fakeSync();
    const context = sync.context();
    for (const name of ['a.b', 'a+b', 'a_b']) {
      const answering = counterFunction(syncStore().for(name, isCounter));
      expect(await sender(answering, name, context).texts()).toEqual(['Message 1']);
    }
    expect(sync.documents()).toHaveLength(3);
  });

  it.each([
    ['the account’s default service', {}, {}, 'default'],
    ['the service of the settings', {}, { SYNC_SERVICE_SID: 'IS1' }, 'IS1'],
    ['the account’s default service when the setting is empty', {}, { SYNC_SERVICE_SID: '' }, 'default'],
    ['the account’s default service when the setting is no text', {}, { SYNC_SERVICE_SID: 7 }, 'default'],
    ['the service of the options before all', { serviceSid: 'IS1' }, { SYNC_SERVICE_SID: 'IS2' }, 'IS1'],
  ])('is in %s', async (_, options, settings, service) => {
    const { sync, ann } = texting(options, settings);
    await ann.send();
    expect(sync.requests.map((request) => request.service)).toEqual([service, service]);
  });
});

describe('the time of a session', () => {
  it.each<[Duration | undefined, number]>([
    [undefined, 4 * HOUR],
    ['1m', MINUTE],
    ['90m', 90 * MINUTE],
    ['7d', 7 * 24 * HOUR],
    ['30d', 30 * 24 * HOUR],
    ['43200m', 30 * 24 * HOUR],
  ])('%s counts from the last message', async (ttl, milliseconds) => {
    const { sync, ann } = texting(ttl === undefined ? {} : { ttl });
    await ann.send();
    for (let count = 2; count <= 4; count++) {
      jest.setSystemTime(Date.now() + milliseconds - 1);
      expect(await ann.texts()).toEqual([`Message ${count}`]);
    }
    expect(sync.requests.flatMap(({ ttl: written }) => written ?? [])).toEqual(
      Array<number>(4).fill(milliseconds / 1000),
    );
    jest.setSystemTime(Date.now() + milliseconds);
    expect(await ann.texts()).toEqual(['Message 1']);
  });

  it('is over at its end even when Sync still has the document, which is then written again', async () => {
    const { sync, ann } = texting();
    sync.keepsExpired = true;
    await ann.send();
    await ann.send();
    jest.setSystemTime(Date.now() + 4 * HOUR);
    const logged = jest.spyOn(console, 'log').mockImplementation(() => undefined);
    expect(await ann.texts()).toEqual(['Message 1']);
    expect(logged.mock.calls.join()).toContain('"began":"expired"');
    expect(await ann.texts()).toEqual(['Message 2']);
    expect(sync.data().session).toEqual({ count: 2 });
  });

  it.each(['30s', '0m', '31d', '721h', '4', '', '-1d', '1.5h', '9999999m', '1m1m', 4, null])(
    'cannot be %j',
    (ttl) => {
      expect(() => syncStore({ ttl: ttl as Duration })).toThrow(
        expect.objectContaining({
          name: 'ConversationError',
          code: 'store-definition',
          message: `ttl is ${ttl}. Give 1m to 30d, such as 4h or 7d.`,
        }),
      );
    },
  );

  it('is known to who asks the store', () => {
    expect(syncStore({ ttl: '2d' }).for('a', anyJson).lifetime).toBe(2 * 24 * 3600);
  });
});

describe('a session that is over', () => {
  it.each(['STOP', 'stop', 'Unsubscribe'])('by %s is deleted, and the next message begins', async (stop) => {
    const { sync, ann } = texting();
    await ann.send();
    await ann.send();
    expect(await ann.texts(stop)).toEqual([]);
    expect(sync.documents()).toEqual([]);
    expect(await ann.texts()).toEqual(['Message 1']);
  });

  it('by Twilio’s own word for an opt-out is deleted too, and HELP deletes nothing', async () => {
    const { sync, ann } = texting();
    await ann.send();
    await ann.send('HELP', { OptOutType: 'HELP' });
    expect(sync.documents()).toHaveLength(1);
    await ann.send('Arrêt', { OptOutType: 'STOP' });
    expect(sync.documents()).toEqual([]);
  });

  it('by STOP before the first message is silent', async () => {
    const { sync, ann } = texting();
    expect(await ann.texts('STOP')).toEqual([]);
    expect(sync.requests.map(({ method }) => method)).toEqual(['remove']);
  });

  it('because its document is lost begins anew', async () => {
    const { sync, ann } = texting();
    await ann.send();
    sync.delete();
    expect(await ann.texts()).toEqual(['Message 1']);
  });

  it('because its document was lost while a message was answered begins anew', async () => {
    const { sync, ann } = texting();
    await ann.send();
    sync.fault = ({ method }) => {
      if (method === 'update') sync.delete();
      return undefined;
    };
    expect(await elapse(ann.texts())).toEqual(['Message 1']);
    expect(sync.data().session).toEqual({ count: 1 });
  });

  it('by its last question leaves what recognizes its messages, and the next one begins another', async () => {
    const sync = fakeSync();
    const code = booking();
    const ann = functionSender(code, sync.context(), conversationFunction(code, syncStore()));
    expect(await ann.texts('hi')).toEqual([PARTY]);
    expect(await ann.texts('4')).toEqual([DAY]);
    expect(await ann.texts('Friday', { MessageSid: 'SM9' })).toEqual(['Friday for 4.']);
    expect(await ann.texts('Friday', { MessageSid: 'SM9' })).toEqual(['Friday for 4.']);
    expect(sync.data()).toMatchObject({ session: { asked: '', answers: {} } });
    expect(await ann.texts('hi')).toEqual([PARTY]);
  });
});

describe('a store', () => {
  const secrets = readSecrets(SECRET);

  it('can be used without turns: it reads when it is asked, and saves what it is given', async () => {
    const sync = fakeSync();
    const store = syncStore().for('any', anyJson);
    const context = () => sessionContext({ secrets, now: Date.now(), platform: sync.context() });
    expect(await store.open({}, context())).toEqual({ kind: 'new', reason: 'missing' });
    expect(await store.save({ a: [1, null] }, context(), '<Response/>')).toEqual([]);
    expect(await store.open({}, context())).toEqual({ kind: 'continued', session: { a: [1, null] } });
    expect(await store.end(context())).toEqual([]);
    expect(await store.open({}, context())).toEqual({ kind: 'new', reason: 'missing' });
  });

  it('reads once in a turn, and gives what was saved in it', async () => {
    const sync = fakeSync();
    const store = syncStore().for('any', anyJson);
    const context = sessionContext({ secrets, now: Date.now(), platform: sync.context() });
    for (let time = 0; time < 2; time++) await store.open({}, context);
    await store.save('a', context);
    expect(await store.open({}, context)).toEqual({ kind: 'continued', session: 'a' });
    await store.save('b', context);
    expect(sync.requests.map(({ method }) => method)).toEqual(['fetch', 'create', 'update']);
    await store.end(context);
    expect(await store.open({}, context)).toEqual({ kind: 'new', reason: 'missing' });
  });

  it.each<[string, unknown]>([
    ['undefined', undefined],
    ['NaN', { count: NaN }],
    ['a date', [new Date(0)]],
    ['undefined in an object', { a: undefined }],
  ])('cannot save %s, and keeps what was stored', async (_, session) => {
    const sync = fakeSync();
    const store = syncStore().for('any', anyJson);
    const context = sessionContext({ secrets, now: Date.now(), platform: sync.context() });
    await store.save('before', context);
    await expect(store.save(session as Json, context)).rejects.toMatchObject({
      code: 'session-not-json',
      message: 'JSON would change the session "any". Use plain JSON: no undefined, NaN, date or class.',
    });
    expect(sync.data().session).toBe('before');
  });

  it.each<Json>([
    null,
    false,
    0,
    '',
    [],
    {},
    JSON.parse('{"__proto__":{"a":1},"constructor":2}') as Json,
    'a\u0000\ud83d\ude00\u2028',
  ])('keeps %j as it is', async (session) => {
    const sync = fakeSync();
    const store = syncStore().for('any', anyJson);
    const context = () => sessionContext({ secrets, now: Date.now(), platform: sync.context() });
    await store.save(session, context());
    expect(await store.open({}, context())).toEqual({ kind: 'continued', session });
  });
});
