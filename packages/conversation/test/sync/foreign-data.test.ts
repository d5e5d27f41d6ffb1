import { beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { defineTwilioGlobals } from 'test-support';
import { syncStore } from '../../src/sync/sync-store';
import { conversationFunction } from '../../src/twilio/conversation-function';
import { booking, PARTY } from '../support/booking';
import { counterFunction, isCounter } from '../support/counter';
import { fakeSync } from '../support/fake-sync';
import { fakeTimers } from '../support/fake-timers';
import { sender } from '../support/sender';
import { sessionContext } from '../support/session-context';

beforeAll(defineTwilioGlobals);
fakeTimers();

let logged: jest.SpiedFunction<typeof console.log>;
beforeEach(() => {
  logged = jest.spyOn(console, 'log').mockImplementation(() => undefined);
});

const valid = { conversation: 'counter', session: { count: 7 }, deliveries: '', replies: [] };

/** A document of the counter that somebody else has written. */
async function holding(json: string) {
  const sync = fakeSync();
  const answering = counterFunction(syncStore().for('counter', isCounter));
  const ann = sender(answering, 'counter', sync.context());
  await ann.send('hi', { MessageSid: 'SM0' });
  sync.replaceData(json);
  logged.mockClear();
  return { sync, ann };
}

describe('a document that holds something else', () => {
  it('goes on when it holds what the store writes', async () => {
    const { ann } = await holding(JSON.stringify({ ...valid, more: 1 }));
    expect(await ann.texts()).toEqual(['Message 8']);
  });

  it.each([
    'null',
    '[]',
    '{}',
    '"text"',
    '1',
    JSON.stringify({ ...valid, conversation: 1 }),
    JSON.stringify({ ...valid, session: undefined }),
    JSON.stringify({ ...valid, deliveries: [] }),
    JSON.stringify({ ...valid, deliveries: undefined }),
    JSON.stringify({ ...valid, replies: {} }),
    JSON.stringify({ ...valid, replies: [1] }),
    JSON.stringify({ ...valid, replies: [['a']] }),
    JSON.stringify({ ...valid, replies: [[1, 'a']] }),
    JSON.stringify({ ...valid, replies: [['a', null]] }),
    JSON.stringify({ ...valid, session: { count: '7' } }),
    JSON.stringify({ ...valid, session: null }),
    '{"__proto__":{"conversation":"counter","session":{"count":7},"deliveries":"","replies":[]}}',
  ])('begins anew, and is replaced: %s', async (json) => {
    const { sync, ann } = await holding(json);
    expect(await ann.texts()).toEqual(['Message 1']);
    expect(logged.mock.calls.join()).toContain('"began":"unreadable"');
    expect(await ann.texts()).toEqual(['Message 2']);
    expect(sync.data().session).toEqual({ count: 2 });
  });

  it('answers whatever it is', async () => {
    const data = fc.oneof(
      fc.jsonValue(),
      fc.record(
        {
          conversation: fc.oneof(fc.constant('counter'), fc.jsonValue()),
          session: fc.oneof(fc.constant({ count: 1 }), fc.jsonValue()),
          deliveries: fc.oneof(fc.string(), fc.jsonValue()),
          replies: fc.oneof(fc.array(fc.tuple(fc.string(), fc.string())), fc.jsonValue()),
          encrypted: fc.oneof(fc.base64String(), fc.jsonValue()),
        },
        { requiredKeys: [] },
      ),
    );
    await fc.assert(
      fc.asyncProperty(data, async (value) => {
        const { ann } = await holding(JSON.stringify(value));
        expect(await ann.texts()).toEqual([expect.stringMatching(/^Message \d+$/)]);
        expect(await ann.texts()).toEqual([expect.stringMatching(/^Message \d+$/)]);
      }),
    );
  });

  it('of an earlier version of the code begins anew, and still knows the messages that were answered', async () => {
    const sync = fakeSync();
    const context = sync.context();
    const first = sender(counterFunction(syncStore().for('booking', isCounter)), 'booking', context);
    expect(await first.texts('hi', { MessageSid: 'SM1' })).toEqual(['Message 1']);
    const code = booking();
    const later = sender(conversationFunction(code, syncStore()), 'booking', context);
    expect(await later.texts('hi', { MessageSid: 'SM2' })).toEqual([PARTY]);
    expect(await later.texts('hi', { MessageSid: 'SM1' })).toEqual(['Message 1']);
  });

  it('begins anew when the code’s own check throws', async () => {
    const sync = fakeSync();
    const context = () => sessionContext({ now: Date.now(), platform: sync.context() });
    await syncStore().for('counter', isCounter).save({ count: 1 }, context());
    const throwing = syncStore().for('counter', (session): session is never => {
      throw new Error(`broken by ${JSON.stringify(session)}`);
    });
    expect(await throwing.open({}, context())).toEqual({ kind: 'new', reason: 'unreadable' });
  });

  it.each([null, undefined, 'Invalid Date', new Date(NaN), 0])(
    'goes on when the end of its time is %p',
    async (dateExpires) => {
      const { sync, ann } = await holding(JSON.stringify(valid));
      sync.dateExpires = () => dateExpires;
      expect(await ann.texts()).toEqual(['Message 8']);
    },
  );
});
