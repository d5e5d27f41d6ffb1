import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeCookie } from '../../src/page/display/decode-cookie';

const encode = (content: string | Uint8Array): string => Buffer.from(content).toString('base64url');
const value = (content: string | Uint8Array, issued = '1700000000000'): string =>
  `v1.${issued}.${encode(content)}.c2lnbmF0dXJl`;

describe('decodeCookie', () => {
  it('gives the time of issue and the payload', () => {
    expect(decodeCookie(value('{"count":2}'))).toEqual({
      issuedAt: 1_700_000_000_000,
      payload: { count: 2 },
    });
  });

  it('gives a payload of null, which is JSON too', () => {
    expect(decodeCookie(value('null'))).toEqual({ issuedAt: 1_700_000_000_000, payload: null });
  });

  it.each(['ż', '日本語', '🍪', '???>>>~~~', 'é'])('decodes %s', (text) => {
    expect(decodeCookie(value(JSON.stringify(text)))?.payload).toBe(text);
  });

  it('decodes every JSON payload', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), (json, issuedAt) => {
        expect(decodeCookie(value(json, String(issuedAt)))).toEqual({
          issuedAt,
          payload: JSON.parse(json) as unknown,
        });
      }),
    );
  });

  it.each([
    ['an empty value', ''],
    ['some other cookie', 'abc123'],
    ['another version', value('1').replace('v1', 'v2')],
    ['no time of issue', value('1', '')],
    ['a time that is no number', value('1', '12a')],
    ['a time of 16 digits', value('1', '1234567890123456')],
    ['no payload', 'v1.1..c2ln'],
    ['no signature', `v1.1.${encode('1')}`],
    ['an empty signature', `v1.1.${encode('1')}.`],
    ['a fifth part', `${value('1')}.more`],
    ['standard base64', 'v1.1.Pz8+.c2ln'],
    ['base64 of an impossible length', 'v1.1.abcde.c2ln'],
    ['a payload that is not JSON', value('{')],
    ['a payload that is not UTF-8', value(Uint8Array.of(0x22, 0xff, 0x22))],
    ['a line after it', `${value('1')}\n`],
  ])('refuses %s', (_, refused) => {
    expect(decodeCookie(refused)).toBeNull();
  });

  it('never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.uint8Array().map((bytes) => value(bytes)),
        ),
        (text) => {
          expect(() => decodeCookie(text)).not.toThrow();
        },
      ),
    );
  });
});
