import { describe, expect, it } from '@jest/globals';
import { createPhones } from '../src/engine/phones';
import { createClock } from '../src/engine/clock';
import { createSchedule } from '../src/engine/messages/schedule';
import { listen } from './support/api-client';
import { serveApiInTests } from './support/served-api';
import { ANN, BEN, NUMBER } from './support/turns';

const api = serveApiInTests();
const CLEO = '+15551110003';

const phones = async () => ((await api.call('GET', '/api/phones')).json as { phones: string[] }).phones;
const add = (body?: unknown) => api.call('POST', '/api/phones', body);

describe('the list of phones', () => {
  it('has those that were added and those that have talked, in that order', async () => {
    await add({ phone: BEN });
    await api.text('hi');
    await add({ phone: CLEO });
    await api.text('again');
    expect(await phones()).toEqual([BEN, ANN, CLEO]);
  });

  it('has a phone that only the REST API or a forgotten conversation knows', async () => {
    await api.text('hi');
    await api.call('DELETE', '/api/conversations');
    expect(await phones()).toEqual([ANN]);
  });

  it.each([
    [undefined, /^\+1555[2-9]\d{6}$/],
    [{}, /^\+1555[2-9]\d{6}$/],
    [{ channel: 'whatsapp' }, /^whatsapp:\+1555[2-9]\d{6}$/],
    [{ channel: 'messenger' }, /^messenger:1555[2-9]\d{6}$/],
  ])('gets a phone with a new number from %j', async (body, expected) => {
    const { status, json } = await add(body);
    const { phone } = json as { phone: string };
    expect([status, phone]).toEqual([200, expect.stringMatching(expected)]);
    expect(json).toEqual({ phone, phones: [phone], off: [], profileNames: {} });
  });

  it('gets a first phone once, however often it is asked to', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => add({ onlyIfNone: true })));
    const [phone] = await phones();
    expect(answers.map(({ json }) => (json as { phone: string }).phone)).toEqual([phone, phone, phone]);
    expect(await phones()).toHaveLength(1);
  });

  it.each([
    ['to the end', ANN, null, [BEN, CLEO, ANN]],
    ['before another one', CLEO, ANN, [CLEO, ANN, BEN]],
    ['before itself, which moves nothing', BEN, BEN, [ANN, BEN, CLEO]],
  ])('has a phone moved %s, and an event tells of it', async (_, phone, before, expected) => {
    for (const one of [ANN, BEN, CLEO]) await add({ phone: one });
    const events = await listen(api.url);
    const { json } = await api.call('PUT', `/api/phones/${phone}`, { before });
    expect(json).toEqual({ phones: expected, off: [], profileNames: {} });
    const [event] = await events.until(({ type }) => type === 'phones');
    expect(event).toMatchObject({ phones: expected });
    await events.close();
  });

  it.each([
    ['POST', '/api/phones', { phone: 'Ann' }, 'phone'],
    ['POST', '/api/phones', { phone: '12345' }, 'phone'],
    ['POST', '/api/phones', { channel: 'fax' }, 'channel'],
    ['POST', '/api/phones', { onlyIfNone: 1 }, 'onlyIfNone'],
    ['POST', '/api/phones', 'no JSON', 'body'],
    ['PUT', `/api/phones/${ANN}`, { before: 'Ann' }, 'before'],
    ['PUT', `/api/phones/${ANN}`, { before: CLEO }, 'before'],
    ['PUT', `/api/phones/${CLEO}`, { before: null }, 'before'],
    ['DELETE', '/api/phones/Ann', undefined, 'phone'],
    ['POST', '/api/undo', { token: 1 }, 'token'],
    ['POST', '/api/undo', { token: 'x'.repeat(101) }, 'token'],
  ])('refuses %s %s %j', async (method, path, body, field) => {
    await add({ phone: ANN });
    const { status, json } = await api.call(method, path, body);
    expect([status, json]).toEqual([400, { error: expect.any(String), field }]);
    expect(await phones()).toEqual([ANN]);
  });

  it('has 10,000 of them; the first one that has not talked is removed when there are more', () => {
    const clock = createClock(Date.now);
    const list = createPhones(clock, createSchedule(clock), 1, () => new Set(['0', '2']));
    for (let phone = 0; phone < 10_002; phone++) list.add(String(phone));
    expect(list.all()).toHaveLength(10_000);
    expect(list.all().slice(0, 3)).toEqual(['0', '2', '4']);
  });
});

describe('removing a phone', () => {
  it('removes it with its conversations, and is undone with the token of the answer', async () => {
    await api.text('hi');
    await add({ phone: BEN });
    const { status, headers } = await api.call('DELETE', `/api/phones/${ANN}`);
    expect([status, await phones(), api.engine.conversations()]).toEqual([204, [BEN], []]);
    const token = headers['undo-token'];
    const undoable = { token, what: 'phone', from: ANN, to: null };
    expect((await api.call('GET', '/api/undo')).json).toEqual({ undoable: [undoable] });

    const undone = await api.call('POST', '/api/undo', { token });
    expect([undone.status, undone.json]).toEqual([200, undoable]);
    expect(await phones()).toEqual([ANN, BEN]);
    expect(api.engine.conversation(ANN, NUMBER)?.messages).toHaveLength(2);
    expect((await api.call('POST', '/api/undo', { token })).status).toBe(404);
  });

  it('does nothing when there is no such phone', async () => {
    const { status, headers } = await api.call('DELETE', `/api/phones/${ANN}`);
    expect([status, headers['undo-token']]).toEqual([204, undefined]);
  });
});

it('undoes the latest without a token, and says when there is nothing to undo', async () => {
  await api.text('hi');
  await api.text('hi', BEN);
  await api.call('DELETE', `/api/conversations/${ANN}/${NUMBER}`);
  await api.call('DELETE', `/api/conversations/${BEN}`);
  const undo = async () => (await api.call('POST', '/api/undo')).json;
  expect(await undo()).toMatchObject({ what: 'conversations', from: BEN });
  expect(await undo()).toMatchObject({ what: 'conversation', from: ANN, to: NUMBER });
  expect(await undo()).toEqual({ error: 'It cannot be undone any more.' });
  expect(api.engine.conversations().map(({ from }) => from)).toEqual([BEN, ANN]);
});
