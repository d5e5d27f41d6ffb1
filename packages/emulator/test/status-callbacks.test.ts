import { describe, expect, it } from '@jest/globals';
import { startEmulator } from '../src/driver';
import { KEPT, TWILIO_LIMITS } from '../src/engine/limits';
import type { Turn } from '../src/engine/types';
import { collectGarbage } from './support/collect-garbage';
import { createManualTimers } from './support/manual-timers';
import { ANN, BEN, NUMBER, outcome, sent } from './support/turns';
import { says, serveWebhook, type WebhookServer } from './support/webhook-server';

const to = (content: string): string => `<Response>${content}</Response>`;

describe('statusCallback and action', () => {
  const form = ({ requests }: WebhookServer, path: string) =>
    requests
      .filter((request) => request.path === path)
      .map(({ parameters }) => Object.fromEntries(parameters));

  it('statusCallback is told of queued, sent and delivered, in this order, when the turn is over', async () => {
    await using server = await serveWebhook({
      '/sms': to('<Message statusCallback="/status?id=7">one</Message><Message>two</Message>'),
      '/status': { status: 204 },
    });
    await using twilio = await startEmulator({ webhook: server.url });
    expect(await twilio.phone(ANN).text('hi')).toEqual(['one', 'two']);
    await twilio.settled();
    const turn = twilio.phone(ANN).lastTurn();
    const statuses = form(server, '/status?id=7');
    expect(statuses.map(({ MessageStatus }) => MessageStatus)).toEqual(['queued', 'sent', 'delivered']);
    const sid = turn?.replies[0]?.sid;
    expect(statuses[0]).toEqual({
      SmsSid: sid,
      SmsStatus: 'queued',
      MessageStatus: 'queued',
      To: ANN,
      MessageSid: sid,
      AccountSid: expect.stringMatching(/^AC/),
      From: NUMBER,
      ApiVersion: '2010-04-01',
    });
    expect(turn?.exchanges.map(({ purpose }) => purpose)).toEqual([
      'webhook',
      ...Array<string>(3).fill('statusCallback'),
    ]);
  });

  it('statusCallback is called for one status after the other, also when nobody answers', async () => {
    const { startTimer, expire } = createManualTimers();
    await using server = await serveWebhook({
      '/sms': to('<Message statusCallback="/status">one</Message>'),
      '/status': ({ parameters }) => {
        if (parameters.get('MessageStatus') !== 'queued') return { status: 204 };
        expire(TWILIO_LIMITS.totalMs);
        return undefined;
      },
    });
    await using twilio = await startEmulator({ webhook: server.url, startTimer });
    await twilio.phone(ANN).text('hi');
    await twilio.settled();
    const { errors = [], exchanges } = twilio.phone(ANN).lastTurn() ?? {};
    const statuses = exchanges
      ?.slice(1)
      .map(({ request }) => new Map(request.parameters).get('MessageStatus'));
    expect(statuses).toEqual(['queued', 'sent', 'delivered']);
    expect(errors).toMatchObject([{ code: 11205, exchange: 1 }]);
  });

  it('statusCallback that hangs holds up neither its turn nor the next message, and ends with the emulator', async () => {
    await using server = await serveWebhook({
      '/sms': to('<Message statusCallback="/status">one</Message>'),
      '/status': undefined,
    });
    await using twilio = await startEmulator({ webhook: server.url });
    const ann = twilio.phone(ANN);
    expect(await ann.text('hi')).toEqual(['one']);
    expect(await ann.text('hi')).toEqual(['one']);
    expect(await twilio.phone(BEN).text('hi')).toEqual(['one']);
    await twilio.stop();
    await twilio.settled();
    expect(ann.lastTurn()?.errors[0]).toMatchObject({ code: 11205, detail: 'The emulator was stopped.' });
  });

  it('statusCallback that hangs in 1,100 turns is given up in the one that has waited for longest, which says so', async () => {
    await using server = await serveWebhook({
      '/sms': to('<Message statusCallback="/status">one</Message>'),
      '/status': undefined,
    });
    const { startTimer } = createManualTimers(); // so that no callback times out meanwhile
    await using twilio = await startEmulator({ webhook: server.url, startTimer });
    const warned: { readonly body: string; readonly errors: readonly unknown[] }[] = [];
    twilio.engine.subscribe((event) => {
      if (event.type === 'turn' && event.turn.errors.length > 0) warned.push(event.turn);
    });
    const phones = [twilio.phone(ANN), twilio.phone(BEN)] as const;
    for (let turn = 1; turn <= 1100; turn++) await phones[turn % 2 === 0 ? 0 : 1].text(String(turn));
    expect(warned).toEqual([]);
    await phones[0].text('1101');
    const warning = { code: 11205, level: 'warning', detail: expect.stringContaining('1000 newer turns') };
    expect(warned).toMatchObject([{ body: '101', errors: [warning] }]);
    const kept = phones.flatMap(({ number }) => twilio.engine.conversation(number, NUMBER)?.turns ?? []);
    expect(kept.find(({ body }) => body === '101')?.errors).toMatchObject([warning]);
  });

  it('statusCallback that waits when its conversation is forgotten is not made, and neither is the rest of one under way', async () => {
    const { startTimer, expire } = createManualTimers();
    let begun = 0;
    let onAllBegun = (): void => undefined;
    const allBegun = new Promise<void>((resolve) => (onAllBegun = resolve));
    await using server = await serveWebhook({
      '/sms': to('<Message statusCallback="/status">one</Message>'),
      '/status': () => {
        if (++begun > KEPT.statusCallbacks.atOnce) return { status: 204 };
        if (begun === KEPT.statusCallbacks.atOnce) onAllBegun();
        return undefined;
      },
    });
    await using twilio = await startEmulator({ webhook: server.url, startTimer });
    const ann = twilio.phone(ANN);
    for (let turn = 1; turn <= KEPT.statusCallbacks.atOnce; turn++) await ann.text('under way');
    for (const { text } of [ann, twilio.phone(BEN), ann]) await text('waits');
    await allBegun;
    twilio.engine.forget(ANN, NUMBER);
    expire(TWILIO_LIMITS.totalMs);
    await twilio.settled();
    const told = form(server, '/status').map(({ To, MessageStatus }) => `${To ?? ''} ${MessageStatus ?? ''}`);
    expect(told).toEqual([
      ...Array<string>(KEPT.statusCallbacks.atOnce).fill(`${ANN} queued`),
      ...['queued', 'sent', 'delivered'].map((status) => `${BEN} ${status}`),
    ]);
  });

  it('statusCallback that waits does not keep its turn in memory', async () => {
    const { startTimer } = createManualTimers();
    await using server = await serveWebhook({
      '/sms': to('<Message statusCallback="/status">one</Message>'),
      '/status': undefined,
    });
    await using twilio = await startEmulator({ webhook: server.url, startTimer });
    const ended: WeakRef<Turn>[] = [];
    const texting = async () => {
      ended.push(new WeakRef(await twilio.phone(ANN).send('hi')));
    };
    for (let turn = 1; turn <= KEPT.statusCallbacks.atOnce + 10; turn++) await texting();
    collectGarbage();
    expect(ended.filter((turn) => turn.deref() !== undefined).length).toBeLessThan(5);
  });

  it('statusCallback is shown with the turn that it is of, whatever comes meanwhile', async () => {
    await using server = await serveWebhook({
      '/sms': to('<Message statusCallback="/status">one</Message>'),
      '/status': { status: 204 },
    });
    await using twilio = await startEmulator({ webhook: server.url });
    const shown: (readonly [sid: string, exchanges: number])[] = [];
    twilio.engine.subscribe((event) => {
      if (event.type === 'turn') shown.push([event.turn.sid, event.turn.exchanges.length]);
    });
    const turns = [await twilio.phone(ANN).send('hi'), await twilio.phone(ANN).send('hi')];
    await twilio.settled();
    expect(turns.map(({ exchanges }) => exchanges.length)).toEqual([1, 1]);
    for (const { sid } of turns) {
      const counts = shown.filter(([shownSid]) => shownSid === sid).map(([, count]) => count);
      expect(counts).toEqual([0, 1, 2, 3, 4]);
    }
    const kept = twilio.engine.conversation(ANN, NUMBER)?.turns.map(({ exchanges }) => exchanges.length);
    expect(kept).toEqual([4, 4]);
  });

  it('statusCallback gets no cookie, sets none, and its answer is not read', async () => {
    await using server = await serveWebhook({
      '/sms': {
        headers: { 'Content-Type': 'text/xml', 'Set-Cookie': 'a=1; Path=/' },
        body: to('<Message statusCallback="/status">one</Message>'),
      },
      '/status': { headers: { 'Set-Cookie': 'a=2; Path=/' }, body: says('not sent') },
    });
    await using twilio = await startEmulator({ webhook: server.url });
    const ann = twilio.phone(ANN);
    expect(await ann.text('hi')).toEqual(['one']);
    await twilio.settled();
    expect(server.requests.slice(1).map(({ header }) => header('cookie'))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(ann.cookies().map(({ value }) => value)).toEqual(['1']);
  });

  it('statusCallback that fails is in the debugger, and the message is delivered', async () => {
    await using server = await serveWebhook({ '/sms': to('<Message statusCallback="/gone">one</Message>') });
    await using twilio = await startEmulator({ webhook: server.url });
    const ann = twilio.phone(ANN);
    expect(outcome(await ann.send('hi'))).toEqual(sent('one'));
    await twilio.settled();
    expect(ann.lastTurn()?.errors.map(({ code }) => code)).toEqual([11200, 11200, 11200]);
  });

  it('action gets the message’s sid and status, and its document goes on in place of what follows', async () => {
    await using server = await serveWebhook({
      '/sms': to('<Message action="/done">one</Message><Message>never</Message>'),
      '/done': says('two'),
    });
    await using twilio = await startEmulator({ webhook: server.url });
    expect(await twilio.phone(ANN).text('hi')).toEqual(['one', 'two']);
    const sid = twilio.phone(ANN).lastTurn()?.replies[0]?.sid;
    expect(form(server, '/done')).toMatchObject([
      { MessageSid: sid, MessageStatus: 'queued', To: ANN, From: NUMBER },
    ]);
  });

  it('action can use GET', async () => {
    await using server = await serveWebhook({
      '/sms': to('<Message action="/done" method="GET">one</Message>'),
      '/done': '<Response/>',
    });
    await using twilio = await startEmulator({ webhook: server.url });
    await twilio.phone(ANN).text('hi');
    expect(server.requests.at(-1)).toMatchObject({ method: 'GET', body: '' });
    expect(server.requests.at(-1)?.parameters.get('MessageStatus')).toBe('queued');
  });
});
