import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Emulator, startEmulator } from 'sms-emulator';
import { defineTwilioGlobals, invoke, SECRET } from 'test-support';
import twilioClient from 'twilio';
import { handler as book } from '../../src/functions/appointments/book.protected';
import { handler as confirm } from '../../src/functions/appointments/confirm.protected';

const ACCOUNT = { accountSid: `AC${'6'.repeat(32)}`, authToken: 'token' };
const MESSAGING_SERVICE_SID = `MG${'6'.repeat(32)}`;
const WEBHOOK = 'http://127.0.0.1:9/appointments/confirm';

let twilio: Emulator;
beforeAll(async () => {
  defineTwilioGlobals();
  twilio = await startEmulator({ webhook: WEBHOOK, env: { MESSAGING_SERVICE_SID }, ...ACCOUNT });
});
afterAll(() => twilio.stop());

/** What the handlers find in `context`; `other` replaces settings. */
const contextWith = (other: object = {}) => ({
  SESSION_SECRET: SECRET,
  ACCOUNT_SID: ACCOUNT.accountSid,
  AUTH_TOKEN: ACCOUNT.authToken,
  MESSAGING_SERVICE_SID,
  getTwilioClient: () => twilioClient(ACCOUNT.accountSid, ACCOUNT.authToken),
  ...other,
});

let sent = 0;
/** Sends a message to a handler, without the emulator; returns the TwiML. */
async function send(
  handler: typeof book,
  From: string,
  Body: string,
  context = contextWith(),
): Promise<string> {
  const To = twilio.engine.numbers()[0]?.number;
  const event = { From, To, Body, MessageSid: `SM${++sent}`, request: { cookies: {} } };
  return String((await invoke(handler, context, event)).body);
}

describe('the handlers of the appointment', () => {
  it('book it once, and confirm it', async () => {
    const ann = '+15551110000';
    await send(book, ann, 'hi');
    await send(book, ann, 'Ann');
    expect(await send(book, ann, '10 am')).toContain('Booked.');
    expect(twilio.sent().map(({ body }) => body)).toContain(
      'Ann, your appointment is tomorrow at 10:00. Will you come?',
    );
    for (const body of ['hi', 'Ann']) await send(book, ann, body);
    expect(await send(book, ann, '11 am')).toContain('Please answer our other number first.');
    expect(await send(confirm, ann, 'yes')).toContain('See you tomorrow at 10:00.');
    expect(await send(confirm, ann, 'hi')).toContain('You have no appointment tomorrow.');
  });

  it('move it to another day', async () => {
    const ben = '+15551110001';
    for (const body of ['hi', 'Ben', '2 pm']) await send(book, ben, body);
    expect(await send(confirm, ben, 'no')).toContain('Which day suits you better?');
    expect(await send(confirm, ben, 'friday')).toContain('We expect you on Friday at 14:00.');
  });

  it('say that it did not work without a Messaging Service, or a number that asks', async () => {
    const logged = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    const eve = '+15551110002';
    for (const body of ['hi', 'Eve']) await send(book, eve, body);
    const without = contextWith({ MESSAGING_SERVICE_SID: '' });
    expect(await send(book, eve, '10 am', without)).toContain('that did not work');
    const [own] = twilio.engine.numbers();
    if (own !== undefined) twilio.engine.setNumber({ ...own, smsUrl: '' });
    expect(await send(book, eve, '10 am')).toContain('that did not work');
    expect(logged.mock.calls.join()).toMatch(/MESSAGING_SERVICE_SID.*No number has/s);
    if (own !== undefined) twilio.engine.setNumber(own);
    expect(await send(book, eve, '10 am')).toContain('Booked.');
    logged.mockRestore();
  });
});
