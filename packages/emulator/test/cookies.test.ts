import { describe, expect, it } from '@jest/globals';
import { HOUR, MINUTE } from 'test-support';
import { startEmulator } from '../src/driver';
import { createClock } from '../src/engine/clock';
import { createJar } from '../src/engine/http/jar';
import { ANN, BEN, changeNumber, failed, NUMBER, outcome, startWithWebhook } from './support/turns';
import { says, serveBytes, serveWebhook } from './support/webhook-server';

/**
 * A webhook that sets the cookies whose `Set-Cookie` is texted to it (one a line), and texts back the `Cookie` that
 * came.
 */
const start = () =>
  startWithWebhook(({ parameters, header }) => ({
    headers: {
      'Content-Type': 'text/plain',
      'Set-Cookie': (parameters.get('Body') ?? '').split('\n').filter((line) => line !== '-'),
    },
    body: header('cookie') ?? 'none',
  }));

describe('a jar', () => {
  it('gives back what was set', async () => {
    await using at = await start();
    expect(await at.ann.text('a=1; Path=/')).toEqual(['none']);
    expect(await at.ann.text('b=2')).toEqual(['a=1']);
    expect(await at.ann.text('-')).toEqual(['a=1; b=2']);
    expect(await at.ann.text('a=3; Path=/')).toEqual(['a=1; b=2']);
    expect(await at.ann.text('-')).toEqual(['a=3; b=2']);
    expect(at.ann.lastTurn()?.cookies.after).toMatchObject([
      { name: 'a', value: '3', path: '/', domain: '127.0.0.1' },
      { name: 'b', value: '2' },
    ]);
  });

  it('keeps the time that each cookie has left when the clock goes back, and none that has ended', async () => {
    await using at = await start();
    await at.ann.text('a=1; Max-Age=60\nb=2; Max-Age=3600');
    at.twilio.clock.advance('30m');
    at.twilio.clock.reset();
    expect(await at.ann.text('-')).toEqual(['b=2']);
    at.twilio.clock.advance('29m');
    expect(await at.ann.text('-')).toEqual(['b=2']);
    at.twilio.clock.advance('1m');
    expect(await at.ann.text('-')).toEqual(['none']);
  });

  it.each(['forgotten', 'replayed', 'kept for the fault staleCookie'])(
    'keeps the time that is left when the clock goes back also of what was %s',
    async (what) => {
      await using at = await start();
      const { engine } = at.twilio;
      at.twilio.clock.advance('3h');
      await at.ann.text('a=1; Max-Age=3600');
      await at.ann.text('-');
      const forgotten = what === 'forgotten' ? engine.forget(ANN, NUMBER) : undefined;
      const replay = what === 'replayed' ? engine.replays.start({ from: ANN, to: NUMBER }) : undefined;
      if (replay !== undefined) {
        await new Promise<void>((resolve) => {
          engine.subscribe((event) => {
            if (event.type === 'replay' && event.replay.status !== 'running') resolve();
          });
        });
      }
      at.twilio.clock.reset();
      if (forgotten !== undefined) engine.undo(forgotten);
      if (replay !== undefined && !('kind' in replay)) await engine.replays.putBack(replay.id);
      if (what.startsWith('kept')) at.twilio.faults({ staleCookie: 'all' });
      expect(engine.conversation(ANN, NUMBER)?.cookies).toHaveLength(1);
      expect(await at.ann.text('-')).toEqual(['a=1']);
      at.twilio.clock.advance('61m');
      expect(await at.ann.text('-')).toEqual(['none']);
    },
  );

  it('is one for each pair, with nothing shared', async () => {
    await using at = await start();
    changeNumber(at.twilio, { number: '+15552229999' });
    await at.ann.text('a=1');
    expect(await at.twilio.phone(BEN).text('a=2')).toEqual(['none']);
    expect(await at.twilio.phone(ANN, { to: '+15552229999' }).text('-')).toEqual(['none']);
    expect(await at.ann.text('-')).toEqual(['a=1']);
    expect(await at.twilio.phone(BEN).text('-')).toEqual(['a=2']);
  });

  it('is shown before and after each turn', async () => {
    await using at = await start();
    const first = await at.ann.send('a=1');
    const second = await at.ann.send('a=2; Path=/');
    const values = ({ cookies }: typeof first) =>
      [cookies.before, cookies.after].map((list) => list.map(({ value }) => value));
    expect([values(first), values(second)]).toEqual([
      [[], ['1']],
      [['1'], ['2']],
    ]);
  });

  it('keeps 50 cookies of a domain, without the one that was set or sent longest ago', () => {
    const jar = createJar(createClock(Date.now));
    const names = () => jar.list().map(({ name }) => name);
    const inAll = Array.from({ length: 49 }, (_, index) => `all${index}`);
    jar.store('http://shop.example/sms', [
      'early=1; Path=/sms',
      ...inAll.map((name) => `${name}=1; Path=/`),
      'ended=1; Max-Age=0',
    ]);
    expect(names()).toEqual(['early', ...inAll]);
    jar.store('http://other.example/sms', ['other=1']);
    expect(jar.header('http://shop.example/sms')).toMatch(/^early=1; all0=1; /);
    jar.header('http://shop.example/elsewhere'); // without the early one
    jar.store('http://shop.example/sms', ['late=1; Path=/', 'all0=2; Path=/', 'later=1; Path=/']);
    expect(names().sort()).toEqual(['all0', ...inAll.slice(2), 'late', 'later', 'other'].sort());
  });

  it('keeps 200 cookies of all domains', () => {
    const jar = createJar(createClock(Date.now));
    const hosts = Array.from({ length: 7 }, (_, index) => `shop${index}.example`);
    for (const host of hosts) {
      jar.store(
        `http://${host}/sms`,
        Array.from({ length: 30 }, (_, index) => `n${index}=1`),
      );
    }
    const counts = hosts.map((host) => jar.list().filter(({ domain }) => domain === host).length);
    expect(counts).toEqual([20, 30, 30, 30, 30, 30, 30]);
  });

  it('is empty when the conversation is forgotten', async () => {
    await using at = await start();
    await at.ann.text('a=1');
    at.twilio.engine.forget(ANN, NUMBER);
    expect(at.ann.cookies()).toEqual([]);
    expect(await at.ann.text('-')).toEqual(['none']);
  });
});

describe('time', () => {
  /** Sets a cookie, lets time pass, and says whether it comes back. */
  const lasts = async (cookie: string, durations: string[]) => {
    await using at = await start();
    await at.ann.text(cookie);
    for (const duration of durations) at.twilio.clock.advance(duration);
    const [text] = await at.ann.text('-');
    expect(at.ann.cookies()).toHaveLength(text === 'none' ? 0 : 1);
    return text !== 'none';
  };
  const inTime = (ms: number) => new Date(Date.now() + ms).toUTCString();

  it.each<[string, string[], boolean]>([
    ['a=1', ['3h', '59m'], true],
    ['a=1', ['4h'], false],
    ['a=1; Max-Age=14400', ['239m'], true],
    ['a=1; Max-Age=14400', ['4h'], false],
    ['a=1; Max-Age=60', ['30s'], true],
    ['a=1; Max-Age=60', ['60s'], false],
    ['a=1; Max-Age=86400', ['239m'], true],
    ['a=1; Max-Age=86400', ['4h'], false],
    [`a=1; Expires=${inTime(HOUR)}`, ['55m'], true],
    [`a=1; Expires=${inTime(HOUR)}`, ['60m'], false],
    [`a=1; Expires=${inTime(24 * HOUR)}`, ['239m'], true],
    [`a=1; Expires=${inTime(24 * HOUR)}`, ['4h'], false],
    [`a=1; Expires=${inTime(-HOUR)}; Max-Age=60`, ['30s'], true],
    ['a=1; Max-Age=soon', ['239m'], true],
  ])('%s, after %p: kept is %p', async (cookie, durations, kept) => {
    expect(await lasts(cookie, durations)).toBe(kept);
  });

  it.each(['a=; Max-Age=0', 'a=1; Max-Age=-1', `a=1; Expires=${inTime(-HOUR)}`])(
    '%s removes it',
    async (removal) => {
      await using at = await start();
      await at.ann.text('a=1');
      expect(await at.ann.text(removal)).toEqual(['a=1']);
      expect(at.ann.cookies()).toEqual([]);
      expect(await at.ann.text('-')).toEqual(['none']);
    },
  );

  it.each<[how: string, removal: string, duration: string]>([
    ['with its time', '-', '60s'],
    ['by its webhook', 'a=; Max-Age=0', '0s'],
  ])(
    'a cookie that has ended %s is gone: when it is set again, it is the newest',
    async (_, removal, duration) => {
      await using at = await start();
      await at.ann.text('a=1; Max-Age=60\nb=1');
      await at.ann.text(removal);
      at.twilio.clock.advance(duration);
      expect(await at.ann.text('a=2')).toEqual(['b=1']);
      expect(await at.ann.text('-')).toEqual(['b=1; a=2']);
    },
  );

  it('counts from when a cookie was set; setting it again extends it', async () => {
    await using at = await start();
    await at.ann.text('a=1\nb=1');
    at.twilio.clock.advance('3h');
    await at.ann.text('b=2');
    at.twilio.clock.advance('1h');
    expect(await at.ann.text('-')).toEqual(['b=2']);
    at.twilio.clock.advance('3h');
    expect(await at.ann.text('-')).toEqual(['none']);
  });

  it('shows when a cookie ends, by the emulator’s clock', async () => {
    await using at = await start();
    at.twilio.clock.advance('1d');
    const before = at.twilio.clock.now();
    await at.ann.text('a=1\nb=1; Max-Age=60');
    at.twilio.clock.advance('30s');
    const [a, b] = at.ann.cookies().map(({ expiresAt }) => expiresAt - before);
    expect(Math.abs((a ?? 0) - 4 * HOUR)).toBeLessThan(MINUTE / 2);
    expect(Math.abs((b ?? 0) - MINUTE)).toBeLessThan(MINUTE / 2);
  });
});

describe('which cookies come back', () => {
  it.each<[string, string]>([
    ['a=1; Path=/', 'a=1'],
    ['a=1; Path=/sms', 'a=1'],
    ['a=1; Path=/smsx', 'none'],
    ['a=1; Path=/other', 'none'],
    ['a=1; Domain=127.0.0.1', 'a=1'],
    ['a=1; Domain=example.com', 'none'],
    ['a=1; Secure', 'a=1'],
    ['a=1; Secure; HttpOnly; SameSite=Strict', 'a=1'],
    ['a=', 'a='],
    ['a="quoted"', 'a="quoted"'],
    ['a=b=c', 'a=b=c'],
    ['a=ü', 'a=ü'],
    ['a=1\na=2', 'a=2'],
    ['a=1; Path=/\nb=2; Path=/sms', 'b=2; a=1'],
  ])('%j sends %j', async (cookie, expected) => {
    await using at = await start();
    await at.ann.text(cookie);
    expect(await at.ann.text('-')).toEqual([expected]);
  });

  it('a Secure one comes back over HTTP: the platform makes every cookie Secure, and HTTPS of every address', () => {
    const jar = createJar(createClock(Date.now));
    jar.store('http://shop.example/sms', ['a=1; Secure; Path=/']);
    expect(jar.header('http://shop.example/sms')).toBe('a=1');
    expect(jar.header('https://shop.example/sms')).toBe('a=1');
  });

  it('those of another host do not', async () => {
    await using at = await start();
    await at.ann.text('a=1');
    changeNumber(at.twilio, { smsUrl: at.server.url.replace('127.0.0.1', 'localhost') });
    expect((await at.ann.send('-')).replies.map(({ body }) => body)).not.toContain('a=1');
  });

  it('one that was set during a redirect does', async () => {
    await using server = await serveWebhook({
      '/sms': ({ header }) =>
        header('cookie') === undefined
          ? { status: 302, headers: { Location: '/next', 'Set-Cookie': 'hop=1; Path=/' } }
          : says(header('cookie') ?? ''),
      '/next': ({ header }) => says(`next ${header('cookie') ?? ''}`),
    });
    await using twilio = await startEmulator({ webhook: server.url });
    expect(await twilio.phone(ANN).text('hi')).toEqual(['next hop=1']);
    expect(await twilio.phone(ANN).text('hi')).toEqual(['hop=1']);
  });

  it('one of an answer that failed does not', async () => {
    await using server = await serveWebhook(() => ({ status: 500, headers: { 'Set-Cookie': 'a=1' } }));
    await using twilio = await startEmulator({ webhook: server.url });
    await twilio.phone(ANN).text('hi', { errors: [11200] });
    expect(twilio.phone(ANN).cookies()).toEqual([]);
  });
});

describe('a cookie that a browser would not keep', () => {
  it('is not kept for a domain that everybody shares', async () => {
    await using server = await serveWebhook({
      '/sms': {
        headers: { 'Content-Type': 'text/xml', 'Set-Cookie': ['a=1; Domain=ngrok-free.app', 'ok=1'] },
        body: says('hello'),
      },
    });
    await using twilio = await startEmulator({
      webhook: server.url,
      publicUrl: 'https://abc.ngrok-free.app',
    });
    const ann = twilio.phone(ANN);
    const { errors } = await ann.send('hi');
    expect(errors.map(({ detail }) => detail)).toEqual([
      'Not kept: a=1; Domain=ngrok-free.app. Its Domain, ngrok-free.app, is one that everybody shares (a public suffix).',
    ]);
    expect(ann.cookies().map(({ name }) => name)).toEqual(['ok']);
  });

  it.each([
    ['a=1; Domain=shop.example', 'Its Domain is not that of 127.0.0.1, which has set it.'],
    ['a=1; Domain=localhost', 'Its Domain is not that of 127.0.0.1, which has set it.'],
    ['a=1; Domain=☃', 'Its Domain is not that of 127.0.0.1, which has set it.'],
    ['__Host-a=1; Path=/', 'Its prefix needs Secure, and __Host- also Path=/ and no Domain.'],
    ['__Secure-a=1', 'Its prefix needs Secure, and __Host- also Path=/ and no Domain.'],
  ])('is not kept, with a warning, and the others are: %s', async (cookie, why) => {
    await using server = await serveWebhook({
      '/sms': {
        headers: { 'Content-Type': 'text/xml', 'Set-Cookie': [latin1(cookie), 'ok=1'] },
        body: says('hello'),
      },
    });
    await using twilio = await startEmulator({ webhook: server.url });
    const turn = await twilio.phone(ANN).send('hi');
    expect(outcome(turn)).toEqual({ texts: ['hello'], codes: [11206] });
    expect(turn.errors[0]).toMatchObject({
      level: 'warning',
      detail: `Not kept: ${latin1(cookie)}. ${why}`,
      exchange: 0,
    });
    expect(
      twilio
        .phone(ANN)
        .cookies()
        .map(({ name }) => name),
    ).toEqual(['ok']);
  });

  it('is warned of on every hop, and not in a status callback, whose cookies nobody keeps', async () => {
    const headers = { 'Content-Type': 'text/xml', 'Set-Cookie': 'a=1; Domain=shop.example' };
    await using server = await serveWebhook({
      '/sms': { status: 302, headers: { ...headers, Location: '/next' } },
      '/next': { headers, body: '<Response><Message statusCallback="/status">hello</Message></Response>' },
      '/status': { headers, body: '<Response/>' },
    });
    await using twilio = await startEmulator({ webhook: server.url });
    await twilio.phone(ANN).send('hi');
    await twilio.settled();
    const { errors = [], exchanges } = twilio.phone(ANN).lastTurn() ?? {};
    expect(errors.map(({ code, exchange }) => [code, exchange])).toEqual([
      [11206, 0],
      [11206, 1],
    ]);
    expect(exchanges?.map(({ purpose }) => purpose)).toEqual([
      'webhook',
      'redirect',
      ...Array<string>(3).fill('statusCallback'),
    ]);
  });
});

/** Text as HTTP headers carry it: a character for each byte of UTF-8. */
const latin1 = (text: string): string => Buffer.from(text).toString('latin1');

describe('a cookie that breaks Twilio’s rules', () => {
  it.each(['a=1\tx', 'a\t=1', 'a=1; Path=/\t', '=1', ' =1', '', 'novalue', 'novalue; Path=/'])(
    '%j is 11206: the answer is refused',
    async (cookie) => {
      const bytes = `HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nSet-Cookie: ok=1\r\nSet-Cookie: ${cookie}\r\n\r\n${says('no')}`;
      await using server = await serveBytes(cookie.endsWith('\t') ? bytes.replace('\t\r', '\t;\r') : bytes);
      await using twilio = await startEmulator({ webhook: server.url });
      expect(outcome(await twilio.phone(ANN).send('hi'))).toEqual(failed(11206));
      expect(twilio.phone(ANN).cookies()).toEqual([]);
    },
  );

  it.each(['\v', '\f'])('%j is 11206 too', async (character) => {
    await using server = await serveBytes(
      `HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nSet-Cookie: a=1${character}2\r\n\r\n${says('no')}`,
    );
    await using twilio = await startEmulator({ webhook: server.url });
    expect(outcome(await twilio.phone(ANN).send('hi'))).toEqual(failed(11206));
  });

  it.each<[string, number[]]>([
    ['\u007F', [11206]],
    ['\u0001', [11206]],
    ['\u0080', []],
  ])('with %j, which no rule names, does not stop the next message: %j', async (character, codes) => {
    await using server = await serveBytes(
      Buffer.from(
        `HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nSet-Cookie: a=1${character}2\r\n\r\n<Response/>`,
        'latin1',
      ),
    );
    await using twilio = await startEmulator({ webhook: server.url });
    for (const body of ['one', 'two']) {
      const { errors } = await twilio.phone(ANN).send(body);
      expect(errors.map(({ code, level }) => [code, level])).toEqual(codes.map((code) => [code, 'warning']));
    }
  });
});
