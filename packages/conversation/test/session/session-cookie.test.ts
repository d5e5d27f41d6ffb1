import crypto from 'node:crypto';
import { describe, expect, it, jest } from '@jest/globals';
import { HOUR, MINUTE, NOON, OTHER_SECRET, SECRET } from 'test-support';
import { isObject, type Json } from '../../src/json';
import { MAX_VALUE_LENGTH, sessionCookie } from '../../src/session/session-cookie';
import type { SessionContext } from '../../src/session/session-store';
import { readSecrets } from '../../src/session/secrets';
import { sign } from '../../src/session/signature';
import { sessionContext } from '../support/session-context';

type Draft = { text: string };

const draft = sessionCookie(
  'draft',
  (session: Json): session is Draft => isObject(session) && typeof session.text === 'string',
);
/** Accepts every payload. */
const isJson = (session: Json): session is Json => JSON.stringify(session) !== '';
const anySession = sessionCookie('any', isJson);

const sealed = (session: Draft = { text: 'hello' }, conversation = sessionContext()): string =>
  draft.seal(session, conversation)[1];

const opened = (value: unknown, conversation = sessionContext()) =>
  draft.open({ draft: value }, conversation);

/** A genuine cookie with parts of our choosing, as no code of this project makes it. */
const signedBy = (version: string, issued: string, payload: string): string => {
  const { from, to, secrets } = sessionContext();
  return [version, issued, payload, sign([version, 'draft', from, to, issued, payload], secrets)].join('.');
};

const base64url = (text: string): string => Buffer.from(text).toString('base64url');

describe('a session cookie', () => {
  it('opens what was sealed', () => {
    expect(opened(sealed())).toEqual({ kind: 'continued', session: { text: 'hello' } });
  });

  it('has attributes for four hours and every path', () => {
    const [name, , attributes] = draft.seal({ text: '' }, sessionContext());
    expect(name).toBe('draft');
    expect(attributes).toEqual(['Max-Age=14400', 'Path=/']);
  });

  it('is removed with the path that it was set with', async () => {
    expect(await draft.end()).toEqual([['draft', '', ['Max-Age=0', 'Path=/']]]);
  });

  it('has a value that no cookie parser changes', () => {
    expect(sealed({ text: '"; =,%20 ☎ \u0000' })).toMatch(/^[A-Za-z0-9_.-]+$/);
  });

  it('is the same for the same session at the same time', () => {
    expect(sealed()).toBe(sealed());
  });

  it.each([
    ['just before four hours', 'continued', 4 * HOUR - 1],
    ['at four hours', 'new', 4 * HOUR],
    ['years later', 'new', 100_000 * HOUR],
    ['on a machine whose clock is five minutes behind', 'continued', -5 * MINUTE],
  ])('%s it is %s', (_, kind, later) => {
    expect(opened(sealed(), sessionContext({ now: NOON + later })).kind).toBe(kind);
  });

  it('is not opened by a clock that does not work', () => {
    expect(opened(sealed(), sessionContext({ now: NaN }))).toEqual({ kind: 'new', reason: 'expired' });
  });

  it('compares signatures in constant time, with every secret', () => {
    const compare = jest.spyOn(crypto, 'timingSafeEqual');
    opened(sealed(), sessionContext({ secrets: readSecrets(`${SECRET},${OTHER_SECRET}`) }));
    opened(sealed().slice(0, -43) + 'A'.repeat(43));
    expect(compare).toHaveBeenCalledTimes(3);
    compare.mockRestore();
  });

  describe('with several secrets', () => {
    const rotated = sessionContext({ secrets: readSecrets(`${OTHER_SECRET},${SECRET}`) });

    it('verifies with every one', () => {
      expect(opened(sealed(), rotated).kind).toBe('continued');
    });

    it('signs with the first', () => {
      const value = sealed({ text: 'hello' }, rotated);
      expect(opened(value, sessionContext({ secrets: readSecrets(OTHER_SECRET) })).kind).toBe('continued');
      expect(opened(value).kind).toBe('new');
    });

    it('refuses a secret that is no longer in use', () => {
      expect(opened(sealed(), sessionContext({ secrets: readSecrets(OTHER_SECRET) }))).toEqual({
        kind: 'new',
        reason: 'forged',
      });
    });
  });

  describe('begins a new conversation and says why', () => {
    const [issued, text] = [String(NOON), base64url('{"text":"hello"}')];
    const good = sealed();

    it.each<[string, string, unknown]>([
      ['an empty value', 'malformed', ''],
      ['a number', 'malformed', '2'],
      ['not a string', 'malformed', 2],
      ['null', 'malformed', null],
      ['an object, as cookie-parser makes of a value that begins with j:', 'malformed', { count: 2 }],
      ['a list', 'malformed', [good]],
      ['a part missing', 'malformed', good.split('.').slice(0, 3).join('.')],
      ['a part too many', 'malformed', `${good}.x`],
      ['spaces around', 'malformed', ` ${good} `],
      ['a line break at the end', 'malformed', `${good}\n`],
      ['something before', 'malformed', `x${good}`],
      ['a later version behind something', 'malformed', `x${signedBy('v2', issued, text)}`],
      ['a version that begins with 0', 'malformed', signedBy('v02', issued, text)],
      ['a version of too many digits', 'malformed', signedBy('v12345', issued, text)],
      ['a version of four digits', 'unsupported', signedBy('v1234', issued, text)],
      ['padding', 'malformed', `${good}=`],
      ['an empty payload', 'malformed', signedBy('v1', issued, '')],
      ['a time that is not a number', 'malformed', signedBy('v1', 'noon', text)],
      ['a negative time', 'malformed', signedBy('v1', '-1', text)],
      ['no version', 'malformed', good.slice(3)],
      ['a genuine value that is too long', 'malformed', signedBy('v1', issued, 'A'.repeat(MAX_VALUE_LENGTH))],
      ['a megabyte', 'malformed', 'v1.'.repeat(350_000)],
      ['a broken v1', 'malformed', 'v1.x'],
      ['a later version', 'unsupported', signedBy('v2', issued, text)],
      ['a much later version', 'unsupported', 'v12.whatever'],
      ['a cut signature', 'malformed', good.slice(0, -1)],
      ['another signature', 'forged', good.slice(0, -43) + 'A'.repeat(43)],
      ['the whole of it edited', 'forged', good.replace(text, base64url('{"text":"HELLO"}'))],
      ['another time', 'forged', good.replace(issued, String(NOON + 1))],
      ['the same time, written otherwise', 'forged', good.replace(issued, `0${issued}`)],
      ['four hours of age', 'expired', signedBy('v1', String(NOON - 4 * HOUR), text)],
      ['a time of issue to come', 'premature', signedBy('v1', String(NOON + 5 * MINUTE + 1), text)],
      ['another shape', 'unreadable', signedBy('v1', issued, base64url('{"count":2}'))],
      ['a payload that is not JSON', 'unreadable', signedBy('v1', issued, base64url('{"text":'))],
    ])('%s: %s', (_, reason, value) => {
      expect(opened(value)).toEqual({ kind: 'new', reason });
    });

    it.each<[string, unknown]>([
      ['no cookie of this name', { other: 'x' }],
      ['no cookies', {}],
      ['undefined', undefined],
      ['null', null],
      ['a text', 'draft=1'],
    ])('%s: missing', (_, cookies) => {
      expect(draft.open(cookies, sessionContext())).toEqual({ kind: 'new', reason: 'missing' });
    });

    it.each<[string, Partial<SessionContext>]>([
      ['another sender', { from: '+15551110001' }],
      ['another number', { to: '+15552220001' }],
      ['sender and number exchanged', { from: '+15552220000', to: '+15551110000' }],
    ])('%s: forged', (_, other) => {
      expect(opened(good, sessionContext(other))).toEqual({ kind: 'new', reason: 'forged' });
    });

    it('a cookie of another name: forged', () => {
      const twin = sessionCookie('twin', (session: Json): session is Draft => isObject(session));
      expect(twin.open({ twin: good }, sessionContext())).toEqual({ kind: 'new', reason: 'forged' });
    });

    it('a border moved between sender and number: forged', () => {
      const value = sealed({ text: '' }, sessionContext({ from: '+1555', to: '1999' }));
      expect(opened(value, sessionContext({ from: '+15551', to: '999' })).kind).toBe('new');
      expect(opened(value, sessionContext({ from: '+1555","1999', to: '' })).kind).toBe('new');
    });
  });

  describe('throws, with advice, for a developer’s mistake', () => {
    it.each(['', 'x'.repeat(65), 'two words', 'a=b', 'a;b', 'naïve', 'a,b'])('the name %j', (name) => {
      const define = () => sessionCookie(name, isJson);
      expect(define).toThrow(expect.objectContaining({ code: 'cookie-name' }));
      expect(define).toThrow(`${JSON.stringify(name)} is not a cookie name: use 1 to 64 letters.`);
    });

    const cycle: Record<string, unknown> = {};
    cycle.self = cycle;

    it.each<[string, unknown]>([
      ['undefined', undefined],
      ['a function', () => 1],
      ['a date', new Date(NOON)],
      ['a Map', new Map()],
      ['NaN in it', { a: [NaN] }],
      ['undefined in it', { a: undefined }],
      ['a BigInt', 1n],
      ['a cycle', cycle],
    ])('a session that is %s', (_, session) => {
      const seal = () => anySession.seal(session as Json, sessionContext());
      expect(seal).toThrow(expect.objectContaining({ code: 'session-not-json' }));
      expect(seal).toThrow(
        'JSON would change the session of cookie "any". Use plain JSON: no undefined, NaN, date or class.',
      );
    });

    it.each([NaN, Infinity, 1.5])('the time %p', (now) => {
      const seal = () => sealed({ text: '' }, sessionContext({ now }));
      expect(seal).toThrow(expect.objectContaining({ code: 'time' }));
      expect(seal).toThrow(`${now} is not a time: pass Date.now().`);
    });

    it('a session that is too large, with its size', () => {
      const largest = 2568; // characters of text that still fit
      const session = { text: 'x'.repeat(largest) };
      expect(sealed(session)).toHaveLength(MAX_VALUE_LENGTH);
      expect(opened(sealed(session))).toEqual({ kind: 'continued', session });
      const seal = () => sealed({ text: 'x'.repeat(largest + 1) });
      expect(seal).toThrow(expect.objectContaining({ code: 'session-too-large' }));
      expect(seal).toThrow(
        'The session of cookie "draft" is too large: its 2580 bytes of JSON make 3501 characters; the limit is ' +
          '3500. Store less.',
      );
    });
  });
});

describe('cookies of the past', () => {
  it('v1 stays readable', () => {
    // Frozen: never make these anew. They are what phones carry when a new version is deployed.
    const value = 'v1.1795435200000.eyJ0ZXh0IjoiaGVsbG8ifQ.e5BTtk-kg3iINJw76PyL95KLE4EXSJTcbiKA_RgL_Io';
    expect(opened(value)).toEqual({ kind: 'continued', session: { text: 'hello' } });
  });
});

describe('cookies that cannot be read', () => {
  const fail = (given?: unknown): never => {
    throw new Error(`It refuses ${typeof given}.`);
  };
  const revoked = Proxy.revocable({}, {});
  revoked.revoke();

  it.each<[string, unknown]>([
    ['a getter that throws', Object.defineProperty({}, 'draft', { get: fail })],
    ['a proxy whose cookie throws', new Proxy({ draft: 'x' }, { get: fail })],
    [
      'a proxy whose names throw',
      new Proxy({}, { has: fail, ownKeys: fail, getOwnPropertyDescriptor: fail }),
    ],
    ['a revoked proxy', revoked.proxy],
  ])('are unreadable: %s', (_, cookies) => {
    expect(draft.open(cookies, sessionContext())).toEqual({ kind: 'new', reason: 'unreadable' });
  });

  it('have a value that throws when it becomes a text', () => {
    expect(opened({ toString: fail })).toEqual({ kind: 'new', reason: 'malformed' });
  });

  it('hold a session that throws when it is checked', () => {
    const failing = sessionCookie('draft', (session: Json): session is Json => fail(session));
    expect(failing.open({ draft: sealed() }, sessionContext())).toEqual({
      kind: 'new',
      reason: 'unreadable',
    });
  });

  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])(
    'are missing where %j is inherited',
    (name) => {
      const cookie = sessionCookie(name, isJson);
      expect(cookie.open({}, sessionContext())).toEqual({ kind: 'new', reason: 'missing' });
      const [, value] = cookie.seal({ a: 1 }, sessionContext());
      expect(cookie.open({ [name]: value }, sessionContext())).toEqual({
        kind: 'continued',
        session: { a: 1 },
      });
    },
  );
});
