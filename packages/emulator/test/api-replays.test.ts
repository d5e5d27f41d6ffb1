import { describe, expect, it } from '@jest/globals';
import { listen } from './support/api-client';
import { serveApiInTests } from './support/served-api';
import { ANN, BEN, NUMBER } from './support/turns';

const served = serveApiInTests();
const { call, text } = served;

describe('/api/replays', () => {
  it('has a conversation again, tells how it goes, and shows the outcome', async () => {
    await text('a');
    await text('b');
    const events = await listen(served.url);
    const { status, json } = await call('POST', '/api/replays', { from: ANN, to: NUMBER });
    expect({ status, json }).toMatchObject({
      status: 200,
      json: { from: ANN, to: NUMBER, status: 'running', total: 2 },
    });
    const { id } = json as { id: string };
    const seen = await events.until(
      ({ type, replay }) => type === 'replay' && (replay as { status: string }).status === 'done',
    );
    await events.close();
    expect(seen.filter(({ type }) => type === 'replay' || type === 'replayProgress')).toMatchObject([
      { type: 'replay', replay: { id, status: 'running', had: 0 } },
      { type: 'replayProgress', id, had: 1, differing: [] },
      { type: 'replayProgress', id, had: 2, differing: [] },
      { type: 'replay', replay: { id, status: 'done', had: 2 } },
    ]);
    expect((await call('GET', `/api/replays/${id}`)).json).toMatchObject({
      status: 'done',
      differing: [],
      steps: [
        { body: 'a', before: { answers: [{ body: 'echo a' }] }, after: { answers: [{ body: 'echo a' }] } },
        { body: 'b' },
      ],
    });
    expect(await call('POST', `/api/replays/${id}/put-back`)).toMatchObject({
      status: 200,
      json: { canPutBack: false },
    });
    expect((await call('POST', `/api/replays/${id}/put-back`)).status).toBe(409);
    expect((await call('DELETE', `/api/replays/${id}`)).status).toBe(204);
  });

  it.each([
    [{ from: BEN, to: NUMBER }, 404, undefined],
    [{ from: ANN, to: '+15559990000' }, 400, 'to'],
    [{ from: ANN, to: NUMBER, turn: 'SM1' }, 400, 'turn'],
    [{ from: ANN }, 400, 'to'],
    [{ from: ANN, to: NUMBER, turn: 1 }, 400, 'turn'],
  ])('refuses %j', async (wanted, status, field) => {
    await text('a');
    const answer = await call('POST', '/api/replays', wanted);
    expect(answer.status).toBe(status);
    expect(answer.json).toEqual({ error: expect.any(String), ...(field === undefined ? {} : { field }) });
  });

  it('is a 404 for one that there is not', async () => {
    for (const [method, path] of [
      ['GET', ''],
      ['DELETE', ''],
      ['POST', '/put-back'],
    ] as const)
      expect((await call(method, `/api/replays/none${path}`)).status).toBe(404);
  });
});

describe('/api/search', () => {
  it('finds texts in every conversation, the newest first, in any case', async () => {
    await text('Pizza for two');
    await text('no');
    await text('two PIZZAS', BEN);
    const { json } = await call('GET', '/api/search?text=pizza');
    expect(json).toMatchObject({
      hasMore: false,
      hits: [
        { from: BEN, to: NUMBER, direction: 'outbound', body: 'echo two PIZZAS' },
        { from: BEN, body: 'two PIZZAS', sid: expect.stringMatching(/^SM/), at: expect.any(Number) },
        { from: ANN, body: 'echo Pizza for two' },
        { from: ANN, direction: 'inbound', body: 'Pizza for two' },
      ],
    });
    expect((await call('GET', `/api/search?text=${encodeURIComponent('ｐｉｚｚａｓ ')}`)).json).toMatchObject(
      { hits: [{}, {}] },
    );
  });

  it('finds a hundred at most, and nothing for no text', async () => {
    for (let count = 0; count < 51; count++) await text('x');
    expect((await call('GET', '/api/search?text=x')).json).toMatchObject({
      hasMore: true,
      hits: { length: 100 },
    });
    expect((await call('GET', '/api/search?text=%20')).json).toEqual({ hasMore: false, hits: [] });
    expect((await call('GET', '/api/search')).json).toEqual({ hasMore: false, hits: [] });
    expect((await call('GET', `/api/search?text=${'x'.repeat(201)}`)).status).toBe(400);
  });
});
