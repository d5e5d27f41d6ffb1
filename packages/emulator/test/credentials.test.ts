import { expect, it } from '@jest/globals';
import { startEmulator } from '../src/driver';
import { ANN } from './support/turns';
import { says, serveWebhook } from './support/webhook-server';

const PLAIN = 'ann:p@ss:word €';
const BASIC = `Basic ${Buffer.from(PLAIN).toString('base64')}`;

it.each(['POST', 'GET'] as const)(
  'user name and password of an address go as Authorization with %s, and are not shown',
  async (method) => {
    await using server = await serveWebhook({
      '/sms': '<Response><Message>hi<Media>/cat.png</Media></Message><Redirect>next</Redirect></Response>',
      '/next': { status: 500 },
      '/fallback': says('sorry'),
    });
    const withPassword = server.origin.replace('//', '//ann:p%40ss%3Aword%20%E2%82%AC@');
    await using twilio = await startEmulator({
      webhook: `${withPassword}/sms`,
      fallback: `${server.origin}/fallback`,
      method,
    });
    const turn = await twilio.phone(ANN).send('hi');
    expect(turn.replies.map(({ body }) => body)).toEqual(['hi', 'sorry']);
    expect(server.requests.map(({ header }) => header('authorization'))).toEqual([BASIC, BASIC, undefined]);
    expect(server.requests[2]?.parameters.get('ErrorUrl')).toBe(`${server.origin}/next`);
    expect(turn.exchanges[0]?.request.headers).toContainEqual(['Authorization', 'Basic (hidden)']);
    const shown = JSON.stringify(turn);
    for (const secret of ['p@ss', 'p%40ss', BASIC.slice(6)]) expect(shown).not.toContain(secret);
  },
);
