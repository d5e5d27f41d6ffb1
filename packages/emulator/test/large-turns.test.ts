import { expect, it } from '@jest/globals';
import { startEmulator } from '../src/driver';
import { TWILIO_LIMITS } from '../src/engine/limits';
import { collectGarbage } from './support/collect-garbage';
import { ANN, outcome, sent, turnFor } from './support/turns';
import { says, serveWebhook } from './support/webhook-server';

const MB = 1024 * 1024;
const jsonBytes = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

/** A body of the largest size, of characters that JSON writes with six. */
const LARGEST = '\u0001'.repeat(TWILIO_LIMITS.bodyBytes);

it('a turn of 50 documents, each after ten redirects, all with 64 kB, is small, and its answer is executed', async () => {
  const turn = await turnFor(({ path }) => {
    const step = Number(new URL(path, 'http://localhost').searchParams.get('step')) + 1;
    if (step === 550) return says('the end').padEnd(TWILIO_LIMITS.bodyBytes);
    if (step % 11 !== 0) return { status: 307, headers: { Location: `/sms?step=${step}` }, body: LARGEST };
    return `<Response><Redirect>/sms?step=${step}</Redirect></Response>`.padEnd(TWILIO_LIMITS.bodyBytes);
  });
  expect(outcome(turn)).toEqual(sent('the end'));
  expect(turn.exchanges).toHaveLength(550);
  expect(jsonBytes(turn)).toBeLessThan(2.5 * MB);
  const shown = turn.exchanges.flatMap(({ leftOut, response }) => (leftOut ? [] : [response?.body]));
  expect(jsonBytes(shown)).toBeGreaterThan(0.6 * MB);
  expect(shown[0]).toBe(LARGEST);
  expect(turn.exchanges.at(-1)).toMatchObject({
    response: { status: 200, headers: expect.any(Array), body: '' },
    leftOut: 'body',
  });
});

it('the body that is too much for its turn is left out, and smaller ones after it are not', async () => {
  const large = 'x'.repeat(TWILIO_LIMITS.bodyBytes);
  const turn = await turnFor({
    '/sms': '<Response><Redirect>/next?1</Redirect></Response>',
    '/next': ({ path }) => {
      const step = Number(path.split('?')[1]);
      if (step === 20) return says('the end');
      return `<Response><Redirect>/next?${step + 1}</Redirect><!--${large.slice(100)}--></Response>`;
    },
  });
  expect(outcome(turn)).toEqual(sent('the end'));
  const left = turn.exchanges.map(({ leftOut }) => leftOut);
  expect(left).toEqual([
    ...Array<undefined>(17).fill(undefined),
    ...Array<string>(3).fill('body'),
    undefined,
  ]);
  expect(turn.exchanges[18]?.response).toMatchObject({ status: 200, headers: expect.any(Array), body: '' });
  expect(turn.exchanges[18]?.request.parameters.length).toBeGreaterThan(10);
  expect(turn.exchanges.at(-1)?.response?.body).toBe(says('the end'));
});

it('long addresses and headers are left out when they are too much for their turn', async () => {
  const long = 'x'.repeat(14_000);
  const turn = await turnFor(
    ({ path }) => {
      const step = Number(/step=(\d+)/.exec(path)?.[1] ?? 0) + 1;
      const redirect = `<Redirect method="GET">/sms?step=${step}&amp;${long}</Redirect>`;
      return {
        headers: { 'Content-Type': 'text/xml', 'X-Long': long },
        body: step === 45 ? says('the end') : `<Response>${redirect}</Response>`,
      };
    },
    { publicUrl: 'https://their.name' },
  );
  expect(outcome(turn)).toMatchObject({ texts: ['the end'] });
  const last = turn.exchanges.at(-1);
  expect(last).toMatchObject({
    request: { method: 'GET', headers: [], parameters: [] },
    response: { status: 200, headers: [], body: '' },
    leftOut: 'details',
  });
  expect(last?.request.url).toHaveLength(200);
  expect(last?.request).not.toHaveProperty('sentTo');
  expect(jsonBytes(turn.exchanges)).toBeLessThan(2.1 * MB);
});

it('what the debugger quotes of a document is cut after 1,000 characters', async () => {
  const turn = await turnFor(`<Response><${'x'.repeat(60_000)}/></Response>`);
  expect(turn.errors).toMatchObject([
    { code: 12200, detail: expect.stringMatching(/^<Response> has .{985}…$/) },
  ]);
});

it('a message does not keep its whole document in memory', async () => {
  await using server = await serveWebhook(
    says('hello, and thanks for the message').padEnd(TWILIO_LIMITS.bodyBytes),
  );
  await using twilio = await startEmulator({ webhook: server.url });
  const usedMemory = () => {
    collectGarbage();
    return process.memoryUsage().heapUsed;
  };
  const ann = twilio.phone(ANN);
  await ann.text('hi');
  const before = usedMemory();
  for (let turn = 0; turn < 150; turn++) await ann.text('hi');
  expect(usedMemory() - before).toBeLessThan(5 * MB); // 150 documents have 9.4 MB
});
