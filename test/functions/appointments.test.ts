import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Emulator, type Phone, startEmulator } from 'sms-emulator';
import { sendAll } from '../support/send-all';

const QUESTION = 'Ann, your appointment is tomorrow at 10:00. Will you come?';
const COMES = 'See you tomorrow at 10:00.';
const REMINDER = 'Will you come tomorrow? Please answer yes or no.';
const CLOSED = 'We gave your time to somebody else. Sorry!';
const NONE = 'You have no appointment tomorrow. Text our other number to book one.';
const WHICH = 'Which day suits you better?';

let twilio: Emulator;
beforeAll(async () => {
  const env = { MESSAGING_SERVICE_SID: `MG${'0'.repeat(32)}` };
  twilio = await startEmulator({ functions: 'dist/functions', env });
});
afterAll(() => twilio.stop());

let from = 15_551_110_000;
beforeEach(() => {
  from++; // documents outlive a test: each has a phone of its own
});
const desk = (): Phone => twilio.phone(`+${from}`, { to: '/appointments/book' });
const ann = (): Phone => twilio.phone(`+${from}`, { to: '/appointments/confirm' });

/** Books an appointment; the other number asks. */
async function asked(): Promise<void> {
  expect(await sendAll(desk(), 'hi', 'Ann', '10 am')).toEqual([
    'Booked. Our other number asks you to confirm.',
  ]);
  expect(await nextTexts(1)).toEqual([QUESTION]);
}

async function nextTexts(count: number): Promise<string[]> {
  const texts = [];
  for (let index = 0; index < count; index++) texts.push((await ann().next()).body);
  return texts;
}
/** The texts that have come from the number that asks. */
const received = (): string[] =>
  ann()
    .inbox()
    .filter(({ status }) => status === 'delivered')
    .map(({ body }) => body);
const scheduled = () => twilio.engine.messages.scheduled().filter(({ to }) => to === `+${from}`);

describe('an appointment, asked for the day before', () => {
  it('is confirmed, and nothing is left to send', async () => {
    await asked();
    expect(scheduled().map(({ body }) => body)).toEqual([REMINDER, CLOSED]);
    expect(await ann().text('yes')).toEqual([COMES]);
    expect(scheduled()).toEqual([]);
  });

  it('is confirmed five hours later, longer than a cookie lives', async () => {
    await asked();
    twilio.clock.advance('5h');
    expect(await ann().text('yes')).toEqual([COMES]);
  });

  it('is moved to another day', async () => {
    await asked();
    expect(await ann().text('no')).toEqual([WHICH]);
    expect(scheduled()).toEqual([]);
    expect(await ann().text('wednesday')).toEqual(['We expect you on Wednesday at 10:00.']);
  });

  it('is asked for again after what is no answer, with the reminders from then on', async () => {
    await asked();
    twilio.clock.advance('5h');
    expect(await ann().text('who is this?')).toEqual([expect.stringContaining(QUESTION)]);
    twilio.clock.advance('5h');
    expect(scheduled()).toHaveLength(2);
    twilio.clock.advance('1h');
    expect(await nextTexts(1)).toEqual([REMINDER]);
    expect(await ann().text('yes')).toEqual([COMES]);
  });

  it('is reminded of, and the answer counts', async () => {
    await asked();
    twilio.clock.advance('6h');
    expect(await nextTexts(1)).toEqual([REMINDER]);
    expect(await ann().text('yes')).toEqual([COMES]);
    expect(scheduled()).toEqual([]);
  });

  it('is given away when nobody answers, and then "yes" confirms nothing', async () => {
    await asked();
    twilio.clock.advance('20h');
    expect(await nextTexts(2)).toEqual([REMINDER, CLOSED]);
    expect(await ann().text('yes')).toEqual([NONE]);
  });

  it('is over two days after the last text', async () => {
    await asked();
    expect(await ann().text('no')).toEqual([WHICH]);
    twilio.clock.advance('47h');
    expect(await ann().text('any')).toEqual([expect.stringContaining(WHICH)]);
    twilio.clock.advance('48h');
    expect(await ann().text('friday')).toEqual([NONE]);
  });

  it('ends with STOP, and so do the reminders', async () => {
    await asked();
    expect(await ann().text('STOP')).toEqual([expect.stringContaining('unsubscribed')]);
    expect(scheduled()).toEqual([]);
    expect(await ann().text('START')).toEqual([expect.stringContaining('re-subscribed'), NONE]);
  });

  it('is asked for once, while nobody has answered', async () => {
    await asked();
    expect(await sendAll(desk(), 'hi', 'Bob', '14:00')).toEqual(['Please answer our other number first.']);
    expect(scheduled()).toHaveLength(2);
    expect(await ann().text('yes')).toEqual([COMES]);
    expect(await sendAll(desk(), 'hi', 'Bob', '14:00')).toEqual([expect.stringContaining('Booked.')]);
    expect(await nextTexts(1)).toEqual(['Bob, your appointment is tomorrow at 14:00. Will you come?']);
    expect(await ann().text('yes')).toEqual(['See you tomorrow at 14:00.']);
  });

  it.each(['deliverTwice', 'syncFails', 'syncAnswerLost'] as const)(
    'is asked for once with the fault %s',
    async (fault) => {
      await sendAll(desk(), 'hi', 'Ann');
      twilio.faults({ [fault]: 'next' });
      expect(await desk().text('10 am')).toEqual(['Booked. Our other number asks you to confirm.']);
      await twilio.settled();
      expect(received()).toEqual([QUESTION]);
      expect(scheduled()).toHaveLength(2);
    },
  );

  it('is asked for once by two texts at once', async () => {
    await sendAll(desk(), 'hi', 'Ann');
    twilio.faults({ overlap: 'next' });
    await Promise.all([desk().text('10 am'), desk().text('11 am')]);
    await twilio.settled();
    expect(received()).toHaveLength(1);
    expect(scheduled()).toHaveLength(2);
  });

  it('does not exist for who texts first', async () => {
    expect(await ann().text('hi')).toEqual([NONE]);
  });

  it('answers a text that is delivered twice once', async () => {
    await asked();
    twilio.faults({ deliverTwice: 'next' });
    expect(await ann().text('no')).toEqual([WHICH]);
    expect(await ann().text('monday')).toEqual(['We expect you on Monday at 10:00.']);
  });
});
