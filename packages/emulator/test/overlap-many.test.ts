import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { startEmulator } from '../src/driver';
import type { Turn } from '../src/engine/types';
import { serveManually } from './support/manual-webhook';
import { createManualTimers } from './support/manual-timers';
import { serveApiInTests } from './support/served-api';
import { ANN, NUMBER } from './support/turns';
import { says, serveWebhook } from './support/webhook-server';

const phoneOf = (index: number): string => `+1555100${String(index).padStart(4, '0')}`;

describe('messages that overlap on many phones', () => {
  it('are all called for before one is answered, and none is mixed up', async () => {
    const { startTimer } = createManualTimers(); // so that no request times out, however busy the machine is
    await using webhook = await serveManually();
    await using twilio = await startEmulator({ webhook: webhook.url, startTimer });
    twilio.faults({ overlap: 'all' });
    const bodies = Array.from({ length: 20 }, (_, phone) =>
      Array.from({ length: 5 }, (__, n) => `${phone}/${n}`),
    );
    const texts = Promise.all(
      bodies.map((own, phone) => Promise.all(own.map((body) => twilio.phone(phoneOf(phone)).text(body)))),
    );
    for (const { parameters, answer } of await webhook.next(100))
      answer(says(`to ${parameters.get('Body') ?? ''}`));
    expect(await texts).toEqual(bodies.map((own) => own.map((body) => [`to ${body}`])));
  });

  type Step =
    | { readonly kind: 'send' | 'forget'; readonly phone: number }
    | { readonly kind: 'set'; readonly to: 'off' | 'next' | 'all' }
    | { readonly kind: 'advance' | 'pause' };
  const step: fc.Arbitrary<Step> = fc.oneof(
    { weight: 6, arbitrary: fc.record({ kind: fc.constant('send' as const), phone: fc.nat(2) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('forget' as const), phone: fc.nat(2) }) },
    {
      weight: 3,
      arbitrary: fc.record({ kind: fc.constant('set' as const), to: fc.constantFrom('off', 'next', 'all') }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('advance', 'pause') }) },
  );

  it('all end with their own answer, whatever is switched, forgotten and moved meanwhile', async () => {
    await using server = await serveWebhook(({ parameters }) => says(`to ${parameters.get('Body') ?? ''}`));
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), fc.boolean(), async (steps, stops) => {
        await using twilio = await startEmulator({ webhook: server.url });
        const turns: Promise<Turn>[] = [];
        for (const [index, { kind, ...of }] of steps.entries()) {
          const phone = 'phone' in of ? phoneOf(of.phone) : ANN;
          if (kind === 'send') turns.push(twilio.phone(phone).send(`text ${index}`));
          if (kind === 'forget') twilio.engine.forget(phone);
          if ('to' in of) twilio.faults({ overlap: of.to });
          if (kind === 'advance') twilio.clock.advance('1m');
          if (kind === 'pause') await new Promise((resolve) => setImmediate(resolve));
        }
        if (stops) await twilio.stop();
        else twilio.faults({ overlap: 'off' });
        const ended = await Promise.all(turns);
        for (const { body, held, durationMs, replies, errors } of ended) {
          expect(held).not.toBe('waiting');
          expect(durationMs).not.toBeNull();
          expect(replies.length > 0 || errors[0]?.code === 11205).toBe(true);
          for (const reply of replies) expect(reply.body).toBe(`to ${body}`);
        }
        const shown = twilio.engine.conversations().flatMap((conversation) => conversation.turns);
        expect(shown.filter(({ durationMs }) => durationMs === null)).toEqual([]);
        // Two meet: each that was held has one that ran beside it.
        for (const { sid } of ended.filter(({ held }) => held === 'met'))
          expect(ended.filter(({ overlaps }) => overlaps === sid)).not.toEqual([]);
      }),
      { numRuns: 40 },
    );
  });
});

describe('the JSON API', () => {
  const api = serveApiInTests();

  it.each(['next', 'all'])('has two messages at once: %s', async (overlap) => {
    await using webhook = await serveManually();
    await api.call('PUT', `/api/numbers/${NUMBER}`, { smsUrl: webhook.url });
    await api.call('PUT', '/api/faults', { overlap });
    const answers = [api.text('a'), api.text('b')];
    for (const { answer } of await webhook.next(2)) answer(says('ok'));
    const turns = (await Promise.all(answers)).map(({ json }) => json as Turn);
    expect(turns.map(({ faults }) => faults)).toEqual([['overlap'], ['overlap']]);
    const [first] = turns.filter(({ overlaps }) => overlaps === undefined);
    const [second] = turns.filter(({ overlaps }) => overlaps !== undefined);
    expect(second?.overlaps).toBe(first?.sid);
    expect(first?.held).toBe(overlap === 'next' ? 'met' : undefined);
  });

  it('shows a message that waits, and lets it go when the clock is moved', async () => {
    await api.call('PUT', '/api/faults', { overlap: 'next' });
    const stored = new Promise<void>((resolve) => {
      api.engine.subscribe(({ type }) => {
        if (type === 'turn') resolve();
      });
    });
    const answer = api.text('alone');
    await stored;
    const path = `/api/conversations/${ANN}/${NUMBER}`;
    expect((await api.call('GET', path)).json).toMatchObject({
      turns: [{ body: 'alone', held: 'waiting', durationMs: null }],
    });
    await api.call('POST', '/api/clock', { advance: '1m' });
    expect((await answer).json).toMatchObject({ held: 'clockMoved', replies: [{ body: 'echo alone' }] });
    expect((await api.call('GET', '/api/faults')).json).toMatchObject({ overlap: 'off' });
  });
});
