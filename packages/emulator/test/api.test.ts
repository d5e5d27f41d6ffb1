import { describe, expect, it } from '@jest/globals';
import { HOUR } from 'test-support';
import { NO_FAULTS } from '../src/engine/faults';
import type { Clock, Conversation } from '../src/engine/types';
import { serveApiInTests } from './support/served-api';
import { ANN, BEN, NUMBER } from './support/turns';
import { serveWebhook } from './support/webhook-server';

const served = serveApiInTests();
const { call, text } = served;

describe('POST /api/messages', () => {
  it('answers with the whole turn', async () => {
    const { status, json } = await text('hi');
    expect(status).toBe(200);
    expect(json).toMatchObject({
      sid: expect.stringMatching(/^SM[0-9a-f]{32}$/),
      from: ANN,
      to: NUMBER,
      body: 'hi',
      replies: [{ from: NUMBER, to: ANN, body: 'echo hi', media: [] }],
      errors: [],
      exchanges: [
        { request: { method: 'POST', url: served.webhook.url }, response: { status: 200, body: 'echo hi' } },
      ],
      cookies: { before: [], after: [{ name: 'seen', value: '1' }] },
    });
  });

  it('tells errors and warnings with code, level, title and link', async () => {
    await call('PUT', '/api/faults', { unreachable: 'next' });
    expect((await text('hi')).json).toMatchObject({
      replies: [],
      errors: [
        {
          code: 11205,
          level: 'error',
          title: 'HTTP connection failure',
          url: 'https://www.twilio.com/docs/api/errors/11205',
        },
      ],
    });
  });

  it('takes media as addresses', async () => {
    await call('POST', '/api/messages', {
      from: ANN,
      to: NUMBER,
      body: '',
      media: ['https://a.example/b.png'],
    });
    expect(served.webhook.requests.at(-1)?.parameters.get('MediaContentType0')).toBe('image/png');
  });
});

describe('conversations', () => {
  it('are listed, shown and forgotten', async () => {
    await text('hi');
    await text('hello', BEN);
    const list = await call('GET', '/api/conversations');
    expect(list.json).toMatchObject({
      conversations: [
        { from: ANN, to: NUMBER },
        { from: BEN, to: NUMBER },
      ],
    });
    const one = await call('GET', `/api/conversations/${ANN}/${NUMBER}`);
    expect(one.json).toMatchObject({
      from: ANN,
      to: NUMBER,
      messages: [
        { direction: 'inbound', body: 'hi', status: 'received' },
        { direction: 'outbound', body: 'echo hi', status: 'delivered' },
      ],
      turns: [{ body: 'hi' }],
      cookies: [{ name: 'seen' }],
      optedOut: false,
    });

    expect(await call('DELETE', `/api/conversations/${ANN}/${NUMBER}`)).toMatchObject({
      status: 204,
      text: '',
    });
    expect((await call('GET', `/api/conversations/${ANN}/${NUMBER}`)).status).toBe(404);
    expect((await call('GET', `/api/conversations/${BEN}/${NUMBER}`)).status).toBe(200);
    expect((await call('DELETE', '/api/conversations')).status).toBe(204);
    expect((await call('GET', '/api/conversations')).json).toEqual({ conversations: [] });
  });

  it('are forgotten of one phone alone', async () => {
    const other = '+15552229999';
    await call('PUT', `/api/numbers/${other}`, { smsUrl: served.webhook.url });
    await text('hi');
    await call('POST', '/api/messages', { from: ANN, to: other, body: 'hi' });
    await text('hello', BEN);
    const forgotten: unknown[] = [];
    served.engine.subscribe((event) => forgotten.push(event));
    expect(await call('DELETE', `/api/conversations/${ANN}`)).toMatchObject({ status: 204, text: '' });
    expect(forgotten).toEqual([NUMBER, other].map((to) => ({ type: 'forgotten', from: ANN, to })));
    expect((await call('GET', '/api/conversations')).json).toMatchObject({ conversations: [{ from: BEN }] });
    expect((await call('DELETE', `/api/conversations/${ANN}`)).status).toBe(204);
  });

  it('are paged, the newest hundred first', async () => {
    await call('DELETE', '/api/conversations');
    const phones = Array.from({ length: 101 }, (_, index) => `+1555333${String(index).padStart(4, '0')}`);
    for (const phone of phones) await text('hi', phone);
    type Page = { readonly conversations: readonly { readonly from: string }[]; readonly next?: string };
    const newest = (await call('GET', '/api/conversations')).json as Page;
    const older = (await call('GET', newest.next ?? '')).json as Page;
    expect(older.next).toBeUndefined();
    expect([...older.conversations, ...newest.conversations].map(({ from }) => from)).toEqual(phones);
    expect(newest.conversations).toHaveLength(100);
  });

  it('are shown with their newest turns alone when all of them would take too much', async () => {
    await using large = await serveWebhook(`<Response><!--${'x'.repeat(60 * 1024)}--></Response>`);
    await call('PUT', `/api/numbers/${NUMBER}`, { smsUrl: large.url });
    for (let turn = 0; turn < 100; turn++)
      await served.engine.send({ from: ANN, to: NUMBER, body: `${turn}` });
    for (const path of ['/api/conversations', `/api/conversations/${ANN}/${NUMBER}`]) {
      const { text: answer, json } = await call('GET', path);
      expect(answer.length).toBeLessThan(5.5 * 1024 * 1024);
      const { conversations = [json] } = json as { conversations?: unknown[] };
      const [{ turns, messages }] = conversations as [Conversation];
      expect([messages.length, turns.at(-1)?.body]).toEqual([100, '99']);
      expect(turns.length).toBeGreaterThan(70);
    }
    expect(served.engine.conversation(ANN, NUMBER)?.turns).toHaveLength(100);
  });

  it('are found by percent-encoded numbers too', async () => {
    await text('hi');
    const path = `/api/conversations/${encodeURIComponent(ANN)}/${encodeURIComponent(NUMBER)}`;
    expect(path).toContain('%2B');
    expect((await call('GET', path)).json).toMatchObject({ from: ANN, to: NUMBER });
    expect((await call('DELETE', path)).status).toBe(204);
    expect((await call('PUT', `/api/numbers/${encodeURIComponent(NUMBER)}`, {})).json).toMatchObject({
      number: NUMBER,
    });
  });
});

describe('clock, numbers, faults', () => {
  it('GET and POST /api/clock', async () => {
    expect((await call('GET', '/api/clock')).json).toEqual({ now: expect.any(Number), offset: 0 });
    for (const [advance, offset] of [
      ['4h', 4],
      ['90m', 5.5],
      ['1d', 29.5],
      ['1800s', 30],
      ['0s', 30],
    ] as const) {
      expect((await call('POST', '/api/clock', { advance })).json).toMatchObject({ offset: offset * HOUR });
    }
    expect(served.engine.clock().offset).toBe(30 * HOUR);
  });

  it('POST /api/clock takes several units, and sets the clock back to real time', async () => {
    expect((await call('POST', '/api/clock', { advance: '1d 2h30m' })).json).toMatchObject({
      offset: 26.5 * HOUR,
    });
    const real = Date.now();
    const { json } = await call('POST', '/api/clock', { reset: true });
    expect(json).toMatchObject({ offset: 0 });
    expect((json as Clock).now).toBeGreaterThanOrEqual(real);
    expect((json as Clock).now).toBeLessThanOrEqual(Date.now());
  });

  it('DELETE /api/numbers takes a number away that was added by hand, and no other', async () => {
    served.engine.setNumbers([
      { number: NUMBER, name: '/sms', smsUrl: 'http://localhost/sms', smsMethod: 'POST', smsFallbackUrl: '' },
    ]);
    await call('PUT', '/api/numbers/+15552229999', { smsUrl: '' });
    expect((await call('DELETE', '/api/numbers/+15552229999')).status).toBe(204);
    expect((await call('DELETE', '/api/numbers/+15552229999')).status).toBe(204);
    expect(await call('DELETE', `/api/numbers/${NUMBER}`)).toMatchObject({
      status: 409,
      json: { error: `${NUMBER} is the number of the Function /sms, and goes with it.` },
    });
    expect(served.engine.numbers().map(({ number }) => number)).toEqual([NUMBER]);
  });

  it('POST /api/numbers/…/reset gives a Function its number back as it was, but for its name', async () => {
    const own = {
      number: NUMBER,
      name: '/sms',
      smsUrl: 'http://localhost/sms',
      smsMethod: 'POST',
      smsFallbackUrl: '',
    } as const;
    served.engine.setNumbers([own]);
    const change = {
      friendlyName: 'Shop',
      smsUrl: 'http://localhost:5000/',
      smsMethod: 'GET',
      kind: 'tollFree',
    };
    await call('PUT', `/api/numbers/${NUMBER}`, change);
    expect((await call('POST', `/api/numbers/${NUMBER}/reset`)).json).toEqual({
      ...own,
      friendlyName: 'Shop',
    });
    expect((await call('PUT', `/api/numbers/${NUMBER}`, { friendlyName: '' })).json).toEqual(own);
    await call('PUT', '/api/numbers/+15552229999', {});
    for (const other of ['+15552229999', '+15552228888']) {
      expect(await call('POST', `/api/numbers/${other}/reset`)).toMatchObject({
        status: 409,
        json: { error: `${other} is not the number of a Function.` },
      });
    }
  });

  it('PUT /api/numbers makes a number, and changes what is given', async () => {
    const made = await call('PUT', '/api/numbers/+15552229999', { smsUrl: 'http://localhost:5000/a' });
    const expected = {
      number: '+15552229999',
      name: '+15552229999',
      smsUrl: 'http://localhost:5000/a',
      smsMethod: 'POST',
      smsFallbackUrl: '',
    };
    expect(made).toMatchObject({ status: 200, json: expected });
    const change = { smsMethod: 'GET', smsFallbackUrl: 'https://b.example/' };
    expect((await call('PUT', '/api/numbers/+15552229999', change)).json).toEqual({ ...expected, ...change });
    expect((await call('PUT', '/api/numbers/+15552229999', { smsUrl: '' })).json).toEqual({
      ...expected,
      ...change,
      smsUrl: '',
    });
    expect((await call('GET', '/api/numbers')).json).toMatchObject({
      numbers: [{ number: NUMBER }, { number: '+15552229999' }],
    });
  });

  it('PUT /api/numbers answers with the number as it is kept: functionUrl is what an edited one had of its Function', async () => {
    const functionUrl = 'http://localhost:3000/sms';
    const own = {
      number: NUMBER,
      name: '/sms',
      smsUrl: functionUrl,
      smsMethod: 'POST',
      smsFallbackUrl: '',
    } as const;
    served.engine.setNumbers([own]);
    for (const [smsUrl, expected] of [
      ['http://localhost:5000/a', { ...own, smsUrl: 'http://localhost:5000/a', functionUrl }],
      [functionUrl, own],
    ] as const) {
      expect((await call('PUT', `/api/numbers/${NUMBER}`, { smsUrl })).json).toEqual(expected);
      expect((await call('GET', '/api/numbers')).json).toEqual({ numbers: [expected] });
    }
  });

  it('GET and PUT /api/faults', async () => {
    expect((await call('GET', '/api/faults')).json).toEqual(NO_FAULTS);
    const on = { ...NO_FAULTS, loseCookie: 'all' };
    expect((await call('PUT', '/api/faults', { loseCookie: 'all' })).json).toEqual(on);
    expect((await call('PUT', '/api/faults', {})).json).toEqual(on);
  });
});
