import { describe, expect, it } from '@jest/globals';
import { startEmulator } from '../src/driver';
import { createEngine } from '../src/engine/engine';
import { KEPT, TWILIO_LIMITS } from '../src/engine/limits';
import type { Exchange } from '../src/engine/types';
import { numberFor } from '../src/numbers';
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

  it('statusCallback is told of sending, sent and delivered, in this order, not of the first status, when the turn is over', async () => {
    await using server = await serveWebhook({
      '/sms': to('<Message statusCallback="/status?id=7">one</Message><Message>two</Message>'),
      '/status': { status: 204 },
    });
    await using twilio = await startEmulator({ webhook: server.url });
    expect(await twilio.phone(ANN).text('hi')).toEqual(['one', 'two']);
    await twilio.settled();
    const turn = twilio.phone(ANN).lastTurn();
    const statuses = form(server, '/status?id=7');
    expect(statuses.map(({ MessageStatus }) => MessageStatus)).toEqual(['sending', 'sent', 'delivered']);
    const sid = turn?.replies[0]?.sid;
    expect(statuses[0]).toEqual({
      SmsSid: sid,
      SmsStatus: 'sending',
      MessageStatus: 'sending',
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
        if (parameters.get('MessageStatus') !== 'sending') return { status: 204 };
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
    expect(statuses).toEqual(['sending', 'sent', 'delivered']);
    expect(errors).toMatchObject([{ code: 11205, exchange: 1 }]);
  });

  it('statusCallback that hangs holds up neither its turn nor the next message, and ends with the emulator', async () => {
    await using server = await serveWebhook({
      '/sms': to('<Message statusCallback="/status">one</Message>'),
      '/status': undefined,
    });
    const { startTimer } = createManualTimers(); // so that it does not time out meanwhile
    await using twilio = await startEmulator({ webhook: server.url, startTimer });
    const ann = twilio.phone(ANN);
    expect(await ann.text('hi')).toEqual(['one']);
    expect(await ann.text('hi')).toEqual(['one']);
    expect(await twilio.phone(BEN).text('hi')).toEqual(['one']);
    await twilio.stop();
    await twilio.settled();
    expect(ann.lastTurn()?.errors[0]).toMatchObject({ code: 11205, detail: 'The emulator was stopped.' });
  });

  /** An emulator that makes the callbacks of two turns at the same time and lets three wait. No callback times out by itself. */
  const startSmall = (server: WebhookServer) => {
    const { startTimer, expire } = createManualTimers();
    const account = { accountSid: 'AC1', authToken: 'token' };
    const engine = createEngine({ account, startTimer, statusCallbacks: { atOnce: 2, waiting: 3 } });
    engine.setNumber(numberFor(server.url));
    const send = (from: string, body: string) => engine.send({ from, to: NUMBER, body });
    return { engine, send, expire, [Symbol.asyncDispose]: engine.stop };
  };

  it('statusCallback is made of 100 turns at the same time, and 10,000 wait', () => {
    expect(KEPT.statusCallbacks).toEqual({ atOnce: 100, waiting: 10_000 });
  });

  it('statusCallback of the turn that has waited for longest is given up when too many wait, and the turn says so', async () => {
    await using server = await serveWebhook({
      '/sms': to('<Message statusCallback="/status">one</Message>'),
      '/status': undefined,
    });
    await using small = startSmall(server);
    const warned: { readonly body: string; readonly errors: readonly unknown[] }[] = [];
    small.engine.subscribe((event) => {
      if (event.type === 'turn' && event.turn.errors.length > 0) warned.push(event.turn);
    });
    for (const body of ['1', '2', '3', '4', '5']) await small.send(body === '4' ? BEN : ANN, body);
    expect(warned).toEqual([]);
    await small.send(BEN, '6');
    const warning = { code: 11205, level: 'warning', detail: expect.stringContaining('3 newer turns') };
    expect(warned).toMatchObject([{ body: '3', errors: [warning] }]);
    const kept = small.engine
      .conversation(ANN, NUMBER)
      ?.turns.map(({ body, errors }) => [body, errors.length]);
    expect(kept).toEqual([
      ['1', 0],
      ['2', 0],
      ['3', 1],
      ['5', 0],
    ]);
  });

  it('statusCallback that waits when its conversation is forgotten is not made, and neither is the rest of one under way', async () => {
    let begun = 0;
    let onBothBegun = (): void => undefined;
    const bothBegun = new Promise<void>((resolve) => (onBothBegun = resolve));
    await using server = await serveWebhook({
      '/sms': to('<Message statusCallback="/status">one</Message>'),
      '/status': () => {
        if (++begun > 2) return { status: 204 };
        if (begun === 2) onBothBegun();
        return undefined;
      },
    });
    await using small = startSmall(server);
    for (const from of [ANN, ANN, ANN, BEN, ANN]) await small.send(from, 'hi');
    await bothBegun;
    small.engine.forget(ANN, NUMBER);
    small.expire(TWILIO_LIMITS.totalMs);
    await small.engine.settled();
    const told = form(server, '/status').map(({ To, MessageStatus }) => [To, MessageStatus]);
    expect(told).toEqual([
      [ANN, 'sending'],
      [ANN, 'sending'],
      [BEN, 'sending'],
      [BEN, 'sent'],
      [BEN, 'delivered'],
    ]);
  });

  it('statusCallback that waits does not keep its turn in memory', async () => {
    await using server = await serveWebhook({
      '/sms': to('<Message statusCallback="/status">one</Message>'),
      '/status': undefined,
    });
    await using small = startSmall(server);
    const made: WeakRef<Exchange>[] = [];
    const texting = async () => {
      const [exchange] = (await small.send(ANN, 'hi')).exchanges;
      if (exchange !== undefined) made.push(new WeakRef(exchange));
    };
    for (let turn = 1; turn <= 5; turn++) await texting();
    await small.send(ANN, 'the last one, to which something may still refer');
    collectGarbage();
    expect(made.map((exchange) => exchange.deref())).toEqual(Array<undefined>(5).fill(undefined));
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
