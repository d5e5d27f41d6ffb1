import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { TWILIO_LIMITS } from '../src/engine/limits';
import { createManualTimers } from './support/manual-timers';
import { failed, outcome, sent, turnAt, turnFor } from './support/turns';
import {
  type Answer,
  deadUrl,
  says,
  serveBytes,
  serveConnections,
  serveWebhook,
} from './support/webhook-server';

const typed = (type: string, body: string | Uint8Array = says('hello')) => ({
  headers: { 'Content-Type': type },
  body,
});

/** TwiML that says a text of which each character is a byte. */
const bytes = (text: string): Uint8Array => Buffer.from(says(text), 'latin1');

const declared = (encoding: string, text: string): Uint8Array =>
  Buffer.concat([Buffer.from(`<?xml version="1.0" encoding="${encoding}"?>`), bytes(text)]);

/** A `<Response/>` of so many bytes. */
const sized = (bytes: number): string => '<Response/>'.padEnd(bytes);

const longest = TWILIO_LIMITS.bodyBytes;

describe('an answer with status 200', () => {
  it.each<[string, Answer, ReturnType<typeof outcome>]>([
    ['text/xml is TwiML', typed('text/xml'), sent('hello')],
    ['application/xml is TwiML', typed('application/xml'), sent('hello')],
    ['text/html is TwiML', typed('text/html'), sent('hello')],
    ['the case and the parameters of the type do not matter', typed('Text/XML ;charset=UTF-8'), sent('hello')],
    ['text/plain is texted as it is', typed('text/plain', '1 < 2 & 3'), sent('1 < 2 & 3')],
    ['text/plain without a text sends nothing', typed('text/plain', ''), sent()],
    ['text/plain over 1600 characters is warned of', typed('text/plain', 'x'.repeat(1601)), failed(14103)],
    ['JSON is refused', typed('application/json', '{}'), failed(12300)],
    ['a type that only begins like XML is refused', typed('text/xmlish'), failed(12300)],
    ['an answer without a type is 11200', { headers: {}, body: says('hello') }, failed(11200)],
    ['an answer without a type and a body is 11200', { headers: {} }, failed(11200)],
    ['HTTP 204 is silence', { status: 204, headers: {} }, sent()],
    ['HTTP 204 is silence, whatever its type is', { status: 204, headers: { 'Content-Type': 'text/xml' } }, sent()],
    ['HTTP 201 is as good as 200', { status: 201, body: says('hello') }, sent('hello')],
    ['<Response/> sends nothing', '<Response/>', sent()],
    ['an empty body is 11770', '', failed(11770)],
    ['an empty body of HTML is 11770', typed('text/html', ''), failed(11770)],
    ['a body of white space is no TwiML', ' ', failed(12100)],
    ['64 kB are taken', sized(longest), sent()],
    ['more is not', sized(longest + 1), failed(11750)],
    ['64 kB count in bytes', '<Response>' + 'ä'.repeat(longest / 2) + '</Response>', failed(11750)],
    ['UTF-8 is the default', typed('text/xml', says('Grüße ☎')), sent('Grüße ☎')],
    ['a byte order mark is skipped', `\uFEFF${says('hello')}`, sent('hello')],
    ['the charset of the type counts', typed('text/xml; charset="iso-8859-1"', Buffer.from(says('Grüße'), 'latin1')), sent('Grüße')],
    ['iso-8859-1 is windows-1252, as it is for browsers', typed('text/xml; charset=ISO-8859-1', bytes('5 \x80 \x96 \x93Gr\xfc\xdfe\x94')), sent('5 € – “Grüße”')],
    ['windows-1252 is read on every Node.js', typed('text/xml; charset=windows-1252', bytes('5 \x80')), sent('5 €')],
    ['a charset that Node.js does not know is read', typed('text/xml; charset=iso-8859-16', bytes('\xa4')), sent('€')],
    ['euc-kr has every syllable', typed('text/plain; charset=euc-kr', Uint8Array.of(0x81, 0x41)), sent('갂')],
    ['a charset that Node.js alone knows is read', typed('text/plain; charset=x-mac-cyrillic', Uint8Array.of(0x80)), sent('А')],
    ['what is a charset for programs alone is UTF-8', typed('text/plain; charset=base64', 'Grüße'), sent('Grüße')],
    ['the name of something else is UTF-8', typed('text/plain; charset=constructor', 'Grüße'), sent('Grüße')],
    ['a byte order mark counts more than the charset', typed('text/xml; charset=iso-8859-1', `\uFEFF${says('Grüße')}`), sent('Grüße')],
    ['that of UTF-16 too', typed('text/xml', Buffer.from(`\uFEFF${says('Grüße')}`, 'utf16le')), sent('Grüße')],
    ['that of UTF-16 with the higher byte first too', typed('text/xml', Buffer.from(`\uFEFF${says('Grüße')}`, 'utf16le').swap16()), sent('Grüße')],
    ['the encoding that XML declares counts', typed('text/xml', declared('ISO-8859-1', 'Gr\xfc\xdfe')), sent('Grüße')],
    ['but less than the charset', typed('text/xml; charset=utf-8', declared('ISO-8859-1', 'Gr\xc3\xbc\xc3\x9fe')), sent('Grüße')],
    ['UTF-16 that is declared in UTF-8, as by .NET, is not', typed('text/xml', declared('utf-16', 'Gr\xc3\xbc\xc3\x9fe')), sent('Grüße')],
    ['an encoding that nobody knows is read as UTF-8', typed('text/xml', declared('klingon', 'Gr\xc3\xbc\xc3\x9fe')), sent('Grüße')],
    ['an unknown charset is read as UTF-8', typed('text/plain; charset=klingon', 'Grüße'), sent('Grüße')],
  ])('%s', async (_, answer, expected) => {
    expect(outcome(await turnFor(() => answer))).toEqual(expected);
  }); // prettier-ignore
});

it('an empty body that comes in chunks is 11770 too', async () => {
  await using server = await serveBytes(
    'HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
  );
  expect(outcome(await turnAt(server.url))).toEqual(failed(11770));
});

it.each([404, 500, 503])('HTTP %i with a page of more than 64 kB is 11200, not 11750', async (status) => {
  const turn = await turnFor({ '/sms': { status, body: sized(longest + 1) } });
  expect(outcome(turn)).toEqual(failed(11200));
  expect(turn.errors[0]?.detail).toBe(`HTTP ${status}.`);
  expect(turn.exchanges[0]?.response?.status).toBe(status);
});

it('a redirect with a page of more than 64 kB is followed', async () => {
  const turn = await turnFor({
    '/sms': { status: 302, headers: { Location: '/next' }, body: sized(longest + 1) },
    '/next': says('there'),
  });
  expect(outcome(turn)).toEqual(sent('there'));
});

it.each([400, 401, 403, 404, 418, 429, 431, 500, 502, 503, 504])('HTTP %i is 11200', async (status) => {
  const turn = await turnFor({ '/sms': { status, body: says('not sent') } });
  expect(outcome(turn)).toEqual(failed(11200));
  expect(turn.errors[0]).toEqual({
    code: 11200,
    level: 'error',
    title: 'HTTP retrieval failure',
    url: 'https://www.twilio.com/docs/api/errors/11200',
    detail: `HTTP ${status}.`,
    exchange: 0,
  });
  expect(turn.exchanges[0]).toMatchObject({
    response: { status, body: says('not sent') },
    failure: `HTTP ${status}.`,
  });
});

describe('without a whole answer', () => {
  it('a connection that is closed is 11200, and is not tried again', async () => {
    await using server = await serveBytes('');
    const turn = await turnAt(server.url);
    expect(outcome(turn)).toEqual(failed(11200));
    expect(server.connections()).toBe(1);
    expect(turn.exchanges).toMatchObject([{ response: null, failure: expect.stringContaining('closed') }]);
  });

  it('a connection that is reset is 11200', async () => {
    await using server = await serveConnections((socket) => {
      socket.once('data', () => socket.resetAndDestroy());
    });
    expect(outcome(await turnAt(server.url))).toEqual(failed(11200));
  });

  it('a body that ends too early is 11200', async () => {
    await using server = await serveBytes(
      `HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 999\r\n\r\n${says('cut off')}`,
    );
    expect(outcome(await turnAt(server.url))).toEqual(failed(11200));
  });

  it('a port on which nothing listens is 11202', async () => {
    const url = await deadUrl();
    expect(outcome(await turnAt(url))).toEqual(failed(11202));
    expect(outcome(await turnAt(url.replace('127.0.0.1', 'localhost')))).toEqual(failed(11202));
  });

  it('a host name that nobody knows is 11210', async () => {
    expect(outcome(await turnAt('http://no-such-host.invalid/sms'))).toEqual(failed(11210));
  });

  it('an address that is none, as a number may be given in its settings, is 11100', async () => {
    await using server = await serveWebhook('<Response><Redirect>ftp://127.0.0.1/</Redirect></Response>');
    expect(outcome(await turnAt(server.url))).toEqual(failed(11100));
  });

  it.each([
    ['no HTTP', 'hello?\r\n\r\n'],
    ['a broken header', 'HTTP/1.1 200 OK\r\nno colon\r\n\r\n'],
    ['headers over 16 kB', `HTTP/1.1 200 OK\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`],
    ['a broken chunk', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n'],
    ['random bytes', Uint8Array.from({ length: 512 }, (_, index) => (index * 89 + 200) % 256)],
  ])('%s is 11206', async (_, bytes) => {
    await using server = await serveBytes(bytes);
    expect(outcome(await turnAt(server.url))).toEqual(failed(11206));
  });

  it('an upgrade to another protocol, which nobody asked for, is 11206', async () => {
    await using server = await serveBytes(
      'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
    );
    expect(outcome(await turnAt(server.url))).toEqual(failed(11206));
  });
});

describe('too slow', () => {
  const { connectMs, totalMs } = TWILIO_LIMITS;

  it('Twilio’s own times are 5 s for one of two tries to connect, and 15 s in all', () => {
    expect(TWILIO_LIMITS).toEqual({ connectMs: 5000, totalMs: 15_000, bodyBytes: 65_536 });
  });

  it('no answer in time is 11205, and is not tried again', async () => {
    const { startTimer, expire } = createManualTimers();
    await using server = await serveWebhook(() => {
      expire(totalMs);
      return undefined;
    });
    const turn = await turnAt(server.url, { startTimer });
    expect(outcome(turn)).toEqual(failed(11205));
    expect(turn.errors[0]?.detail).toBe('No answer within 15 s.');
    expect(server.requests).toHaveLength(1);
  });

  it('an answer that comes in time but does not end in time is 11205', async () => {
    const { startTimer, expire } = createManualTimers();
    await using server = await serveConnections((socket) => {
      socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n<Response>'));
    });
    const turn = turnAt(server.url, { startTimer });
    await responseTo(server.host);
    expire(totalMs);
    expect(outcome(await turn)).toEqual(failed(11205));
    expect((await turn).errors[0]?.detail).toBe('No answer within 15 s.');
  });

  it('a connection that is not made in time is tried twice, then 11205', async () => {
    const { startTimer, expire } = createManualTimers();
    // TLS is part of connecting, and this server never says a word of it.
    await using server = await serveConnections(() => {
      expire(connectMs);
    });
    const turn = await turnAt(`https://${server.host}/sms`, { startTimer });
    expect(outcome(turn)).toEqual(failed(11205));
    expect(turn.errors[0]?.detail).toBe('No connection: no connection within 5 s.');
    expect(server.connections()).toBe(2);
    expect(turn.exchanges.map(({ failure }) => failure)).toEqual([
      'No connection: no connection within 5 s. It is tried again.',
      'No connection: no connection within 5 s.',
    ]);
  });

  it('the 15 s are for both tries to connect', async () => {
    const { startTimer, expire } = createManualTimers();
    await using server = await serveConnections(() => {
      expire(server.connections() === 1 ? connectMs : totalMs);
    });
    const turn = await turnAt(`https://${server.host}/sms`, { startTimer });
    expect(outcome(turn)).toEqual(failed(11205));
    expect(turn.errors[0]?.detail).toBe('No answer within 15 s.');
    expect(server.connections()).toBe(2);
  });

  it('a connection that was made in time may be as slow as the whole', async () => {
    const { startTimer, expire } = createManualTimers();
    await using server = await serveWebhook(() => {
      expect(() => {
        expire(connectMs);
      }).toThrow('No timer of 5000 ms is running.');
      return says('hello');
    });
    expect(outcome(await turnAt(server.url, { startTimer }))).toEqual(sent('hello'));
  });
});

/** Resolves when this process's HTTP client has read the headers of a response from a host. */
const responseTo = (host: string): Promise<void> =>
  new Promise((resolve) => {
    const onResponse = (message: unknown): void => {
      const { response } = message as { response: IncomingMessage };
      if (`${response.socket.remoteAddress}:${response.socket.remotePort}` !== host) return;
      unsubscribe('http.client.response.finish', onResponse);
      resolve();
    };
    subscribe('http.client.response.finish', onResponse);
  });

it('of 16,000 mistakes in a document, a hundred are warnings, and one says that there are more', async () => {
  const turn = await turnFor(`<Response>${'<a/>'.repeat(16_000)}</Response>`);
  expect(turn.errors).toHaveLength(101);
  expect(turn.errors.at(-1)).toMatchObject({
    code: 12200,
    detail: '<Response> has no element <a>. There are more warnings, which are left out.',
  });
});
