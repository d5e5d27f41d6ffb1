import { beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { defineTwilioGlobals, OTHER_SECRET, SECRET } from 'test-support';
import { syncStore } from '../../src/sync/sync-store';
import { conversationFunction } from '../../src/twilio/conversation-function';
import { booking, DAY, PARTY } from '../support/booking';
import { counterFunction, isCounter } from '../support/counter';
import { fakeSync } from '../support/fake-sync';
import { elapse, fakeTimers } from '../support/fake-timers';
import { sender } from '../support/sender';

beforeAll(defineTwilioGlobals);
fakeTimers();

let logged: jest.SpiedFunction<typeof console.log>;
beforeEach(() => {
  logged = jest.spyOn(console, 'log').mockImplementation(() => undefined);
});

const [plain, encrypted] = [false, true].map((isEncrypted) =>
  counterFunction(syncStore({ encrypted: isEncrypted }).for('counter', isCounter)),
) as [ReturnType<typeof counterFunction>, ReturnType<typeof counterFunction>];

describe('an encrypted document', () => {
  it('shows the conversation’s name and nothing else, and is another one after each message', async () => {
    const sync = fakeSync();
    const code = booking();
    const ann = sender(conversationFunction(code, syncStore({ encrypted: true })), 'booking', sync.context());
    expect(await ann.texts('hi')).toEqual([PARTY]);
    const first = sync.data();
    expect(first).toEqual({ conversation: 'booking', encrypted: expect.stringMatching(/^[\w-]+$/) });
    expect(Buffer.from(String(first.encrypted), 'base64url').toString('latin1')).not.toMatch(
      /party|people|deliveries/,
    );
    expect(await ann.texts('4')).toEqual([DAY]);
    expect(String(sync.data().encrypted).slice(0, 16)).not.toBe(String(first.encrypted).slice(0, 16));
    expect(await ann.texts('Friday')).toEqual(['Friday for 4.']);
  });

  it('is recognized when a message is delivered again', async () => {
    const sync = fakeSync();
    const ann = sender(encrypted, 'counter', sync.context());
    for (let time = 0; time < 2; time++) {
      expect(await ann.texts('hi', { MessageSid: 'SM1' })).toEqual(['Message 1']);
    }
  });

  it.each([0, 11, 12, 27, 28, 40, -1])('begins anew when its byte %i was edited', async (at) => {
    const sync = fakeSync();
    const ann = sender(encrypted, 'counter', sync.context());
    await ann.send();
    const bytes = Buffer.from(String(sync.data().encrypted), 'base64url');
    const index = (at + bytes.length) % bytes.length;
    bytes.writeUInt8((bytes[index] ?? 0) ^ 1, index);
    sync.replaceData(JSON.stringify({ conversation: 'counter', encrypted: bytes.toString('base64url') }));
    expect(await ann.texts()).toEqual(['Message 1']);
    expect(logged.mock.calls.join()).toContain('"began":"forged"');
    expect(await ann.texts()).toEqual(['Message 2']);
  });

  it.each([0, 1, 12, 27, 28])('begins anew when only its first %i bytes are left', async (length) => {
    const sync = fakeSync();
    const ann = sender(encrypted, 'counter', sync.context());
    await ann.send();
    const bytes = Buffer.from(String(sync.data().encrypted), 'base64url').subarray(0, length);
    sync.replaceData(JSON.stringify({ encrypted: bytes.toString('base64url') }));
    expect(await ann.texts()).toEqual(['Message 1']);
  });

  it('begins anew when it holds what was encrypted for another sender', async () => {
    const sync = fakeSync();
    const context = sync.context();
    const ann = sender(encrypted, 'counter', context);
    await ann.send();
    await ann.send();
    const ofAnn = JSON.stringify(sync.data());
    sync.delete();
    const bob = { From: '+15551110001' };
    await sender(encrypted, 'counter', context).send('hi', bob);
    sync.replaceData(ofAnn);
    expect(await sender(encrypted, 'counter', context).texts('hi', { ...bob, MessageSid: 'SM2' })).toEqual([
      'Message 1',
    ]);
    expect(logged.mock.calls.join()).toContain('"began":"forged"');
  });

  it.each([
    ['plain', plain, encrypted],
    ['encrypted', encrypted, plain],
  ])('goes on in the other kind of store: begun %s', async (_, begun, other) => {
    const sync = fakeSync();
    const context = sync.context();
    await sender(begun, 'counter', context).send();
    expect(await sender(other, 'counter', context).texts('hi', { MessageSid: 'SM2' })).toEqual(['Message 2']);
    expect('encrypted' in sync.data()).toBe(other === encrypted);
  });
});

describe.each([
  ['plain', plain],
  ['encrypted', encrypted],
])('when the secret changes, a session in a document that is %s', (_, answering) => {
  let sids = 0;
  /** The reply of an instance with this `SESSION_SECRET`. */
  const texts = async (
    context: object,
    SESSION_SECRET: string,
    body = 'hi',
    MessageSid = `SMx${(sids += 1)}`,
  ) => elapse(sender(answering, 'counter', { ...context, SESSION_SECRET }).texts(body, { MessageSid }));
  const rotated = `${OTHER_SECRET},${SECRET}`;

  it('goes on in its document while the old secret is there', async () => {
    const sync = fakeSync();
    const context = sync.context();
    await texts(context, SECRET, 'hi', 'SM1');
    for (let count = 2; count <= 3; count++)
      expect(await texts(context, rotated)).toEqual([`Message ${count}`]);
    expect(await texts(context, rotated, 'hi', 'SM1')).toEqual(['Message 1']);
    expect(sync.documents()).toHaveLength(1);
  });

  it('goes on in instances with the old secret and with both', async () => {
    const sync = fakeSync();
    const context = sync.context();
    await texts(context, SECRET);
    expect(await texts(context, rotated)).toEqual(['Message 2']);
    expect(await texts(context, SECRET)).toEqual(['Message 3']);
    const atOnce = await Promise.all([texts(context, SECRET), texts(context, rotated)]);
    expect(atOnce.flat().sort()).toEqual(['Message 4', 'Message 5']);
    expect(await texts(context, rotated)).toEqual(['Message 6']);
    expect(sync.documents()).toHaveLength(1);
  });

  it('is in a document of the new secret when it begins later, and goes on without the old one', async () => {
    const sync = fakeSync();
    const context = sync.context();
    await texts(context, rotated);
    expect(await texts(context, `${SECRET},${OTHER_SECRET}`)).toEqual(['Message 2']);
    expect(await texts(context, OTHER_SECRET)).toEqual(['Message 3']);
  });

  it('begins anew without the secret with which it began', async () => {
    const sync = fakeSync();
    const context = sync.context();
    await texts(context, SECRET);
    expect(await texts(context, OTHER_SECRET)).toEqual(['Message 1']);
    expect(sync.documents()).toHaveLength(2);
    expect(await texts(context, rotated)).toEqual(['Message 2']);
  });

  it('is deleted by STOP, wherever it is', async () => {
    const sync = fakeSync();
    const context = sync.context();
    await texts(context, SECRET);
    await texts(context, OTHER_SECRET);
    await texts(context, rotated, 'STOP');
    expect(sync.documents()).toEqual([]);
  });
});
