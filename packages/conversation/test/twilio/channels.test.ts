import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { defineTwilioGlobals } from 'test-support';
import { conversation } from '../../src/conversation/conversation';
import { oneOf } from '../../src/conversation/readers/one-of';
import { ask, beginning } from '../../src/conversation/steps';
import { syncStore } from '../../src/sync/sync-store';
import { conversationFunction } from '../../src/twilio/conversation-function';
import { appointment, beginAppointment } from '../support/appointment';
import { booking, DAY, PARTY } from '../support/booking';
import { fakeSync } from '../support/fake-sync';
import { fakeTimers } from '../support/fake-timers';
import { fakeTwilio } from '../support/fake-twilio';
import { jarSender } from '../support/jar-sender';
import { loggedErrors } from '../support/logged-errors';

beforeAll(defineTwilioGlobals);
fakeTimers();

const CHANNELS = [
  ['SMS', '+15551110000', '+15552220000', 'sms'],
  ['WhatsApp', 'whatsapp:+15551110000', 'whatsapp:+15552220000', 'whatsapp'],
  ['RCS', 'rcs:+15551110000', 'rcs:owl_air_agent', 'rcs'],
  ['Messenger', 'messenger:7001', 'messenger:104729', 'messenger'],
] as const;

describe.each(CHANNELS)('a conversation by %s', (_, From, To, channel) => {
  it.each([
    ['a cookie', undefined],
    ['Sync', syncStore()],
    ['Sync, encrypted', syncStore({ encrypted: true })],
  ])('runs as ever with %s', async (_store, store) => {
    const { texts } = jarSender(conversationFunction(booking(), store), fakeSync().context(), { From, To });
    expect(await texts('hi')).toEqual([PARTY]);
    expect(await texts('4')).toEqual([DAY]);
    expect(await texts('Tap', { ButtonText: 'Tap', ButtonPayload: 'Friday' })).toEqual(['Friday for 4.']);
  });

  it('knows its channel', async () => {
    const code = conversation('where', function* () {
      const { from, to, channel: by } = yield* beginning();
      return `${from} ${to} ${by}`;
    });
    const { texts } = jarSender(conversationFunction(code), {}, { From, To });
    expect(await texts('hi')).toEqual([`${From} ${To} ${channel}`]);
  });

  it('is apart from another channel: the cookie of one is foreign to the other', async () => {
    const { texts } = jarSender(conversationFunction(booking()), {}, { From, To });
    await texts('hi');
    await texts('4');
    const [, from, to] = CHANNELS.find(([, other]) => other !== From) ?? CHANNELS[0];
    const logged = jest.spyOn(console, 'log').mockImplementation(() => undefined);
    expect(await texts('Friday', { From: from, To: to })).toEqual([PARTY]);
    expect(logged.mock.calls.join()).toContain('"began":"forged"');
  });

  it('can be begun, and reminds', async () => {
    const twilio = fakeTwilio();
    await beginAppointment(twilio, { from: To, to: From });
    expect(twilio.messages.map(({ from, to }) => [from, to])).toEqual(Array(3).fill([To, From]));
    const { texts } = jarSender(conversationFunction(appointment(), twilio.store), twilio.context, {
      From,
      To,
    });
    expect(await texts('yes')).toEqual(['See you at 10:00.']);
    expect(twilio.messages.map(({ status }) => status)).toEqual(['queued', 'canceled', 'canceled']);
  });

  it('logs no address', async () => {
    const errors = loggedErrors();
    const logged = jest.spyOn(console, 'log').mockImplementation(() => undefined);
    const code = conversation('failing', function* () {
      yield* ask('day', 'Day?', oneOf('Friday'));
      throw new Error(`${From} to ${To}`);
    });
    const { texts } = jarSender(conversationFunction(code), {}, { From, To });
    await texts('hi');
    await texts('Friday');
    for (const text of [errors(), logged.mock.calls.join()]) {
      for (const address of [From, To]) expect(text).not.toContain(address);
    }
  });
});
