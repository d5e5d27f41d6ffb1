import { beforeAll, describe, expect, it } from '@jest/globals';
import { defineTwilioGlobals } from 'test-support';
import { conversation } from '../../src/conversation/conversation';
import { text } from '../../src/conversation/readers/text';
import { ask } from '../../src/conversation/steps';
import type { Json } from '../../src/json';
import { syncStore, type SyncStoreOptions } from '../../src/sync/sync-store';
import { english } from '../../src/texts/english';
import { conversationFunction } from '../../src/twilio/conversation-function';
import { reply } from '../../src/twilio/reply';
import { smsFunction } from '../../src/twilio/sms-function';
import { fakeSync, restError } from '../support/fake-sync';
import { fakeTimers } from '../support/fake-timers';
import { loggedErrors } from '../support/logged-errors';
import { functionSender, sender } from '../support/sender';
import { sessionContext } from '../support/session-context';

beforeAll(defineTwilioGlobals);
fakeTimers();

const isText = (session: Json): session is string => typeof session === 'string';

/** A sender whose last message is the session. The reply to it has 1,000 characters and a number. */
function storing(options: SyncStoreOptions = {}) {
  const sync = fakeSync();
  const store = syncStore(options).for('texts', isText);
  let count = 0;
  const answering = smsFunction(store, async ({ Body }, context) => {
    const twiml = `<Response><Message>${(count += 1)}${'.'.repeat(1000)}</Message></Response>`;
    return reply(await store.save(Body, context, twiml), twiml);
  });
  return { sync, ann: sender(answering, 'texts', sync.context()) };
}
const numberOf = (texts: readonly string[]) => texts.map((reply) => reply.replace(/\.+$/, ''));

const deliveries = (data: Record<string, unknown>) => String(data.deliveries).length / 8;
const replies = (data: Record<string, unknown>) => (data.replies as unknown[]).length;

describe('in a document with little room', () => {
  it('older replies go first, then older deliveries; who is delivered again gets silence at least', async () => {
    const { sync, ann } = storing();
    for (let message = 1; message <= 20; message++) await ann.send('hi', { MessageSid: `SM${message}` });
    expect([deliveries(sync.data()), replies(sync.data())]).toEqual([20, 8]);
    await ann.send('x'.repeat(14_000), { MessageSid: 'SM21' });
    expect([deliveries(sync.data()), replies(sync.data())]).toEqual([21, 2]);
    await ann.send('x'.repeat(16_060), { MessageSid: 'SM22' });
    expect([deliveries(sync.data()), replies(sync.data())]).toEqual([22, 0]);
    expect(await ann.texts('hi', { MessageSid: 'SM22' })).toEqual([]);
    await ann.send('x'.repeat(16_200), { MessageSid: 'SM23' });
    expect([deliveries(sync.data()), replies(sync.data())]).toEqual([11, 0]);
    await ann.send('x'.repeat(16_290), { MessageSid: 'SM24' });
    expect([deliveries(sync.data()), replies(sync.data())]).toEqual([3, 0]);
    expect(await ann.texts('hi', { MessageSid: 'SM22' })).toEqual([]);
    expect(await ann.texts('hi', { MessageSid: 'SM24' })).toEqual([]);
    expect(sync.data().session).toHaveLength(16_290);
    expect(numberOf(await ann.texts('hi', { MessageSid: 'SM25' }))).toEqual(['25']);
  });

  it('the message that was answered last is known even when nothing else has room', async () => {
    const { sync, ann } = storing();
    const overhead = JSON.stringify({
      conversation: 'texts',
      session: '',
      deliveries: '12345678',
      replies: [],
    }).length;
    await ann.send('hi');
    const largest = 'x'.repeat(16_384 - overhead);
    await ann.send(largest, { MessageSid: 'SM2' });
    expect(JSON.stringify(sync.data())).toHaveLength(16_384);
    expect(await ann.texts('hi', { MessageSid: 'SM2' })).toEqual([]);
    expect(sync.data().session).toBe(largest);
    loggedErrors();
    await expect(ann.send(`${largest}x`)).rejects.toMatchObject({ code: 'session-too-large' });
    expect(sync.data().session).toBe(largest);
  });

  it.each([
    ['é', 2],
    ['€', 3],
    ['"', 2],
    ['😀', 4],
  ])('a %s takes %i bytes', async (character, bytes) => {
    const { sync, ann } = storing();
    const fits = character.repeat(Math.floor(16_300 / bytes));
    await ann.send(fits);
    expect(sync.data().session).toBe(fits);
    loggedErrors();
    await expect(ann.send(character.repeat(Math.ceil(16_384 / bytes)))).rejects.toMatchObject({
      code: 'session-too-large',
    });
  });
});

describe('a session that is too large', () => {
  it('is a mistake of the developer, whose message says how large it is and what to do', async () => {
    const store = syncStore().for('texts', isText);
    const context = sessionContext({ platform: fakeSync().context() });
    await expect(store.save('x'.repeat(20_000), context)).rejects.toMatchObject({
      name: 'ConversationError',
      code: 'session-too-large',
      message:
        'The session "texts" is too large: 20002 bytes of JSON; a Sync document holds 16384. Store less.',
    });
  });

  it('encrypted is one earlier, and the message says so', async () => {
    const { sync, ann } = storing({ encrypted: true });
    await ann.send('x'.repeat(12_000));
    expect(sync.documents()).toHaveLength(1);
    const logged = loggedErrors();
    await expect(ann.send('x'.repeat(12_288))).rejects.toMatchObject({ code: 'session-too-large' });
    expect(logged()).toContain('holds 16384 in all, a quarter less when it is encrypted. Store less.');
  });

  it('in the opinion of Sync alone is the same mistake', async () => {
    const { sync, ann } = storing();
    await ann.send('hi');
    sync.failNext('update', { before: restError(413, 54006) });
    loggedErrors();
    await expect(ann.send('x')).rejects.toMatchObject({
      code: 'session-too-large',
      message: 'Sync refused the session as too large. Store less.',
    });
    sync.delete();
    sync.failNext('create', { before: restError(413, 54006) });
    await expect(ann.send('x')).rejects.toMatchObject({ code: 'session-too-large' });
  });

  it('of a conversation is logged with the size of each step; what was stored is kept, and a shorter text goes on', async () => {
    const names = Array.from({ length: 20 }, (_, index) => `q${index}`);
    const code = conversation('long', function* () {
      for (const name of names) yield* ask(name, `${name}?`, text({ max: 1600 }));
    });
    const sync = fakeSync();
    const ann = functionSender(code, sync.context(), conversationFunction(code, syncStore()));
    const logged = loggedErrors();
    await ann.send('hi');
    for (let index = 1; index <= 16; index++) {
      expect(await ann.texts('x'.repeat(990))).toEqual([`q${index}?`]);
    }
    expect(logged()).toBe('');
    expect(await ann.texts('x'.repeat(990))).toEqual([english.failed]);
    expect(logged()).toMatch(
      /at "q17": The session "long" is too large: .* Store less\. The state is .*"q0" \d+, "q1"/,
    );
    expect(sync.data().session).toMatchObject({ asked: 'q16', failed: true });
    expect(await ann.texts('short')).toEqual(['q17?']);
  });
});
