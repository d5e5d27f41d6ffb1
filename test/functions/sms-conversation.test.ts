import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Emulator, startEmulator } from 'sms-emulator';

const FIRST = 'Hello, thanks for the new message.';
const number = (count: number) => `Hello, thanks for message number ${count}`;

let twilio: Emulator;
beforeAll(async () => {
  twilio = await startEmulator({ functions: 'dist/functions' });
});
afterAll(() => twilio.stop());
beforeEach(() => {
  twilio.engine.forget();
});

const phone = (from = '+15551110000') => twilio.phone(from, { to: '/sms' });

describe('a conversation with the counter', () => {
  it('counts', async () => {
    expect(await phone().text('hi')).toEqual([FIRST]);
    expect(await phone().text('hi again')).toEqual([number(2)]);
    expect(await phone().text('', { media: ['https://example.com/cat.jpg'] })).toEqual([number(3)]);
  });

  it('is one of its own for each phone', async () => {
    await phone().text('hi');
    expect(await phone('+15551110001').text('hi')).toEqual([FIRST]);
    expect(await phone().text('hi')).toEqual([number(2)]);
  });

  it('begins again four hours after the last message', async () => {
    await phone().text('hi');
    twilio.clock.advance('3h');
    expect(await phone().text('hi')).toEqual([number(2)]);
    twilio.clock.advance('3h');
    expect(await phone().text('hi')).toEqual([number(3)]);
    twilio.clock.advance('4h');
    expect(await phone().text('hi')).toEqual([FIRST]);
  });

  it('ends with STOP, which Twilio answers by itself', async () => {
    await phone().text('hi');
    expect(await phone().text(' Stop ')).toEqual([expect.stringContaining('successfully been unsubscribed')]);
    expect(phone().cookies()).toEqual([]);
    expect(await phone().text('hi', { errors: [21610] })).toEqual([]);
    expect(await phone().text('START')).toEqual([expect.stringContaining('re-subscribed'), number(2)]);
  });

  it('answers a webhook that Twilio delivers twice as if it came once', async () => {
    await phone().text('hi');
    twilio.faults({ deliverTwice: 'next' });
    expect(await phone().text('hi')).toEqual([number(2)]);
    expect(await phone().text('hi')).toEqual([number(3)]);
  });

  it('begins again without its cookie, and repeats itself with a stale one', async () => {
    await phone().text('hi');
    twilio.faults({ loseCookie: 'next' });
    expect(await phone().text('hi')).toEqual([FIRST]);
    expect(await phone().text('hi')).toEqual([number(2)]);
    twilio.faults({ staleCookie: 'next' });
    expect(await phone().text('hi')).toEqual([number(2)]);
  });

  it('shows nothing in the debugger, not even a warning', async () => {
    await phone().text('hi');
    expect(phone().lastTurn()?.errors).toEqual([]);
  });
});
