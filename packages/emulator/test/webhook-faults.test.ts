import { describe, expect, it } from '@jest/globals';
import { type Emulator, startEmulator } from '../src/driver';
import type { FaultName, Faults, Turn } from '../src/engine/types';
import { ANN, changeNumber, failed, outcome, sent, turnFor } from './support/turns';
import { says, serveWebhook } from './support/webhook-server';

/**
 * A webhook that counts its calls and texts the number; its fallback texts the code of the error that it is told.
 *
 * @param fragment - of its address.
 */
async function start(fragment = '') {
  let calls = 0;
  const server = await serveWebhook({
    '/sms': () => ({
      headers: { 'Content-Type': 'text/xml', 'Set-Cookie': `n=${++calls}; Path=/` },
      body: says(`call ${calls}`),
    }),
    '/fallback': ({ parameters }) => says(`sorry: ${parameters.get('ErrorCode')}`),
  });
  const twilio: Emulator = await startEmulator({
    webhook: `${server.url}${fragment}`,
    fallback: `${server.origin}/fallback`,
  });
  return {
    server,
    twilio,
    ann: twilio.phone(ANN),
    paths: () => server.requests.map(({ path }) => path),
    async [Symbol.asyncDispose]() {
      await twilio.stop();
      await server[Symbol.asyncDispose]();
    },
  };
}

const failures = ({ exchanges }: Turn) => exchanges.map(({ failure }) => failure);

describe('a webhook that cannot be connected to, on purpose', () => {
  it.each<[FaultName, number]>([
    ['unreachable', 11205],
    ['connectionRefused', 11202],
    ['hostUnknown', 11210],
    ['tlsFails', 11220],
    ['certificateExpired', 11236],
  ])('%s is not called, whatever its overrides are, and the fallback is told %i', async (name, code) => {
    await using at = await start('#rc=5&rp=all');
    at.twilio.faults({ [name]: 'next' });
    const turn = await at.ann.send('hi');
    expect(outcome(turn)).toEqual({ texts: [`sorry: ${code}`], codes: [code] });
    expect(turn.errors[0]).toMatchObject({ exchange: null, detail: expect.stringContaining('on purpose') });
    expect(at.paths()).toEqual(['/fallback']);
    expect(turn.faults).toEqual([name]);
  });
});

describe('an answer that is lost or damaged on purpose', () => {
  it.each<[FaultName, number | 'that of no body', number | undefined, string]>([
    ['answerSlowly', 11205, 200, says('call 1')],
    ['badGateway', 11200, 502, '502 Bad Gateway'],
    ['answerReset', 11200, undefined, ''],
    ['answerCutOff', 11200, 200, '<Response><Message>'],
    ['answerEmpty', 'that of no body', 200, ''],
  ])('%s is called for, and the code for the fallback is %s', async (name, expected, status, body) => {
    const code = typeof expected === 'number' ? expected : (await turnFor('')).errors[0]?.code;
    await using at = await start();
    at.twilio.faults({ [name]: 'next' });
    const turn = await at.ann.send('hi');
    expect(outcome(turn)).toEqual({ texts: [`sorry: ${code}`], codes: [code] });
    expect(at.paths()).toEqual(['/sms', '/fallback']);
    const response = turn.exchanges[0]?.response;
    expect(response?.status).toBe(status);
    expect(response?.body ?? '').toContain(body);
    expect(response?.body.length ?? 0).toBeLessThan(name === 'answerCutOff' ? says('call 1').length : 300);
  });

  it.each<[FaultName, string, boolean]>([
    ['answerSlowly', '#rt=5000&rp=rt', true],
    ['answerSlowly', '#rt=5000&rp=5xx', false],
    ['answerSlowly', '#rt=5000&tt=5000&rp=rt', false],
    ['answerSlowly', '#rp=rt', false],
    ['badGateway', '#rp=5xx', true],
    ['badGateway', '#rp=4xx,rt', false],
    ['answerReset', '#rp=all', false],
    ['answerCutOff', '#rp=all', false],
    ['answerEmpty', '#rp=all', false],
  ])('%s at %s: is tried again is %p', async (name, fragment, isRetried) => {
    await using at = await start(fragment);
    at.twilio.faults({ [name]: 'all' });
    const turn = await at.ann.send('hi');
    expect(at.paths()).toEqual(isRetried ? ['/sms', '/sms'] : ['/sms', '/fallback']);
    if (!isRetried) return;
    expect(outcome(turn)).toEqual(sent('call 2'));
    expect(failures(turn)).toEqual([expect.stringMatching(/ It is tried again\.$/), null]);
    expect(at.ann.cookies()).toMatchObject([{ name: 'n', value: '2' }]);
    const tokens = at.server.requests.map(({ header }) => header('i-twilio-idempotency-token'));
    expect(new Set(tokens).size).toBe(1);
  });

  it('a slow one takes as long as Twilio waits, and the turn says by how much it moved the clock', async () => {
    await using at = await start('#rt=5000&rp=rt');
    const before = at.twilio.engine.clock().offset;
    at.twilio.faults({ answerSlowly: 'next' });
    expect((await at.ann.send('hi')).clockMoved).toBe(5000);
    expect(at.twilio.engine.clock().offset - before).toBe(5000);
    expect((await at.ann.send('hi')).clockMoved).toBeUndefined();
  });

  it.each<[FaultName, number, number]>([
    ['answerSlowly', 302, 11205],
    ['answerSlowly', 500, 11205],
    ['answerReset', 302, 11200],
    ['answerCutOff', 302, 11200],
    ['badGateway', 302, 11200],
  ])('%s is the failure of an answer with %i too: %i', async (name, status, code) => {
    await using server = await serveWebhook({
      '/sms': { status, headers: { Location: '/next' }, body: 'See there.' },
      '/next': says('never'),
    });
    await using twilio = await startEmulator({ webhook: server.url });
    twilio.faults({ [name]: 'next' });
    expect(outcome(await twilio.phone(ANN).send('hi'))).toEqual(failed(code));
  });

  it('a webhook that fails by itself fails as it does', async () => {
    await using server = await serveWebhook({ '/sms': { status: 404 } });
    await using twilio = await startEmulator({ webhook: server.url });
    twilio.faults({ answerCutOff: 'next' });
    const turn = await twilio.phone(ANN).send('hi');
    expect(failures(turn)).toEqual(['HTTP 404.']);
    twilio.faults({ answerSlowly: 'next' });
    changeNumber(twilio, { smsUrl: 'http://127.0.0.1:1/sms' });
    expect(outcome(await twilio.phone(ANN).send('hi'))).toEqual(failed(11202));
  });
});

describe('faults that are on together', () => {
  it.each<[Partial<Faults>, { texts: string[]; codes: number[]; paths: string[] }]>([
    [
      { deliverTwice: 'next', answerSlowly: 'next' },
      { texts: ['sorry: 11205'], codes: [11205], paths: ['/sms', '/sms', '/fallback'] },
    ],
    [
      { deliverTwice: 'next', unreachable: 'next' },
      { texts: ['sorry: 11205'], codes: [11205], paths: ['/sms', '/fallback'] },
    ],
    [
      { deliverTwice: 'next', badGateway: 'next', loseCookie: 'next', cookieNotKept: 'next' },
      { texts: ['sorry: 11200'], codes: [11200], paths: ['/sms', '/sms', '/fallback'] },
    ],
    [
      { badGateway: 'next', undelivered30003: 'next' },
      { texts: [], codes: [11200, 30003], paths: ['/sms', '/fallback'] },
    ],
  ])('%j all happen to one message', async (faults, { texts, codes, paths }) => {
    await using at = await start();
    at.twilio.faults(faults);
    expect(outcome(await at.ann.send('hi'))).toEqual({ texts, codes });
    expect(at.paths()).toEqual(paths);
    expect(Object.values(at.twilio.engine.faults())).not.toContain('next');
  });

  it('happen one after the other when they exclude each other: those for the next message first', async () => {
    await using at = await start();
    at.twilio.faults({ badGateway: 'next', hostUnknown: 'next', answerSlowly: 'all' });
    const turns = [await at.ann.send('1'), await at.ann.send('2'), await at.ann.send('3')];
    expect(turns.map(({ faults }) => faults)).toEqual([['badGateway'], ['hostUnknown'], ['answerSlowly']]);
    at.twilio.faults({ answerSlowly: 'off', loseCookie: 'next', staleCookie: 'next' });
    expect((await at.ann.send('4')).faults).toEqual(['loseCookie']);
    expect((await at.ann.send('5')).faults).toEqual(['staleCookie']);
    at.twilio.faults({ undelivered30003: 'next', undelivered30007: 'next' });
    expect(outcome(await at.ann.send('6'))).toEqual(failed(30003));
    expect(outcome(await at.ann.send('7'))).toEqual(failed(30007));
    expect(outcome(await at.ann.send('8'))).toEqual(sent('call 7'));
  });

  it('each happen once, when several messages come at once', async () => {
    await using at = await start();
    at.twilio.faults({ badGateway: 'next', loseCookie: 'next', deliverTwice: 'next' });
    const turns = await Promise.all(
      ['+15551110001', '+15551110002', '+15551110003'].map((phone) => at.twilio.phone(phone).send('hi')),
    );
    expect(turns.map(({ faults }) => faults.length)).toEqual([3, 0, 0]);
    expect(Object.values(at.twilio.engine.faults())).not.toContain('next');
  });
});

it('a cookie that is not kept is neither that of the answer nor of what it leads to', async () => {
  await using server = await serveWebhook({
    '/sms': {
      headers: { 'Content-Type': 'text/xml', 'Set-Cookie': 'a=1; Path=/' },
      body: '<Response><Redirect>/next</Redirect></Response>',
    },
    '/next': { headers: { 'Content-Type': 'text/xml', 'Set-Cookie': 'b=1; Path=/' }, body: says('hi') },
  });
  await using twilio = await startEmulator({ webhook: server.url });
  const ann = twilio.phone(ANN);
  twilio.faults({ cookieNotKept: 'next' });
  expect(await ann.text('hi')).toEqual(['hi']);
  expect(ann.cookies()).toEqual([]);
  expect(server.requests.map(({ header }) => header('cookie'))).toEqual([undefined, undefined]);
  await ann.text('hi');
  expect(ann.cookies().map(({ name }) => name)).toEqual(['a', 'b']);
});
