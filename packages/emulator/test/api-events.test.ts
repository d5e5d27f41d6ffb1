import { describe, expect, it } from '@jest/globals';
import { HOUR } from 'test-support';
import { listen } from './support/api-client';
import { serveApiInTests } from './support/served-api';
import { ANN, NUMBER } from './support/turns';

const served = serveApiInTests();
const { call, text } = served;

describe('GET /api/events', () => {
  it('tells everything that happens, in its order', async () => {
    const events = await listen(served.url);
    await text('hi');
    await call('POST', '/api/clock', { advance: '4h' });
    await call('PUT', '/api/faults', { loseCookie: 'next' });
    await call('PUT', '/api/numbers/+15552229999', {});
    await call('DELETE', `/api/conversations/${ANN}/${NUMBER}`);
    await call('DELETE', '/api/conversations');
    const seen = await events.until(({ type, from }) => type === 'forgotten' && from === null);
    expect(seen).toMatchObject([
      { type: 'message', message: { direction: 'inbound', body: 'hi' } },
      { type: 'turn', turn: { body: 'hi', durationMs: null }, optedOut: false },
      { type: 'message', message: { direction: 'outbound', body: 'echo hi' } },
      { type: 'turn', turn: { durationMs: expect.any(Number), replies: [{}] } },
      { type: 'clock', clock: { offset: 4 * HOUR } },
      { type: 'faults', faults: { loseCookie: 'next' } },
      { type: 'numbers', numbers: [{}, { number: '+15552229999' }] },
      { type: 'forgotten', from: ANN, to: NUMBER },
      { type: 'forgotten', from: null, to: null },
    ]);
    await events.close();
    expect((await text('and on')).status).toBe(200);
  });

  it('tells every listener, and of messages that a test sends', async () => {
    const listeners = [await listen(served.url), await listen(served.url)];
    await served.engine.send({ from: ANN, to: NUMBER, body: 'from a test' });
    for (const { until, close } of listeners) {
      const [first] = await until(() => true);
      expect(first).toMatchObject({ type: 'message', message: { body: 'from a test' } });
      await close();
    }
  });

  it('ends when the emulator stops', async () => {
    const { until } = await listen(served.url);
    await served.restart();
    await expect(until(() => true)).rejects.toThrow(/ended|terminated|aborted/);
  });
});
