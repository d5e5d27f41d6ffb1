import { describe, expect, it } from '@jest/globals';
import { startEmulator } from '../src/driver';
import { ANN, changeNumber, failed, outcome, sent, turnAt, turnFor } from './support/turns';
import { says, serveWebhook } from './support/webhook-server';

const respond = (content: string): string => `<Response>${content}</Response>`;
const messages = (count: number): string =>
  Array.from({ length: count }, (_, index) => `<Message>${index + 1}</Message>`).join('');

describe('a reply', () => {
  it('may have ten messages; more are 14109, said once', async () => {
    const ten = Array.from({ length: 10 }, (_, index) => String(index + 1));
    expect(outcome(await turnFor(respond(messages(10))))).toEqual(sent(...ten));
    expect(outcome(await turnFor(respond(messages(12))))).toEqual({ texts: ten, codes: [14109] });
  });

  it('keeps that count through a <Redirect>', async () => {
    const turn = await turnFor({
      '/sms': respond(`${messages(6)}<Redirect>/more</Redirect>`),
      '/more': respond(messages(6)),
    });
    expect(turn.replies).toHaveLength(10);
    expect(turn.errors.map(({ code }) => code)).toEqual([14109]);
  });

  it.each([
    [0, 14103],
    [1, undefined],
    [1600, undefined],
    [1601, 14103],
  ])('of %i characters: %p', async (length, code) => {
    const text = 'x'.repeat(length);
    expect(outcome(await turnFor(says(text)))).toEqual(code === undefined ? sent(text) : failed(code));
  });

  it('goes on after a message that cannot be sent', async () => {
    const turn = await turnFor(respond('<Message/><Message>there</Message>'));
    expect(outcome(turn)).toEqual({ texts: ['there'], codes: [14103] });
    expect(turn.errors[0]).toMatchObject({ level: 'warning', title: 'Invalid Body', exchange: 0 });
  });

  it('may be media alone, with absolute and relative addresses', async () => {
    await using server = await serveWebhook({
      '/a/sms': respond(
        '<Message><Media>b.png</Media><Media>/c.jpg</Media><Media>https://d.example/e</Media></Message>',
      ),
    });
    const turn = await turnAt(`${server.origin}/a/sms`);
    expect(outcome(turn)).toEqual(sent(''));
    const [reply] = turn.replies;
    expect(reply?.sid).toMatch(/^MM[0-9a-f]{32}$/);
    expect(JSON.stringify(reply?.media)).toContain(`${server.origin}/a/b.png`);
    expect(JSON.stringify(reply?.media)).toContain(`${server.origin}/c.jpg`);
    expect(JSON.stringify(reply?.media)).toContain('https://d.example/e');
    expect(reply?.media).toHaveLength(3);
  });

  it('of more than ten media has ten, and a warning', async () => {
    const turn = await turnFor(respond(`<Message>${'<Media>/a.png</Media>'.repeat(11)}</Message>`));
    expect(turn.replies[0]?.media).toHaveLength(10);
    expect(turn.errors.map(({ code, level }) => [code, level])).toEqual([[12200, 'warning']]);
  });

  it.each([
    'ftp://127.0.0.1/a.png',
    'http://',
    'file:///a.png',
    'javascript:1',
    'data:image/png;base64,AA==',
  ])('has no file whose address is none of the web, and a warning: %s', async (url) => {
    const turn = await turnFor(
      respond(
        `<Message>hello<Media>${url}</Media><Media>/b.png</Media></Message><Message><Media>${url}</Media></Message>`,
      ),
    );
    expect(turn.replies.map(({ body, media }) => [body, media.length])).toEqual([['hello', 1]]);
    expect(turn.errors.map(({ code, level }) => [code, level])).toEqual([
      [11100, 'warning'],
      [11100, 'warning'],
      [14103, 'warning'],
    ]);
    expect(turn.errors[0]?.detail).toBe(`<Media> is left out: not an HTTP address: ${url}`);
  });

  it('takes media with any ending', async () => {
    const turn = await turnFor(
      respond('<Message><Media>/a.constructor</Media><Media>/b.__proto__</Media></Message>'),
    );
    expect(JSON.parse(JSON.stringify(turn.replies[0]?.media))).toEqual(turn.replies[0]?.media);
  });

  it.each([
    ['hello', 1],
    ['x'.repeat(160), 1],
    ['x'.repeat(161), 2],
    ['x'.repeat(307), 3],
    ['☎'.repeat(70), 1],
    ['☎'.repeat(71), 2],
  ])('counts the segments of %s', async (text, segments) => {
    expect((await turnFor(says(text))).replies[0]?.segments).toBe(segments);
  });

  it('is shown with the exchange that brought it', async () => {
    const turn = await turnFor(says('hello'));
    expect(turn.exchanges).toMatchObject([
      {
        purpose: 'webhook',
        request: { method: 'POST' },
        response: { status: 200, body: says('hello') },
        failure: null,
      },
    ]);
    expect(turn.replies).toMatchObject([
      { direction: 'outbound', to: ANN, status: 'delivered', turn: turn.sid, byTwilio: false },
    ]);
    expect(turn.replies[0]?.sid).toMatch(/^SM[0-9a-f]{32}$/);
  });
});

describe('<Redirect>', () => {
  it('posts the whole form to another document, and what follows is unreachable', async () => {
    await using server = await serveWebhook({
      '/sms': respond('<Message>one</Message><Redirect>next?step=2</Redirect><Message>never</Message>'),
      '/next': says('two'),
    });
    const turn = await turnAt(server.url);
    expect(outcome(turn)).toEqual(sent('one', 'two'));
    const [first, second] = server.requests;
    expect([second?.method, second?.path, second?.body]).toEqual(['POST', '/next?step=2', first?.body]);
    expect(turn.exchanges.map(({ purpose }) => purpose)).toEqual(['webhook', 'redirect']);
  });

  it('can use GET, with the form in the query', async () => {
    await using server = await serveWebhook({
      '/sms': respond('<Redirect method="GET">/next?step=2</Redirect>'),
      '/next': says('two'),
    });
    expect(outcome(await turnAt(server.url))).toEqual(sent('two'));
    const [first, second] = server.requests;
    expect([second?.method, second?.body]).toEqual(['GET', '']);
    expect([...(second?.parameters ?? [])]).toEqual([['step', '2'], ...(first?.parameters ?? [])]);
  });

  it('can lead to another server, relative to which the next one is', async () => {
    await using other = await serveWebhook({
      '/a/b': respond('<Redirect>c</Redirect>'),
      '/a/c': says('there'),
    });
    expect(outcome(await turnFor({ '/sms': respond(`<Redirect>${other.origin}/a/b</Redirect>`) }))).toEqual(
      sent('there'),
    );
  });

  it('carries the cookies that the document before it set', async () => {
    await using server = await serveWebhook({
      '/sms': {
        headers: { 'Content-Type': 'text/xml', 'Set-Cookie': 'a=1' },
        body: respond('<Redirect>/next</Redirect>'),
      },
      '/next': ({ header }) => says(header('cookie') ?? 'none'),
    });
    expect(outcome(await turnAt(server.url))).toEqual(sent('a=1'));
  });

  it('to what is not there is an error', async () => {
    expect(outcome(await turnFor({ '/sms': respond('<Redirect>/gone</Redirect>') }))).toEqual(failed(11200));
    expect(outcome(await turnFor({ '/sms': respond('<Redirect>mailto:a@b.example</Redirect>') }))).toEqual(
      failed(11100),
    );
  });

  it('reaches fifty documents for a message, then 14106', async () => {
    for (const [last, expected] of [
      [50, sent('there')],
      [51, failed(14106)],
    ] as const) {
      await using server = await serveWebhook(({ path }) => {
        const document = Number(path.slice('/'.length));
        return document === last ? says('there') : respond(`<Redirect>/${document + 1}</Redirect>`);
      });
      expect(outcome(await turnAt(`${server.origin}/1`))).toEqual(expected);
      expect(server.requests).toHaveLength(50);
    }
  });
});

it('a number without a webhook sends nothing, and nothing is wrong', async () => {
  await using twilio = await startEmulator({ webhook: 'http://127.0.0.1:1/' });
  changeNumber(twilio, { smsUrl: '' });
  expect(outcome(await twilio.phone(ANN).send('hi'))).toEqual(sent());
});
