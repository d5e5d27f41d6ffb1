import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { HOUR, SECRET } from 'test-support';
import type { Json } from '../../src/json';
import { readSecrets } from '../../src/session/secrets';
import { sessionCookie } from '../../src/session/session-cookie';
import type { SessionContext } from '../../src/session/session-store';

/** Accepts every payload. */
const anySession = sessionCookie('any', (session: Json): session is Json => JSON.stringify(session) !== '');

describe('for any session, conversation and time, a session cookie', () => {
  const json = fc
    .jsonValue({ noUnicodeString: false })
    .filter((value) => !holdsMinusZero(value)) as fc.Arbitrary<Json>;
  const conversations = fc.record({
    from: fc.string({ unit: 'binary' }),
    to: fc.string({ unit: 'binary' }),
    secrets: fc.constant(readSecrets(SECRET)),
    now: fc.integer({ min: 0, max: 8.64e15 / 100 }),
  });
  const cookies = fc
    .tuple(json, conversations)
    .map(([session, conversation]) => ({ session, conversation }))
    .filter(({ session }) => JSON.stringify(session).length < 2000);
  const seal = (session: Json, conversation: SessionContext) => anySession.seal(session, conversation)[1];

  it('opens what was sealed, until four hours have passed', () => {
    fc.assert(
      fc.property(cookies, fc.nat(4 * HOUR - 1), ({ session, conversation }, later) => {
        const any = seal(session, conversation);
        expect(anySession.open({ any }, { ...conversation, now: conversation.now + later })).toEqual({
          kind: 'continued',
          session,
        });
      }),
    );
  });

  it('is refused at any later time', () => {
    fc.assert(
      fc.property(cookies, fc.nat(), ({ session, conversation }, later) => {
        const any = seal(session, conversation);
        const now = conversation.now + 4 * HOUR + later;
        expect(anySession.open({ any }, { ...conversation, now })).toEqual({
          kind: 'new',
          reason: 'expired',
        });
      }),
    );
  });

  it('is refused in any other conversation', () => {
    fc.assert(
      fc.property(cookies, conversations, ({ session, conversation }, { from, to }) => {
        fc.pre(from !== conversation.from || to !== conversation.to);
        const any = seal(session, conversation);
        expect(anySession.open({ any }, { ...conversation, from, to })).toEqual({
          kind: 'new',
          reason: 'forged',
        });
      }),
    );
  });

  it('is refused after any edit of a character', () => {
    const character = fc.stringMatching(/^[\w.-]$/);
    fc.assert(
      fc.property(cookies, fc.nat(), fc.option(character), ({ session, conversation }, at, by) => {
        const value = seal(session, conversation);
        const index = at % value.length;
        const any = value.slice(0, index) + (by ?? '') + value.slice(index + 1);
        fc.pre(any !== value);
        expect(anySession.open({ any }, conversation).kind).toBe('new');
      }),
      { numRuns: 500 },
    );
  });

  it('never throws for an invalid value', () => {
    const value = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.anything(),
      fc.string().map((text) => `v1.1.${text}.`),
    );
    fc.assert(
      fc.property(value, conversations, (any, conversation) => {
        expect(anySession.open({ any }, conversation).kind).toBe('new');
        expect(anySession.open(any, conversation).kind).toBe('new');
      }),
    );
  });
});

/** JSON has no minus zero: `JSON.stringify(-0)` is `0`. */
const holdsMinusZero = (value: unknown): boolean =>
  Object.is(value, -0) ||
  (typeof value === 'object' && value !== null && Object.values(value).some(holdsMinusZero));
