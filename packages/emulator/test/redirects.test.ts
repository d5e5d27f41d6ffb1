import { describe, expect, it } from '@jest/globals';
import { validateRequest } from 'twilio';
import { startEmulator } from '../src/driver';
import { ANN, failed, NUMBER, outcome, sent, turnAt } from './support/turns';
import { says, serveWebhook, type WebhookServer } from './support/webhook-server';

const redirect = (status: number, location: string | undefined, more: Record<string, string> = {}) => ({
  status,
  headers: { ...(location === undefined ? {} : { Location: location }), ...more },
});

/** Method, path and body of each request that came. */
const seen = ({ requests }: WebhookServer) => requests.map(({ method, path }) => `${method} ${path}`);

describe('an HTTP redirect', () => {
  it.each([301, 302])(
    '%i is followed with GET without the form, when the number is set so',
    async (status) => {
      await using server = await serveWebhook({
        '/sms': redirect(status, '/next?x=1'),
        '/next': says('there'),
      });
      const turn = await turnAt(server.url, { redirects: 'get' });
      expect(outcome(turn)).toEqual(sent('there'));
      expect(seen(server)).toEqual(['POST /sms', 'GET /next?x=1']);
      expect([...(server.requests[1]?.parameters ?? [])]).toEqual([['x', '1']]);
      expect(server.requests[1]?.body).toBe('');
      expect(turn.exchanges.map(({ purpose }) => purpose)).toEqual(['webhook', 'redirect']);
    },
  );

  it.each(['keep', 'get'] as const)(
    '303 is followed with GET without the form, set to %j too',
    async (redirects) => {
      await using server = await serveWebhook({ '/sms': redirect(303, '/next'), '/next': says('there') });
      expect(outcome(await turnAt(server.url, { redirects }))).toEqual(sent('there'));
      expect(seen(server)).toEqual(['POST /sms', 'GET /next']);
      expect(server.requests[1]?.body).toBe('');
    },
  );

  it.each([
    [301, {}],
    [302, {}],
    [302, { redirects: 'keep' }],
    [307, {}],
    [307, { redirects: 'get' }],
  ] as const)('%i is followed with the same method and form, signed, with %j', async (status, options) => {
    await using server = await serveWebhook({ '/sms': redirect(status, '/next'), '/next': says('there') });
    const authToken = 'the token of the account';
    const turn = await turnAt(server.url, { ...options, authToken });
    expect(outcome(turn)).toEqual(sent('there'));
    expect(turn.exchanges.map(({ purpose }) => purpose)).toEqual(['webhook', 'redirect']);
    const signature = server.requests[1]?.header('x-twilio-signature') ?? '';
    const form = Object.fromEntries(server.requests[1]?.parameters ?? []);
    expect(validateRequest(authToken, signature, `${server.origin}/next`, form)).toBe(true);
    expect(outcome(await turnAt(server.url, { ...options, method: 'GET' }))).toEqual(sent('there'));
    const [first, second, third, fourth] = server.requests;
    expect([second?.method, second?.body]).toEqual(['POST', first?.body]);
    expect([third?.method, fourth?.method]).toEqual(['GET', 'GET']);
    expect([...(fourth?.parameters ?? [])]).toEqual([...(third?.parameters ?? [])]);
  });

  it('can be set for a number while it is used, and is for its status callbacks too', async () => {
    await using server = await serveWebhook({
      '/sms': '<Response><Message statusCallback="/moved">hello</Message></Response>',
      '/moved': redirect(302, '/status'),
      '/status': '<Response/>',
    });
    await using twilio = await startEmulator({ webhook: server.url });
    const methods = async () => {
      server.requests.length = 0;
      await twilio.phone(ANN).send('hi');
      await twilio.settled();
      return seen(server).filter((request) => request.endsWith('/status'));
    };
    expect(await methods()).toEqual(Array(3).fill('POST /status'));
    twilio.configure(NUMBER, { redirects: 'get' });
    expect(await methods()).toEqual(Array(3).fill('GET /status'));
  });

  it.each([300, 304, 305, 308])('%i is 11216', async (status) => {
    await using server = await serveWebhook({ '/sms': redirect(status, '/next'), '/next': says('no') });
    expect(outcome(await turnAt(server.url))).toEqual(failed(11216));
    expect(seen(server)).toEqual(['POST /sms']);
  });

  it.each([undefined, '', 'http://', 'ftp://127.0.0.1/', 'javascript:1'])(
    'to %j is 11216',
    async (location) => {
      await using server = await serveWebhook({ '/sms': redirect(302, location) });
      expect(outcome(await turnAt(server.url))).toEqual(failed(11216));
    },
  );

  it('ten are followed, the eleventh is 11215', async () => {
    for (const [hops, expected] of [
      [10, sent('there')],
      [11, failed(11215)],
    ] as const) {
      await using server = await serveWebhook(({ path }) => {
        const hop = Number(path.slice('/'.length)) || 0;
        return hop === hops ? says('there') : redirect(302, `/${hop + 1}`);
      });
      expect(outcome(await turnAt(`${server.origin}/0`))).toEqual(expected);
      expect(server.requests).toHaveLength(11);
    }
  });

  it('can lead to another server', async () => {
    await using other = await serveWebhook(says('there'));
    await using server = await serveWebhook({ '/sms': redirect(302, `${other.origin}/elsewhere`) });
    expect(outcome(await turnAt(server.url))).toEqual(sent('there'));
    expect(seen(other)).toEqual(['POST /elsewhere']);
  });
});
