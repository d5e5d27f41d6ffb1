import { describe, expect, it } from '@jest/globals';
import { startEmulator } from '../src/driver';
import { TWILIO_LIMITS } from '../src/engine/limits';
import { createManualTimers } from './support/manual-timers';
import { ANN, BEN, changeNumber, failed, NUMBER, outcome, sent, turnAt, turnFor } from './support/turns';
import { says, serveWebhook, type WebhookServer } from './support/webhook-server';

const SECOND = '+15552229999';
const to = (content: string): string => `<Response>${content}</Response>`;

describe('a reply is delivered', () => {
  it('to the phone that it is addressed to', async () => {
    await using server = await serveWebhook(
      to(`<Message to="${BEN}">for Ben</Message><Message>for Ann</Message>`),
    );
    await using twilio = await startEmulator({ webhook: server.url });
    const [ann, ben] = [twilio.phone(ANN), twilio.phone(BEN)];
    expect(await ann.text('hi')).toEqual(['for Ann']);
    expect(ann.inbox().map(({ body }) => body)).toEqual(['for Ann']);
    expect(ben.inbox().map(({ body, from }) => [body, from])).toEqual([['for Ben', NUMBER]]);
    expect(ann.lastTurn()?.replies.map(({ to: phone }) => phone)).toEqual([BEN, ANN]);
    expect(ben.lastTurn()).toBeUndefined();
  });

  it('from another number of yours', async () => {
    await using server = await serveWebhook(to(`<Message from="${SECOND}">from the second</Message>`));
    await using twilio = await startEmulator({ webhook: server.url });
    changeNumber(twilio, { number: SECOND });
    expect(await twilio.phone(ANN).text('hi')).toEqual(['from the second']);
    expect(twilio.phone(ANN).inbox()).toEqual([]);
    expect(twilio.phone(ANN, { to: SECOND }).inbox()).toMatchObject([
      { body: 'from the second', from: SECOND },
    ]);
  });

  it('from a name', async () => {
    expect(await turnFor(to('<Message from="My Shop 24">hi</Message>'))).toMatchObject({
      replies: [{ from: 'My Shop 24', to: ANN }],
      errors: [],
    });
  });

  it.each<[string, number]>([
    ['from="+15553330000"', 14108],
    ['from="My own big shop"', 14102],
    ['from="24"', 14102],
    ['from="Shop!"', 14102],
    ['from=""', 14102],
    ['to="5551110001"', 14101],
    ['to="+0555111000"', 14101],
    ['to="+1234567890123456"', 14101],
    ['to="Ben"', 14101],
    ['to=""', 14101],
    ['statusCallback="mailto:a@b.example"', 14105],
  ])('but not with %s: %i', async (attribute, code) => {
    const turn = await turnFor(to(`<Message ${attribute}>hi</Message>`));
    expect(outcome(turn)).toEqual(code === 14105 ? { texts: ['hi'], codes: [code] } : failed(code));
    expect(turn.errors[0]?.level).toBe('warning');
  });
});

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

describe('opting out', () => {
  const UNSUBSCRIBED = expect.stringContaining('You have successfully been unsubscribed.');
  const start = async () => {
    const server = await serveWebhook(({ parameters }) => says(`echo ${parameters.get('Body') ?? ''}`));
    const twilio = await startEmulator({ webhook: server.url });
    return {
      server,
      twilio,
      ann: twilio.phone(ANN),
      async [Symbol.asyncDispose]() {
        await twilio.stop();
        await server[Symbol.asyncDispose]();
      },
    };
  };

  it.each(['STOP', 'stopall', 'Unsubscribe', 'CANCEL', 'end', 'Quit', 'REVOKE', 'optout', ' stop\n'])(
    '%j is answered by Twilio, the webhook is called, and its reply is 21610',
    async (word) => {
      await using at = await start();
      expect(await at.ann.text(word, { errors: [21610] })).toEqual([UNSUBSCRIBED]);
      expect(at.server.requests.at(-1)?.parameters.get('Body')).toBe(word);
      expect(at.ann.lastTurn()?.replies).toMatchObject([{ byTwilio: true, from: NUMBER, to: ANN }]);
      expect(await at.ann.text('hi', { errors: [21610] })).toEqual([]);
      expect(at.twilio.engine.conversation(ANN, NUMBER)?.optedOut).toBe(true);
    },
  );

  it.each(['stop it', 'please stop', 'S T O P', 'stopp', 'unend', ''])(
    '%j is a message like any other',
    async (word) => {
      await using at = await start();
      expect(await at.ann.text(word)).toEqual([`echo ${word}`.trim()]);
    },
  );

  it.each(['START', 'yes', 'Unstop'])('%s lets replies through again', async (word) => {
    await using at = await start();
    await at.ann.text('STOP', { errors: [21610] });
    expect(await at.ann.text(word)).toEqual([expect.stringContaining('re-subscribed'), `echo ${word}`]);
    expect(await at.ann.text('hi')).toEqual(['echo hi']);
  });

  it.each(['START', 'yes', 'Unstop'])(
    '%s is a word like any other to who has not opted out',
    async (word) => {
      await using at = await start();
      expect(await at.ann.text(word)).toEqual([`echo ${word}`]);
    },
  );

  it.each(['HELP', 'info'])('%s is answered by Twilio too, and changes nothing', async (word) => {
    await using at = await start();
    expect(await at.ann.text(word)).toEqual([
      'Reply STOP to unsubscribe. Msg&Data Rates May Apply.',
      `echo ${word}`,
    ]);
    expect(await at.ann.text('hi')).toEqual(['echo hi']);
  });

  it('is for one number: others of yours still reach the phone, and other phones this one', async () => {
    await using at = await start();
    changeNumber(at.twilio, { number: SECOND });
    await at.ann.text('STOP', { errors: [21610] });
    expect(await at.twilio.phone(ANN, { to: SECOND }).text('hi')).toEqual(['echo hi']);
    expect(await at.twilio.phone(BEN).text('hi')).toEqual(['echo hi']);
  });

  it('blocks what is sent in the turn of another phone, and its status callbacks', async () => {
    await using server = await serveWebhook({
      '/sms': ({ parameters }) =>
        parameters.get('From') === ANN
          ? '<Response/>'
          : to(`<Message to="${ANN}" statusCallback="/status">hi</Message>`),
      '/status': { status: 204 },
    });
    await using twilio = await startEmulator({ webhook: server.url });
    expect(await twilio.phone(ANN).text('STOP')).toEqual([UNSUBSCRIBED]);
    expect(outcome(await twilio.phone(BEN).send('hi'))).toEqual(failed(21610));
    expect(server.requests.filter(({ path }) => path === '/status')).toEqual([]);
    expect(outcome(await twilio.phone(BEN).send('x'))).not.toEqual(sent('hi'));
  });

  it('does not empty the jar: that is for the webhook to do', async () => {
    await using server = await serveWebhook({
      '/sms': { headers: { 'Content-Type': 'text/xml', 'Set-Cookie': 'a=1; Path=/' }, body: '<Response/>' },
    });
    await using twilio = await startEmulator({ webhook: server.url });
    await twilio.phone(ANN).text('STOP');
    expect(twilio.phone(ANN).cookies()).toMatchObject([{ name: 'a' }]);
  });

  it('is forgotten with the conversation', async () => {
    await using at = await start();
    await at.ann.text('STOP', { errors: [21610] });
    at.twilio.engine.forget(ANN, NUMBER);
    expect(await at.ann.text('hi')).toEqual(['echo hi']);
  });
});
