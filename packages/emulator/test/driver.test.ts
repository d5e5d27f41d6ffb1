import net from 'node:net';
import { describe, expect, it, jest } from '@jest/globals';
import { HOUR } from 'test-support';
import { type Emulator, type EmulatorOptions, startEmulator } from '../src/driver';
import type { OwnNumber } from '../src/engine/types';
import { createManualTimers } from './support/manual-timers';
import { callApi } from './support/api-client';
import { ANN, BEN, NUMBER } from './support/turns';
import { deadUrl, says, serveConnections, serveWebhook } from './support/webhook-server';

const FIRST = 'Hello, thanks for the new message.';
const functions = 'dist/functions';

describe('startEmulator', () => {
  it.each<[EmulatorOptions, string]>([
    [{}, 'either functions (a folder, such as dist/functions) or webhook (an address)'],
    [{ functions, webhook: 'http://localhost/' }, 'either functions'],
    [
      { webhook: 'localhost:5000/sms' },
      'localhost:5000/sms is not an address: it must begin with http:// or https://',
    ],
    [{ webhook: 'http://localhost/', fallback: '/fallback' }, '/fallback is not an address'],
    [
      { functions: 'no/such/folder' },
      'There is no Function in no/such/folder. Build them first: npm run build',
    ],
    [{ functions: 'docs' }, 'There is no Function in docs'],
  ])('refuses %j with advice', async (options, advice) => {
    await expect(startEmulator(options)).rejects.toThrow(advice);
  });

  it('gives each Function a number, found by its path', async () => {
    await using twilio = await startEmulator({ functions });
    const number = twilio.number('/sms');
    expect(twilio.engine.numbers()).toContainEqual({
      number,
      name: '/sms',
      smsUrl: expect.stringMatching(/^http:\/\/localhost:\d+\/sms$/),
      smsMethod: 'POST',
      smsFallbackUrl: '',
    });
    expect(await twilio.phone(ANN, { to: '/sms' }).text('hi')).toEqual([FIRST]);
    expect(await twilio.phone(BEN, { to: number }).text('hi')).toEqual([FIRST]);
  });

  it('changes settings of a number, and refuses what is wrong with advice', async () => {
    await using twilio = await startEmulator({ functions });
    twilio.configure('/sms', { smsFallbackMethod: 'GET' });
    const [{ smsUrl, ...own }] = twilio.engine.numbers() as [OwnNumber];
    expect(own).toMatchObject({ name: '/sms', smsMethod: 'POST', smsFallbackMethod: 'GET' });
    twilio.configure(own.number, { smsUrl: '', smsFallbackMethod: undefined as never });
    expect(twilio.engine.numbers()[0]).toEqual({ ...own, smsUrl: '', functionUrl: smsUrl });
    expect(() => {
      twilio.configure('/smss', {});
    }).toThrow('/smss is not one of your numbers');
    expect(() => {
      twilio.configure('/sms', { smsUrl: 'localhost:3000' });
    }).toThrow('smsUrl must be an address that begins with http:// or https://.');
  });

  it('changes a phone number’s address on another channel alone', async () => {
    await using twilio = await startEmulator({ functions });
    const number = `whatsapp:${NUMBER}`;
    twilio.configure(number, { channelCookies: false });
    const settings = twilio.engine.numbers().map(({ number: own, channelCookies }) => [own, channelCookies]);
    expect(settings).toContainEqual([number, false]);
    expect(settings).toContainEqual([NUMBER, undefined]);
    const ann = twilio.phone(`whatsapp:${ANN}`, { to: number });
    expect([await ann.text('hi'), await ann.text('hi')]).toEqual([[FIRST], [FIRST]]);
  });

  it.each<[string, (twilio: Emulator) => unknown, string]>([
    [
      'a fault',
      (twilio) => {
        twilio.faults({ nope: 'next' } as never);
      },
      'nope is not a field',
    ],
    [
      'its setting',
      (twilio) => {
        twilio.faults({ tlsFails: 'Next' as never });
      },
      'tlsFails must be "off"',
    ],
    ['a number', (twilio) => twilio.addNumber(undefined as never), 'undefined is not an address of a number'],
    ['a phone', (twilio) => twilio.phone(5 as never), '5 is not'],
  ])('throws at %s that is none', async (_, call, message) => {
    await using twilio = await startEmulator({ functions });
    expect(() => call(twilio)).toThrow(message);
    twilio.faults({ loseCookie: undefined as never });
    expect(new Set(Object.values(twilio.engine.faults()))).toEqual(new Set(['off']));
  });

  it.each<[string, unknown, object | undefined, string]>([
    ['no text', undefined, undefined, 'body is missing'],
    ['a number', 5, undefined, 'body must be a text'],
    ['a text that is too long', 'x'.repeat(100_000), undefined, 'body must have at most 1600 characters'],
    ['media without an address', 'hi', { media: ['javascript:1'] }, 'media.0 must be an address'],
    ['an option that is none', 'hi', { nope: 1 }, 'nope is not a field'],
  ])('refuses to send %s', async (_, body, options, message) => {
    await using twilio = await startEmulator({ functions });
    const ann = twilio.phone(ANN);
    await expect(ann.text(body as string, options)).rejects.toThrow(message);
    await expect(ann.send(body as string, options)).rejects.toThrow(message);
    expect(await ann.text('hi')).toEqual([FIRST]);
  });

  it('can be asked twice in a process, each with its own secret, jars and numbers', async () => {
    await using one = await startEmulator({ functions, port: 0 });
    await using two = await startEmulator({ functions, port: 0 });
    expect(await one.phone(ANN).text('hi')).toEqual([FIRST]);
    expect(await one.phone(ANN).text('hi')).toEqual(['Hello, thanks for message number 2']);
    expect(await two.phone(ANN).text('hi')).toEqual([FIRST]);
    for (const { url = '' } of [one, two]) expect((await callApi(url, 'GET', '/api/clock')).status).toBe(200);
  });

  it('serves the API and the page on a port, when there is one', async () => {
    await using twilio = await startEmulator({ functions, port: 0 });
    expect(twilio.url).toMatch(/^http:\/\/localhost:\d+$/);
    await twilio.phone(ANN).text('hi');
    const { json } = await callApi(twilio.url ?? '', 'GET', `/api/conversations/${ANN}/${NUMBER}`);
    expect(json).toMatchObject({ messages: [{ body: 'hi' }, { body: FIRST }] });
    expect((await callApi(twilio.url ?? '', 'GET', '/')).text).toContain('<!doctype html>');
    await using without = await startEmulator({ functions });
    expect(without.url).toBeUndefined();
  });

  it('leaves nothing open when its port is taken', async () => {
    await using taken = await serveConnections(() => undefined);
    const listening = jest.spyOn(net.Server.prototype, 'listen'); // watched, not replaced
    const port = Number(taken.host.split(':')[1]);
    await expect(startEmulator({ functions, port })).rejects.toThrow('EADDRINUSE');
    const servers = listening.mock.contexts as unknown as net.Server[];
    listening.mockRestore();
    expect(servers.length).toBeGreaterThan(1); // the Functions', on each address, and the API's
    expect(servers.filter((server) => server.listening)).toEqual([]);
  });
});

describe('a phone', () => {
  it('must have a number, and text one of yours', async () => {
    await using twilio = await startEmulator({ functions });
    expect(() => twilio.phone('5551110000')).toThrow('5551110000 is not a phone number');
    for (const to of ['/smss', '+15559990000']) {
      expect(() => twilio.phone(ANN, { to })).toThrow(`${to} is not one of your numbers: `);
      expect(() => twilio.number(to)).toThrow('/sms');
    }
  });

  it('text() returns what this phone received in the turn', async () => {
    await using server = await serveWebhook(
      `<Response><Message>one</Message><Message to="${BEN}">other</Message><Message>two</Message></Response>`,
    );
    await using twilio = await startEmulator({ webhook: server.url });
    expect(await twilio.phone(ANN).text('hi')).toEqual(['one', 'two']);
  });

  it('shows its inbox, cookies and last turn', async () => {
    await using twilio = await startEmulator({ functions });
    const ann = twilio.phone(ANN);
    expect([ann.number, ann.inbox(), ann.cookies(), ann.lastTurn()]).toEqual([ANN, [], [], undefined]);
    await ann.text('hi');
    const sent = await ann.send('again');
    expect(ann.inbox().map(({ body }) => body)).toEqual([FIRST, 'Hello, thanks for message number 2']);
    expect(ann.cookies()).toMatchObject([{ name: 'counter', path: '/' }]);
    expect(ann.lastTurn()).toEqual(sent);
    expect(sent).toMatchObject({ body: 'again', exchanges: [{ purpose: 'webhook' }], errors: [] });
  });
});

describe('errors of Twilio’s debugger', () => {
  it('fail a test, which says what happened and what to do', async () => {
    await using server = await serveWebhook({ '/sms': { status: 500 } });
    await using twilio = await startEmulator({ webhook: server.url });
    await expect(twilio.phone(ANN).text('hi "you"')).rejects.toThrow(
      [
        `Twilio's debugger, for "hi \\"you\\"": expected no error, but there was`,
        '  11200 HTTP retrieval failure: HTTP 500. (https://www.twilio.com/docs/api/errors/11200)',
        'Expect them with { errors: [code] }, or use send() and look at turn.errors.',
      ].join('\n'),
    );
  });

  it('do not when they are expected, or not asked for', async () => {
    await using twilio = await startEmulator({ webhook: await deadUrl() });
    expect(await twilio.phone(ANN).text('hi', { errors: [11202] })).toEqual([]);
    expect((await twilio.phone(ANN).send('hi')).errors).toMatchObject([{ code: 11202 }]);
  });

  it.each<[number[], string]>([
    [[11202], 'expected the errors 11202, but there was\n  11200'],
    [[11200, 11200], 'expected the errors 11200, 11200, but there was\n  11200'],
  ])('fail when others than %j came', async (errors, text) => {
    await using server = await serveWebhook({ '/sms': { status: 500 } });
    await using twilio = await startEmulator({ webhook: server.url });
    await expect(twilio.phone(ANN).text('hi', { errors })).rejects.toThrow(text);
  });

  it('fail when one was expected and none came', async () => {
    await using server = await serveWebhook(says('hello'));
    await using twilio = await startEmulator({ webhook: server.url });
    await expect(twilio.phone(ANN).text('hi', { errors: [11200] })).rejects.toThrow(
      'expected the errors 11200, but there was none',
    );
  });

  it('do not include warnings', async () => {
    await using server = await serveWebhook('<Response><Shout/><Message>hello</Message></Response>');
    await using twilio = await startEmulator({ webhook: server.url });
    expect(await twilio.phone(ANN).text('hi')).toEqual(['hello']);
    expect(twilio.phone(ANN).lastTurn()?.errors).toMatchObject([{ code: 12200, level: 'warning' }]);
  });
});

it('four hours on the clock end a conversation', async () => {
  await using twilio = await startEmulator({ functions });
  const ann = twilio.phone(ANN);
  const texts = [];
  for (const duration of ['0s', '3h', '239m', '4h']) {
    texts.push(...(await ann.text('hi')));
    twilio.clock.advance(duration);
  }
  expect([...texts, ...(await ann.text('hi'))]).toEqual([
    FIRST,
    ...[2, 3, 4].map((count) => `Hello, thanks for message number ${count}`),
    FIRST,
  ]);
});

it.each([
  ['4h', 4 * HOUR],
  ['90m', 1.5 * HOUR],
  ['30s', 30_000],
  ['500ms', 500],
  ['1d', 24 * HOUR],
  ['365d', 365 * 24 * HOUR],
])('clock.advance(%j) moves it by %i ms', async (duration, ms) => {
  await using twilio = await startEmulator({ webhook: 'http://localhost/' });
  twilio.clock.advance(duration);
  expect(twilio.engine.clock().offset).toBe(ms);
});

it.each(['366d', '-1h', '1.5h', '4 h', '4H', '4', ''])('clock.advance(%j) is refused', async (duration) => {
  await using twilio = await startEmulator({ webhook: 'http://localhost/' });
  expect(() => {
    twilio.clock.advance(duration);
  }).toThrow(`${duration} is not a duration: write 4h, 90m, 30s or 1d.`);
  expect(twilio.engine.clock().offset).toBe(0);
});

it('stop() closes everything that it opened', async () => {
  const twilio = await startEmulator({ functions, port: 0 });
  const [own] = twilio.engine.numbers();
  const ann = twilio.phone(ANN);
  await twilio.stop();
  await expect(callApi(twilio.url ?? '', 'GET', '/')).rejects.toThrow('ECONNREFUSED');
  await expect(callApi(own?.smsUrl ?? '', 'GET', '/')).rejects.toThrow('ECONNREFUSED');
  expect((await ann.send('hi')).errors).toMatchObject([{ code: 11205, detail: 'The emulator was stopped.' }]);
});

it('stop() ends the turns that run or wait, and resolves when they have ended', async () => {
  let setRequested!: () => void;
  const requested = new Promise<void>((resolve) => (setRequested = resolve));
  await using server = await serveConnections((socket) => {
    socket.once('data', setRequested); // and no answer
  });
  const { startTimer } = createManualTimers(); // so that no request times out meanwhile
  await using twilio = await startEmulator({ webhook: server.url, startTimer });
  const ended: string[] = [];
  const turns = ['one', 'two'].map((body) =>
    twilio
      .phone(ANN)
      .send(body)
      .then((turn) => ended.push(body, ...turn.errors.map(({ detail }) => detail))),
  );
  await requested;
  await twilio.engine.stop();
  expect(ended).toEqual(['one', 'The emulator was stopped.', 'two', 'The emulator was stopped.']);
  await Promise.all(turns);
});
