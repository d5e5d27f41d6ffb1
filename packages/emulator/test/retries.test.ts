import { createServer } from 'node:https';
import { describe, expect, it } from '@jest/globals';
import { validateRequest } from 'twilio';
import { startEmulator } from '../src/driver';
import { DEFAULT_SETTINGS, readConnectionOverrides } from '../src/engine/http/connection-overrides';
import { TWILIO_LIMITS } from '../src/engine/limits';
import { CERTIFICATES } from './support/certificates';
import { createManualTimers } from './support/manual-timers';
import { startWithClient } from './support/rest-client';
import { ANN, failed, NUMBER, outcome, sent, turnAt } from './support/turns';
import {
  type Answer,
  deadUrl,
  listen,
  says,
  serveBytes,
  serveConnections,
  serveWebhook,
} from './support/webhook-server';

/** A webhook that gives these answers in turn, and then says hello. */
const serveInTurn = (...answers: Answer[]) => {
  const left = [...answers];
  return serveWebhook(() => (left.length === 0 ? says('hello') : left.shift()));
};

const status = (code: number): Answer => ({ status: code, body: 'no' });

describe('the fragment of an address', () => {
  it.each([
    ['', {}],
    ['#rc=2&rp=all', { retries: 2, retryOn: new Set(['ct', 'rt', '4xx', '5xx']) }],
    ['#ct=1000&rt=2000&tt=3000', { connectMs: 1000, readMs: 2000, totalMs: 3000 }],
    ['#rp=ct,rt', { retryOn: new Set(['ct', 'rt']) }],
    ['#rp=4xx%2C5xx', { retryOn: new Set(['4xx', '5xx']) }],
    ['#sni=n', { namesHost: false }],
    ['#sni=y&e=dublin,tokyo', {}],
    ['#top', {}],
  ])('%s is read', (fragment, expected) => {
    expect(readConnectionOverrides(`http://a/b?c=d${fragment}`)).toEqual({
      settings: { ...DEFAULT_SETTINGS, ...expected },
      mistakes: [],
    });
  });

  it.each([
    ['#rc=9', { retries: 5 }, 'rc=9 is not from 0 to 5: 5 is taken.'],
    ['#ct=99', { connectMs: 100 }, 'ct=99 is not from 100 to 10000: 100 is taken.'],
    ['#ct=10001', { connectMs: 10_000 }, 'ct=10001 is not from 100 to 10000: 10000 is taken.'],
    ['#rt=15001', { readMs: 15_000 }, 'rt=15001 is not from 100 to 15000: 15000 is taken.'],
    ['#tt=15001', { totalMs: 15_000 }, 'tt=15001 is not from 100 to 15000: 15000 is taken.'],
    ['#rc=-1', {}, 'rc=-1 is not a whole number from 0 to 5.'],
    ['#rt=5s', {}, 'rt=5s is not a whole number from 100 to 15000.'],
    ['#rp=5XX', {}, 'rp=5XX is none of ct, rt, 4xx, 5xx and all.'],
    ['#rp=', {}, 'rp= is none of ct, rt, 4xx, 5xx and all.'],
    ['#rp=rt,often', { retryOn: new Set(['rt']) }, 'rp=often is none of ct, rt, 4xx, 5xx and all.'],
    ['#sni=no', {}, 'sni=no is neither y nor n.'],
    ['#retries=2', {}, "retries=2 is none of Twilio's connection overrides: ct, rt, tt, rc, rp, sni, e."],
    [
      '#constructor=2',
      {},
      "constructor=2 is none of Twilio's connection overrides: ct, rt, tt, rc, rp, sni, e.",
    ],
  ])('%s has a mistake, and the rest counts', (fragment, expected, mistake) => {
    expect(readConnectionOverrides(`http://a/b${fragment}`)).toEqual({
      settings: { ...DEFAULT_SETTINGS, ...expected },
      mistakes: [mistake],
    });
  });

  it('is warned of when it has a mistake, and the turn goes on', async () => {
    await using server = await serveWebhook(says('hello'));
    const { replies, errors } = await turnAt(`${server.url}#rc=9&rp=all`);
    expect(replies).toHaveLength(1);
    expect(errors).toMatchObject([
      { code: 11100, level: 'warning', exchange: 0, detail: expect.stringContaining('rc=9') },
    ]);
  });

  it('is not sent, and not signed', async () => {
    await using server = await serveWebhook(says('hello'));
    await turnAt(`${server.url}?a=b#rc=2&rp=all`, { authToken: 'token' });
    const [request] = server.requests;
    expect(request?.path).toBe('/sms?a=b');
    const parameters = Object.fromEntries(request?.parameters ?? []);
    const signature = request?.header('x-twilio-signature') ?? '';
    expect(validateRequest('token', signature, `${server.url}?a=b`, parameters)).toBe(true);
  });
});

describe('a request is made again', () => {
  it('as often as rc says; each try is an exchange of the turn, with the same token', async () => {
    await using server = await serveInTurn(status(500), status(429));
    const turn = await turnAt(`${server.url}#rc=2&rp=all`);
    expect(outcome(turn)).toEqual(sent('hello'));
    expect(turn.exchanges.map(({ response, failure }) => [response?.status, failure])).toEqual([
      [500, 'HTTP 500. It is tried again.'],
      [429, 'HTTP 429. It is tried again.'],
      [200, null],
    ]);
    expect(
      new Set(server.requests.map(({ rawHeaders, body }) => JSON.stringify([rawHeaders, body]))).size,
    ).toBe(1);
  });

  it('no more than that; the last failure counts', async () => {
    await using server = await serveInTurn(status(500), status(501), status(404));
    const turn = await turnAt(`${server.url}#rc=1&rp=all`);
    expect(outcome(turn)).toEqual(failed(11200));
    expect(turn.errors[0]).toMatchObject({ detail: 'HTTP 501.', exchange: 1 });
    expect(server.requests).toHaveLength(2);
  });

  it.each([
    ['', 500, 1],
    ['#rc=5', 500, 1],
    ['#rp=5xx', 500, 2],
    ['#rp=5xx', 404, 1],
    ['#rp=4xx', 404, 2],
    ['#rp=4xx', 500, 1],
    ['#rp=all&rc=0', 500, 1],
    ['#rp=all', 304, 1],
    ['#rc=5&rp=ct,rt,4xx', 404, 6],
  ])('for the failures that rp names: %s and HTTP %i are %i tries', async (fragment, code, tries) => {
    await using server = await serveWebhook(() => status(code));
    await turnAt(`${server.url}${fragment}`);
    expect(server.requests).toHaveLength(tries);
  });

  it.each([
    ['#rc=0', 1],
    ['#rc=2', 3],
    ['#rc=2&rp=4xx,5xx,rt', 1],
    ['#rc=3&rp=all', 4],
  ])('when no connection is made: %s is %i tries', async (fragment, tries) => {
    await using server = await serveConnections((socket) => void socket.once('data', () => socket.end()));
    const turn = await turnAt(`https://${server.host}/sms${fragment}`);
    expect(outcome(turn)).toEqual(failed(11205));
    expect(server.connections()).toBe(tries);
    expect(turn.exchanges).toHaveLength(tries);
  });

  it('with each address of a redirect by its own settings, or else by those of before', async () => {
    let next = 0;
    await using server = await serveWebhook({
      '/sms': () => ({ status: 307, headers: { Location: next++ === 0 ? '/own#rc=0' : '/inherits' } }),
      '/own': { status: 500 },
      '/inherits': { status: 500 },
    });
    const url = `${server.url}#rc=2&rp=5xx`;
    expect((await turnAt(url)).exchanges).toHaveLength(2);
    expect((await turnAt(url)).exchanges).toHaveLength(4);
    expect(server.requests.map(({ path }) => path)).toEqual([
      ...['/sms', '/own'],
      ...['/sms', '/inherits', '/inherits', '/inherits'],
    ]);
  });
});

it.each([
  ['the fallback', { '/sms': status(404) }],
  ['a <Redirect>', { '/sms': '<Response><Redirect>/next#rc=2&amp;rp=5xx</Redirect></Response>' }],
  ['an action', { '/sms': '<Response><Message action="/next#rc=2&amp;rp=5xx">hi</Message></Response>' }],
  [
    'a status callback',
    { '/sms': '<Response><Message statusCallback="/next#rc=2&amp;rp=5xx">hi</Message></Response>' },
  ],
])('%s is tried again too', async (_, answers) => {
  const tokens: (string | undefined)[] = [];
  await using server = await serveWebhook({
    ...answers,
    '/next': ({ header }) => {
      tokens.push(header('i-twilio-idempotency-token'));
      return tokens.length < 3 ? { status: 500 } : says('hello');
    },
  });
  await using twilio = await startEmulator({
    webhook: server.url,
    fallback: `${server.origin}/next#rc=2&rp=5xx`,
  });
  await twilio.phone(ANN).send('hi');
  await twilio.settled();
  expect(tokens.length).toBeGreaterThanOrEqual(3);
  expect(new Set(tokens.slice(0, 3)).size).toBe(1);
});

it('what the REST API is given keeps its settings: a number’s address, and a status callback', async () => {
  let failures = 0;
  await using at = await startWithClient({
    '/new': () => (++failures % 2 === 1 ? { status: 503 } : says('hello')),
    '/status': () => (++failures % 2 === 1 ? { status: 503 } : { status: 204 }),
  });
  const [number] = await at.client.incomingPhoneNumbers.list();
  const smsUrl = `${at.server.origin}/new#rp=5xx`;
  expect(await at.client.incomingPhoneNumbers(number?.sid ?? '').update({ smsUrl })).toMatchObject({
    smsUrl,
  });
  expect(await at.twilio.phone(ANN).text('hi')).toEqual(['hello']);
  await at.client.messages.create({
    ...{ from: NUMBER, to: ANN, body: 'hi' },
    statusCallback: `${at.server.origin}/status#rp=5xx`,
  });
  await at.twilio.settled();
  expect(at.statuses()).toEqual(['sending', 'sending', 'sent', 'sent', 'delivered', 'delivered']);
});

describe('times', () => {
  it('rt: no answer within the read time-out is tried again when rp has rt', async () => {
    const { startTimer, expire } = createManualTimers();
    await using server = await serveWebhook(() => {
      if (server.requests.length > 1) return says('hello');
      expire(4000);
      return undefined;
    });
    const turn = await turnAt(`${server.url}#rt=4000&rp=rt`, { startTimer });
    expect(outcome(turn)).toEqual(sent('hello'));
    expect(turn.exchanges.map(({ failure }) => failure)).toEqual([
      'No answer within 4 s. It is tried again.',
      null,
    ]);
  });

  it('rt: is 11205 when rp has it not', async () => {
    const { startTimer, expire } = createManualTimers();
    await using server = await serveWebhook(() => {
      expire(4000);
      return undefined;
    });
    const turn = await turnAt(`${server.url}#rt=4000`, { startTimer });
    expect(outcome(turn)).toEqual(failed(11205));
    expect(turn.errors[0]?.detail).toBe('No answer within 4 s.');
    expect(server.requests).toHaveLength(1);
  });

  it('rt: is also that between the packets of an answer, which is never tried again', async () => {
    const timers = createManualTimers();
    const lengths: number[] = [];
    let hasBegun: () => void = () => undefined;
    const begun = new Promise<void>((resolve) => (hasBegun = resolve));
    const startTimer: typeof timers.startTimer = (onExpiry, ms) => {
      // The first is of the request, the second of the headers, the third of the first part of the body.
      if (ms === 4000 && lengths.push(ms) === 3) hasBegun();
      return timers.startTimer(onExpiry, ms);
    };
    await using server = await serveConnections((socket) => {
      socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n<Response>'));
    });
    const turn = turnAt(`${server.url}#rt=4000&rc=5&rp=all`, { startTimer });
    await begun;
    timers.expire(4000);
    expect(outcome(await turn)).toEqual(failed(11205));
    expect((await turn).errors[0]?.detail).toBe('The answer stopped for 4 s.');
    expect(server.connections()).toBe(1);
  });

  it('ct: of each attempt to connect', async () => {
    const { startTimer, expire } = createManualTimers();
    await using server = await serveConnections(() => {
      expire(1000);
    });
    const turn = await turnAt(`https://${server.host}/sms#rc=2&ct=1000`, { startTimer });
    expect(turn.errors[0]?.detail).toBe('No connection: no connection within 1 s.');
    expect(server.connections()).toBe(3);
  });

  it('tt: of all tries together', async () => {
    const { startTimer, expire } = createManualTimers();
    await using server = await serveWebhook(() => {
      if (server.requests.length < 3) return { status: 500 };
      expire(6000);
      return undefined;
    });
    const turn = await turnAt(`${server.url}#rc=5&rp=all&tt=6000`, { startTimer });
    expect(outcome(turn)).toEqual(failed(11205));
    expect(turn.errors[0]?.detail).toBe('No answer within 6 s.');
    expect(turn.exchanges).toHaveLength(3);
  });

  it('do not count while somebody debugs: limits that are longer than Twilio’s', async () => {
    const { startTimer, expire } = createManualTimers();
    const limits = { ...TWILIO_LIMITS, totalMs: 3_600_000 };
    await using server = await serveWebhook(() => {
      for (const ms of [1000, 2000]) {
        expect(() => {
          expire(ms);
        }).toThrow(`No timer of ${ms} ms is running.`);
      }
      return says('hello');
    });
    const turn = await turnAt(`${server.url}#rt=1000&tt=2000&rp=all`, { startTimer, limits });
    expect(outcome(turn)).toEqual(sent('hello'));
  });
});

it('what ends in the middle is not tried again, whatever rp says', async () => {
  const cut = `HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 999\r\n\r\n${says('cut off')}`;
  for (const answer of ['', cut]) {
    await using server = await serveBytes(answer);
    expect(outcome(await turnAt(`${server.url}#rc=5&rp=all`))).toEqual(failed(11200));
    expect(server.connections()).toBe(1);
  }
});

it('a port on which nothing listens is 11202 after all tries', async () => {
  const turn = await turnAt(`${await deadUrl()}#rc=2`);
  expect(outcome(turn)).toEqual(failed(11202));
  expect(turn.exchanges).toHaveLength(3);
});

it('the emulator stops in the middle of the tries', async () => {
  await using server = await serveWebhook(() => {
    void twilio.stop();
    return { status: 500 };
  });
  const twilio = await startEmulator({ webhook: `${server.url}#rc=5&rp=all` });
  await twilio.phone(ANN).send('hi');
  await twilio.stop();
  expect(server.requests).toHaveLength(1);
});

it.each([
  ['', ['localhost']],
  ['#sni=n', []],
])('SNI: %s', async (fragment, names) => {
  const seen: string[] = [];
  const server = createServer({
    ...CERTIFICATES.selfSigned,
    SNICallback(name, done) {
      seen.push(name);
      done(null);
    },
  });
  const port = await listen(server);
  await turnAt(`https://localhost:${port}/sms${fragment === '' ? '#rc=0' : `${fragment}&rc=0`}`);
  await new Promise((resolve) => server.close(resolve));
  expect(seen).toEqual(names);
});
