import { describe, expect, it } from '@jest/globals';
import { startEmulator } from '../../src/driver';
import { createClock } from '../../src/engine/clock';
import { createLoopGuard } from '../../src/engine/turn/loop-guard';
import { BOTH_WAYS } from '../support/both-ways';
import { type AtClient, startWithClient } from '../support/rest-client';
import { EXCHANGE } from '../support/samples';
import { ANN, NUMBER } from '../support/turns';
import { says, serveWebhook } from '../support/webhook-server';

const OTHER = '+15553330000';

/** An emulator with a second number, whose webhook is at `/other`. */
async function startWithTwo(answers: Parameters<typeof startWithClient>[0]) {
  const at = await startWithClient(answers);
  at.addNumber(OTHER, { smsUrl: `${at.server.origin}/other` });
  return at;
}

/** What the webhooks were called with. */
const calls = ({ server }: AtClient): string[] =>
  server.requests.map(
    ({ path, parameters }) => `${path} ${parameters.get('From')}: ${parameters.get('Body')}`,
  );

describe.each(BOTH_WAYS)('a number of yours that texts another one by $name', ({ send }) => {
  it('has the other’s webhook called, and its own with the reply', async () => {
    await using at = await startWithTwo({ '/sms': '<Response/>', '/other': says('pong') });
    const sid = await send(at, { to: OTHER, body: 'ping' });
    await at.twilio.settled();
    expect(calls(at)).toEqual([`/other ${NUMBER}: ping`, `/sms ${OTHER}: pong`]);
    expect(await at.client.messages(sid).fetch()).toMatchObject({ status: 'delivered' });
    const listed = await at.client.messages.list();
    expect(listed.map(({ from, direction, body }) => [from, direction, body])).toEqual([
      [OTHER, 'inbound', 'pong'],
      [OTHER, 'outbound-reply', 'pong'],
      [NUMBER, 'inbound', 'ping'],
      [NUMBER, 'outbound-api', 'ping'],
    ]);
  });

  it('ends with two webhooks that answer each other for ever, by 14107', async () => {
    const counts = new Map<string, number>();
    const count = ({ path }: { path: string }) => {
      counts.set(path, (counts.get(path) ?? 0) + 1);
      return says(String(counts.get(path)));
    };
    await using at = await startWithTwo({ '/sms': count, '/other': count });
    await send(at, { to: OTHER, body: 'start' });
    await at.twilio.settled();
    expect([...counts.values()]).toEqual([30, 30]);
    const failed = (await at.client.messages.list()).filter(({ status }) => status === 'failed');
    expect(failed).toMatchObject([
      { errorCode: 14107, dateSent: null, errorMessage: 'SMS send rate limit exceeded' },
    ]);
    const turns = at.twilio.engine.conversations().flatMap((conversation) => conversation.turns);
    expect(turns.flatMap(({ errors }) => errors.map(({ code }) => code))).toEqual([14107]);

    const refused = await send(at, { to: OTHER, body: 'again' });
    await at.twilio.settled();
    expect(await at.client.messages(refused).fetch()).toMatchObject({ status: 'failed', errorCode: 14107 });
    at.twilio.clock.advance('30s');
    const sent = await send(at, { to: OTHER, body: 'later' });
    await at.twilio.settled();
    expect(await at.client.messages(sent).fetch()).toMatchObject({ status: 'delivered' });
  });

  it('is blocked when the other one has texted STOP', async () => {
    await using at = await startWithTwo({ '/sms': '<Response/>', '/other': '<Response/>' });
    const service = await at.addService([NUMBER]);
    await at.client.messages.create({ from: OTHER, to: NUMBER, body: 'STOP' });
    await at.twilio.settled();
    const blocked = await send(at, { to: OTHER, body: 'hi', service });
    await at.twilio.settled();
    expect(await at.client.messages(blocked).fetch()).toMatchObject({ status: 'failed', errorCode: 21610 });
  });

  it('waits for the other one when that is switched off as a phone', async () => {
    await using at = await startWithTwo({ '/sms': '<Response/>', '/other': '<Response/>' });
    at.twilio.engine.phones.set(OTHER, false);
    await send(at, { to: OTHER, body: 'hi' });
    await at.twilio.settled();
    expect(calls(at)).toEqual([]);
    at.twilio.engine.phones.set(OTHER, true);
    await at.twilio.settled();
    expect(calls(at)).toEqual([`/other ${NUMBER}: hi`]);
  });
});

describe('a number of yours that texts another one', () => {
  it('by TwiML has the other’s webhook called too', async () => {
    const toOther = `<Response><Message to="${OTHER}">ping</Message><Message>done</Message></Response>`;
    let calledFirst = true;
    const answers = {
      '/sms': () => {
        const answer = calledFirst ? toOther : '<Response/>';
        calledFirst = false;
        return answer;
      },
      '/other': says('pong'),
    };
    await using at = await startWithTwo(answers);
    expect(await at.twilio.phone(ANN).text('hi')).toEqual(['done']);
    await at.twilio.settled();
    expect(calls(at)).toEqual([`/sms ${ANN}: hi`, `/other ${NUMBER}: ping`, `/sms ${OTHER}: pong`]);
  });

  it('which is itself, by TwiML, ends too', async () => {
    await using at = await startWithClient(`<Response><Message to="${NUMBER}">again</Message></Response>`);
    await at.twilio.phone(ANN).send('hi');
    await at.twilio.settled();
    expect(at.server.requests).toHaveLength(31);
  });

  it('is settled only when what its status callbacks send is delivered too', async () => {
    let left = 3;
    let sendNext = (): unknown => undefined;
    await using at = await startWithTwo({
      '/sms': '<Response/>',
      '/other': '<Response/>',
      '/status': ({ parameters }) => {
        if (parameters.get('MessageStatus') === 'delivered' && left-- > 0) sendNext();
        return { status: 204 };
      },
    });
    const statusCallback = `${at.server.origin}/status`;
    const { messages } = at.twilio.engine;
    sendNext = () =>
      messages.send({ from: NUMBER, to: OTHER, body: 'next', media: [], statusCallback }, () => EXCHANGE);
    sendNext();
    await at.twilio.settled();
    expect(at.statuses()).toHaveLength(12);
    expect(calls(at).filter((call) => call.startsWith('/other'))).toHaveLength(4);
  });

  it('and is forgotten in one direction keeps the list of the other one', async () => {
    await using at = await startWithTwo({ '/sms': '<Response/>', '/other': '<Response/>' });
    await at.client.messages.create({ from: NUMBER, to: OTHER, body: 'hi' });
    await at.twilio.settled();
    at.twilio.engine.forget(NUMBER, OTHER);
    const listed = await at.client.messages.list();
    expect(listed.map(({ direction }) => direction)).toEqual(['outbound-api']);
  });
});

it('a number that answers itself under a name is stopped by 14107', async () => {
  await using server = await serveWebhook(
    `<Response><Message from="ACME" to="${NUMBER}">again</Message></Response>`,
  );
  await using twilio = await startEmulator({ webhook: server.url });
  await twilio.phone(ANN).send('hi');
  await twilio.settled();
  expect(server.requests).toHaveLength(31);
});

describe('the guard against loops', () => {
  it('allows 30 messages of a pair that follow each other within 30 s', () => {
    let now = 0;
    const guard = createLoopGuard(createClock(() => now));
    const allowed = (times: number) => Array.from({ length: times }, () => guard.allows('a', 'b'));
    expect(allowed(31)).toEqual([...Array<boolean>(30).fill(true), false]);
    now += 29_999;
    expect([guard.allows('a', 'b'), guard.allows('b', 'a')]).toEqual([false, true]);
    now += 30_000;
    expect(guard.allows('a', 'b')).toBe(true);
  });

  it('remembers the pairs of the last 30 s, of at most 10,000', () => {
    let now = 0;
    const guard = createLoopGuard(createClock(() => now));
    for (let index = 0; index < 10_500; index++) guard.allows(String(index), 'b');
    expect(guard.size()).toBe(10_000);
    now += 30_000;
    guard.allows('a', 'b');
    expect(guard.size()).toBe(1);
  });
});
