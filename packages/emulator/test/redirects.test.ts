import { describe, expect, it } from '@jest/globals';
import { failed, outcome, sent, turnAt } from './support/turns';
import { says, serveWebhook, type WebhookServer } from './support/webhook-server';

const redirect = (status: number, location: string | undefined, more: Record<string, string> = {}) => ({
  status,
  headers: { ...(location === undefined ? {} : { Location: location }), ...more },
});

/** Method, path and body of each request that came. */
const seen = ({ requests }: WebhookServer) => requests.map(({ method, path }) => `${method} ${path}`);

describe('an HTTP redirect', () => {
  it.each([301, 302, 303])('%i is followed with GET, and the form is lost', async (status) => {
    await using server = await serveWebhook({
      '/sms': redirect(status, '/next?x=1'),
      '/next': says('there'),
    });
    const turn = await turnAt(server.url);
    expect(outcome(turn)).toEqual(sent('there'));
    expect(seen(server)).toEqual(['POST /sms', 'GET /next?x=1']);
    expect([...(server.requests[1]?.parameters ?? [])]).toEqual([['x', '1']]);
    expect(server.requests[1]?.body).toBe('');
    expect(turn.exchanges.map(({ purpose }) => purpose)).toEqual(['webhook', 'redirect']);
  });

  it('307 is followed with the same method and form', async () => {
    await using server = await serveWebhook({ '/sms': redirect(307, '/next'), '/next': says('there') });
    expect(outcome(await turnAt(server.url))).toEqual(sent('there'));
    expect(outcome(await turnAt(server.url, { method: 'GET' }))).toEqual(sent('there'));
    const [first, second, third, fourth] = server.requests;
    expect([second?.method, second?.body]).toEqual(['POST', first?.body]);
    expect([third?.method, fourth?.method]).toEqual(['GET', 'GET']);
    expect([...(fourth?.parameters ?? [])]).toEqual([...(third?.parameters ?? [])]);
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
    expect(seen(other)).toEqual(['GET /elsewhere']);
  });
});
