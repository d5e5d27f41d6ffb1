import { describe, expect, it } from '@jest/globals';
import { startEmulator } from '../src/driver';
import { TWILIO_LIMITS } from '../src/engine/limits';
import { createManualTimers } from './support/manual-timers';
import { ANN, BEN, failed, NUMBER, outcome } from './support/turns';
import { says, serveWebhook } from './support/webhook-server';

const FIRST = 'Hello, thanks for the new message.';
const functions = 'dist/functions';

describe('many at once', () => {
  it('100 phones with 20 messages each lose and mix up nothing', async () => {
    const { startTimer } = createManualTimers(); // so that no request times out, however busy the machine is
    await using twilio = await startEmulator({ functions, startTimer });
    const phones = Array.from({ length: 100 }, (_, index) =>
      twilio.phone(`+1555100${String(index).padStart(4, '0')}`),
    );
    // Sent without waiting: the messages of one pair keep their order, those of different pairs run side by side.
    const texts = await Promise.all(
      phones.map(async ({ text }) =>
        (await Promise.all(Array.from({ length: 20 }, (_, n) => text(`message ${n + 1}`)))).flat(),
      ),
    );
    const expected = [
      FIRST,
      ...Array.from({ length: 19 }, (_, n) => `Hello, thanks for message number ${n + 2}`),
    ];
    expect(texts).toEqual(phones.map(() => expected));
    for (const { number, inbox } of phones) {
      expect(inbox().map(({ body, to }) => [body, to])).toEqual(expected.map((body) => [body, number]));
      expect(twilio.engine.conversation(number, NUMBER)?.turns.map(({ body }) => body)).toEqual(
        Array.from({ length: 20 }, (_, n) => `message ${n + 1}`),
      );
    }
  });

  it('a turn that breaks down does not take along those behind it', async () => {
    await using server = await serveWebhook(says('hello'));
    await using twilio = await startEmulator({ webhook: server.url });
    const unsubscribe = twilio.engine.subscribe(() => {
      unsubscribe();
      throw new Error('a listener that fails');
    });
    const broken = twilio.phone(ANN).text('one');
    const behind = twilio.phone(ANN).text('two');
    await expect(broken).rejects.toThrow('a listener that fails');
    expect(await behind).toEqual(['hello']);
  });

  it('messages of one pair wait for each other, those of others do not', async () => {
    const { startTimer, expire } = createManualTimers();
    const order: string[] = [];
    let onSlow = (): void => undefined;
    const slowHasCome = new Promise<void>((resolve) => (onSlow = resolve));
    await using server = await serveWebhook(({ parameters }) => {
      const body = parameters.get('Body') ?? '';
      order.push(body);
      if (body !== 'slow') return says('hello');
      onSlow();
      return undefined;
    });
    await using twilio = await startEmulator({ webhook: server.url, startTimer });
    const slow = twilio.phone(ANN).send('slow');
    const behind = twilio.phone(ANN).text('behind');
    await slowHasCome;
    expect(await twilio.phone(BEN).text('beside')).toEqual(['hello']);
    expect(order).toEqual(['slow', 'beside']);
    expire(TWILIO_LIMITS.totalMs);
    expect(outcome(await slow)).toEqual(failed(11205));
    expect(await behind).toEqual(['hello']);
    expect(order).toEqual(['slow', 'beside', 'behind']);
  });
});
