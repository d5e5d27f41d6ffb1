import { describe, expect, it } from '@jest/globals';
import { isSignedFor, PUBLIC, seenBy, startPublic } from './support/public-app';
import { BEN, NUMBER, outcome, sent } from './support/turns';
import { says, serveWebhook } from './support/webhook-server';

const THEIRS = PUBLIC;

describe('what an answer leads to, when the app has a public address', () => {
  it.each([
    ['next', '/next'],
    ['/next', '/next'],
    ['?next', '/sms?next'],
    ['//their.name/next', '/next'],
    [`${PUBLIC}/next`, '/next'],
    [`${PUBLIC}:443/next`, '/next'],
  ])('is called at the address on this machine and signed for the public one: %s', async (url, path) => {
    await using at = await startPublic((request) =>
      request.path === '/sms' ? `<Response><Redirect>${url}</Redirect></Response>` : says('the end'),
    );
    const turn = await at.ann.send('hi');
    expect(outcome(turn)).toEqual(sent('the end'));
    expect(seenBy(at.server.requests)).toEqual([
      ['/sms', THEIRS],
      [path, THEIRS],
    ]);
    expect(at.server.requests[1] && isSignedFor(at.server.requests[1], PUBLIC + path)).toBe(true);
    expect(turn.exchanges[1]?.request).toMatchObject({
      url: PUBLIC + path,
      sentTo: at.server.origin + path,
    });
  });

  it.each([
    [
      'its address on this machine',
      'http://127.0.0.1:9/b',
      `Twilio could not reach http://127.0.0.1:9/b: the app must lead to ${PUBLIC}/ in its place.`,
    ],
    [
      'another port',
      `${PUBLIC}:444/b`,
      `${PUBLIC}:444/b is not below ${PUBLIC}/, so that it was not sent to the app on this machine.`,
    ],
  ])('is warned of when it is %s', async (_, url, detail) => {
    await using at = await startPublic(`<Response><Redirect>${url}</Redirect></Response>`);
    const { errors } = await at.ann.send('hi');
    expect(errors).toContainEqual(expect.objectContaining({ code: 11100, level: 'warning', detail }));
  });

  it('is there for action, statusCallback, Location and the fallback too, and ErrorUrl is the public one', async () => {
    await using at = await startPublic({
      '/sms': '<Response><Message action="action" statusCallback="status?a">one</Message></Response>',
      '/action': { status: 302, headers: { Location: 'moved' } },
      '/moved': { status: 303, headers: { Location: `${PUBLIC}/failed` } },
      '/failed': { status: 500 },
      '/fallback': says('sorry'),
      '/status': { status: 204 },
    });
    at.twilio.configure(NUMBER, { smsFallbackUrl: `${at.server.origin}/fallback` });
    const turn = await at.ann.send('hi');
    expect(outcome(turn)).toEqual({ texts: ['one', 'sorry'], codes: [11200] });
    await at.twilio.settled();
    expect(seenBy(at.server.requests)).toEqual(
      ['/sms', '/action', '/moved', '/failed', '/fallback', ...Array<string>(3).fill('/status?a')].map(
        (path) => [path, THEIRS],
      ),
    );
    expect(at.server.requests[4]?.parameters.get('ErrorUrl')).toBe(`${PUBLIC}/failed`);
    expect(at.ann.lastTurn()?.exchanges.map(({ request }) => request.url)).toEqual(
      ['/sms', '/action', '/moved', '/failed', '/fallback', ...Array<string>(3).fill('/status?a')].map(
        (path) => PUBLIC + path,
      ),
    );
  });

  it('has a path with the part that the proxy takes off, relative or not', async () => {
    await using at = await startPublic(
      {
        '/sms': '<Response><Redirect>next</Redirect></Response>',
        '/next': `<Response><Redirect>${PUBLIC}/app/last</Redirect></Response>`,
        '/last': says('the end'),
      },
      { publicUrl: `${PUBLIC}/app` },
    );
    const turn = await at.ann.send('hi');
    expect(outcome(turn)).toEqual(sent('the end'));
    expect(turn.exchanges.map(({ request }) => request.url)).toEqual(
      ['sms', 'next', 'last'].map((path) => `${PUBLIC}/app/${path}`),
    );
  });

  it('is plain HTTP for what is asked of the same name by http://', async () => {
    await using at = await startPublic({
      '/sms': '<Response><Redirect>http://their.name/next</Redirect></Response>',
      '/next': says('the end'),
    });
    expect(outcome(await at.ann.send('hi'))).toEqual(sent('the end'));
    expect(seenBy(at.server.requests)[1]).toEqual(['/next', 'http://their.name']);
    expect(at.server.requests[1] && isSignedFor(at.server.requests[1], 'http://their.name/next')).toBe(true);
  });

  it('is signed as it is written when it is the address on this machine, or one of elsewhere', async () => {
    await using elsewhere = await serveWebhook(says('the end'));
    await using at = await startPublic(({ path }) =>
      path === '/sms'
        ? `<Response><Redirect>${at.server.origin}/next</Redirect></Response>`
        : `<Response><Redirect>${elsewhere.url}</Redirect></Response>`,
    );
    const turn = await at.ann.send('hi');
    expect(outcome(turn)).toEqual({ texts: ['the end'], codes: [11100, 11100] });
    expect(seenBy([...at.server.requests.slice(1), ...elsewhere.requests])).toEqual([
      ['/next', '://'],
      ['/sms', '://'],
    ]);
    expect(turn.exchanges.map(({ request }) => request.url)).toEqual([
      `${PUBLIC}/sms`,
      `${at.server.origin}/next`,
      elsewhere.url,
    ]);
    expect(at.server.requests[1] && isSignedFor(at.server.requests[1], `${at.server.origin}/next`)).toBe(
      true,
    );
    expect(at.server.requests[1]?.header('host')).toBe(new URL(at.server.origin).host);
  });

  it('is a file on this machine, where the page and the REST API find it', async () => {
    await using at = await startPublic(
      `<Response><Message>one<Media>/cat.png</Media><Media>https://else.example/dog.png</Media></Message></Response>`,
    );
    const turn = await at.ann.send('hi');
    expect(turn.replies[0]?.media).toEqual([
      { url: `${at.server.origin}/cat.png`, contentType: 'image/png' },
      { url: 'https://else.example/dog.png', contentType: 'image/png' },
    ]);
    await at.client.messages.create({ from: NUMBER, to: BEN, mediaUrl: [`${PUBLIC}/cat.png`] });
    expect((await at.twilio.phone(BEN).next()).media).toMatchObject([{ url: `${at.server.origin}/cat.png` }]);
  });

  it('leaves MediaUrl0 with the emulator', async () => {
    await using at = await startPublic(says('hello'));
    await at.ann.text('hi', { media: ['https://else.example/dog.png'] });
    const url = new URL(at.server.requests[0]?.parameters.get('MediaUrl0') ?? '');
    expect(url.origin).toBe(at.url);
  });
});

describe('a status callback of the REST API, below a public address', () => {
  const STATUS = {
    '/sms': '<Response/>',
    '/status': { status: 204 },
    '/inbound': says('by the service'),
  } as const;
  const callbacks = (paths: number) => Array<string[]>(paths).fill(['/status', PUBLIC]);

  it.each([
    ['a number', NUMBER],
    ['a name, which has no settings', 'Their Shop'],
    ['a number without one', '+15552229999'],
  ])('goes to the app on this machine: from %s', async (_, from) => {
    await using at = await startPublic(STATUS);
    at.addNumber('+15552229999', { smsUrl: '', publicUrl: '' });
    await at.client.messages.create({ from, to: BEN, body: 'hi', statusCallback: `${PUBLIC}/status` });
    await at.twilio.settled();
    expect(seenBy(at.server.requests)).toEqual(callbacks(3));
    expect(at.server.requests.every((request) => isSignedFor(request, `${PUBLIC}/status`))).toBe(true);
  });

  it('of a Messaging Service too, as its webhook and its fallback do', async () => {
    await using at = await startPublic({ ...STATUS, '/broken': { status: 500 } });
    const sid = await at.addService([NUMBER], {
      statusCallback: `${PUBLIC}/status`,
      inboundRequestUrl: `${PUBLIC}/broken`,
      fallbackUrl: `${PUBLIC}/inbound`,
    });
    await at.client.messages.create({ messagingServiceSid: sid, to: BEN, body: 'hi' });
    await at.twilio.settled();
    expect(seenBy(at.server.requests)).toEqual(callbacks(4));
    at.server.requests.length = 0;
    expect(await at.ann.text('hi', { errors: [11200] })).toEqual(['by the service']);
    expect(seenBy(at.server.requests)).toEqual([
      ['/broken', PUBLIC],
      ['/inbound', PUBLIC],
    ]);
  });

  it('has the part of the path that the proxy takes off, and comes to a phone that was off', async () => {
    await using at = await startPublic(STATUS, { publicUrl: `${PUBLIC}/app` });
    at.twilio.engine.phones.set(BEN, false);
    await at.client.messages.create({
      from: NUMBER,
      to: BEN,
      body: 'hi',
      statusCallback: `${PUBLIC}/app/status`,
    });
    await at.twilio.settled();
    at.twilio.engine.phones.set(BEN, true);
    await at.twilio.settled();
    expect(at.statuses()).toEqual(['sending', 'sent', 'delivered']);
    expect(at.server.requests.map(({ header }) => header('x-forwarded-prefix'))).toEqual(
      Array(3).fill('/app'),
    );
  });
});

describe('two numbers with the same public address', () => {
  it('have an app each: a request is of the number of its turn', async () => {
    const answers = { '/sms': '<Response><Redirect>next</Redirect></Response>', '/status': { status: 204 } };
    await using other = await serveWebhook({ ...answers, '/next': says('other') });
    await using at = await startPublic({ ...answers, '/next': says('first') });
    const OTHER = '+15552229999';
    at.addNumber(OTHER, { smsUrl: other.url });
    const toOther = at.twilio.phone(BEN, { to: OTHER });
    expect(await Promise.all([at.ann.text('hi'), toOther.text('hi')])).toEqual([['first'], ['other']]);
    for (const from of [NUMBER, OTHER])
      await at.client.messages.create({ from, to: BEN, body: 'hi', statusCallback: `${PUBLIC}/status` });
    await at.twilio.settled();
    for (const { requests } of [at.server, other])
      expect(requests.map(({ path }) => path)).toEqual([
        '/sms',
        '/next',
        ...Array<string>(3).fill('/status'),
      ]);
  });
});

describe('the REST API, for a number with a public address', () => {
  it('has the public one, keeps the one on this machine, and neither for another app', async () => {
    await using at = await startPublic({
      '/sms': says('one'),
      '/other': { status: 500 },
      '/fallback': says('two'),
    });
    const [found] = await at.client.incomingPhoneNumbers.list();
    expect(found).toMatchObject({ smsUrl: `${PUBLIC}/sms`, smsFallbackUrl: '' });
    const resource = at.client.incomingPhoneNumbers(found?.sid ?? '');
    const change = { smsUrl: `${PUBLIC}/other`, smsFallbackUrl: `${PUBLIC}/fallback` };
    expect(await resource.update(change)).toMatchObject(change);
    expect(at.twilio.engine.numbers()).toMatchObject([
      { smsUrl: `${at.server.origin}/other`, smsFallbackUrl: `${at.server.origin}/fallback` },
    ]);
    expect(await at.ann.text('hi', { errors: [11200] })).toEqual(['two']);
    const elsewhere = { smsUrl: 'https://else.example/sms', smsFallbackUrl: '' };
    expect(await resource.update({ smsUrl: '' })).toMatchObject({ smsUrl: '' });
    at.twilio.configure(NUMBER, { smsUrl: at.server.url });
    expect(await resource.update(elsewhere)).toMatchObject(elsewhere);
    expect(at.twilio.engine.numbers()).toMatchObject([{ ...elsewhere, publicUrl: '' }]);
  });
});

describe('the emulator, called by an app with a public address', () => {
  it.each(['their.name', 'twilio.com.evil.example', 'their.name, api.twilio.com', ''])(
    'takes a request that passes on X-Forwarded-Host: %j for one of its own JSON API',
    async (host) => {
      await using at = await startPublic(says('hello'));
      const headers = { 'X-Forwarded-Host': host, 'X-Forwarded-Proto': 'https' };
      expect(await at.request('GET', '/api/numbers', { headers })).toMatchObject({
        status: 200,
        body: { numbers: [{ number: NUMBER }] },
      });
      expect(await at.request('GET', '/2010-04-01/Accounts/x', { headers })).toMatchObject({ status: 404 });
    },
  );

  it('refuses to be the app', async () => {
    await using at = await startPublic(says('hello'));
    at.twilio.configure(NUMBER, { smsUrl: `${at.url}/api/numbers` });
    const turn = await at.ann.send('hi');
    expect(turn.exchanges[0]?.response).toMatchObject({ status: 403 });
  });
});
