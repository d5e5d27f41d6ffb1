import { describe, expect, it } from '@jest/globals';
import { startEmulator } from '../src/driver';
import { TWILIO_LIMITS } from '../src/engine/limits';
import { createManualTimers } from './support/manual-timers';
import { ANN, NUMBER, outcome, turnAt, turnFor } from './support/turns';
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
    const { errors, exchanges } = await turnAt(server.url, { startTimer });
    const statuses = exchanges
      .slice(1)
      .map(({ request }) => new Map(request.parameters).get('MessageStatus'));
    expect(statuses).toEqual(['queued', 'sent', 'delivered']);
    expect(errors).toMatchObject([{ code: 11205, exchange: 1 }]);
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
    expect(server.requests.slice(1).map(({ header }) => header('cookie'))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(ann.cookies().map(({ value }) => value)).toEqual(['1']);
  });

  it('statusCallback that fails is in the debugger, and the message is delivered', async () => {
    const turn = await turnFor({ '/sms': to('<Message statusCallback="/gone">one</Message>') });
    expect(outcome(turn)).toEqual({ texts: ['one'], codes: [11200, 11200, 11200] });
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
