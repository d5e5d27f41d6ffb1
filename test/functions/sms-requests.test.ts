import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { defineTwilioGlobals, invoke, SECRET } from 'test-support';
import { handler } from '../../src/functions/sms.protected';
import { eventWith } from '../support/phone';

const FIRST = 'Hello, thanks for the new message.';

beforeAll(() => {
  defineTwilioGlobals();
  jest.spyOn(console, 'log').mockImplementation(() => undefined);
});

describe('bad requests', () => {
  it.each<[string, unknown, string]>([
    ['nothing', {}, 'Missing: From and To.'],
    ['no To', { From: '+15551110000' }, 'Missing: To.'],
    ['From twice', eventWith({}, { From: ['a', 'b'] }), 'Not a single text value: From.'],
    ['no event', undefined, 'Missing: From and To.'],
  ])('with %s get a 400 that says what is missing and what this is', async (_, event, problem) => {
    const reply = await invoke(handler, { SESSION_SECRET: SECRET }, event);
    expect(reply.statusCode).toBe(400);
    expect(reply.headers['Content-Type']).toBe('text/plain');
    expect(reply.body).toContain(problem);
    expect(reply.body).toContain('This address is the webhook for incoming SMS messages');
    expect(reply.cookies).toEqual([]);
  });

  it.each([[undefined], [null], ['text'], [{}], [{ cookies: null }], [{ cookies: 'counter=1' }]])(
    'in which a parameter hides the request behind %p begin a new conversation',
    async (request) => {
      const reply = await invoke(handler, { SESSION_SECRET: SECRET }, eventWith(request));
      expect(reply.body).toContain(FIRST);
    },
  );

  it('of any kind call back once and never throw', async () => {
    const text = fc.option(fc.string(), { nil: undefined });
    const events = fc.oneof(
      fc.anything(),
      fc.record({ From: text, To: text, Body: text, OptOutType: text, request: fc.anything() }),
      fc.record({
        From: fc.string(),
        To: fc.string(),
        request: fc.record({ cookies: fc.record({ counter: fc.oneof(fc.string(), fc.anything()) }) }),
      }),
    );
    await fc.assert(
      fc.asyncProperty(events, async (event) => {
        expect([200, 400]).toContain((await invoke(handler, { SESSION_SECRET: SECRET }, event)).statusCode);
      }),
    );
  });
});

describe('without a usable SESSION_SECRET', () => {
  it.each<[string, object]>([
    ['none', {}],
    ['an empty one', { SESSION_SECRET: '' }],
    ['a short one', { SESSION_SECRET: 'short' }],
    ['a short one among others', { SESSION_SECRET: `${SECRET},short` }],
  ])('(%s) the callback gets an error that says what to do, and no cookie is set', async (_, context) => {
    for (const event of [eventWith({}), eventWith({}, { Body: 'STOP' }), {}]) {
      const error = await invoke(handler, context, event).catch((reason: unknown) => reason);
      expect(error).toMatchObject({ name: 'ConversationError' });
      const { message } = error as Error;
      expect(message).toContain('SESSION_SECRET');
      expect(message).toContain('openssl rand -hex 32');
      expect(message).not.toContain(SECRET);
      expect(message).not.toContain('short"');
    }
  });
});
