import { describe, expect, it } from '@jest/globals';
import { troubleOf } from '../../src/deploy/request-failure';
import { MAX_TRIES, pauseBeforeRetry } from '../../src/deploy/retries';

const withCode = (code: string) => Object.assign(new Error('Failed'), { code });
const answered = (body: unknown, headers = {}) =>
  Object.assign(new Error('Failed'), { name: 'HTTPError', response: { statusCode: 429, headers, body } });

describe('an error of a request', () => {
  it.each([
    ['ENOTFOUND', 'unreachable'],
    ['EAI_AGAIN', 'unreachable'],
    ['ERR_TLS_HANDSHAKE_TIMEOUT', 'unreachable'],
    ['CERT_HAS_EXPIRED', 'untrusted'],
    ['CERT_NOT_YET_VALID', 'untrusted'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'untrusted'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'untrusted'],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'untrusted'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'untrusted'],
    ['INVALID_CA', 'untrusted'],
    ['ECONNRESET', 'cut'],
    ['ETIMEDOUT', 'cut'],
    ['EPIPE', 'cut'],
    ['HPE_INVALID_CONSTANT', 'cut'],
  ])('%s means %s', (errno, kind) => {
    expect(troubleOf(withCode(errno))).toEqual({ kind, errno });
  });

  it.each(['Z_DATA_ERROR', 'Z_BUF_ERROR', 'ERR__ERROR_FORMAT_PADDING_1', 'ERR_READING_RESPONSE_STREAM'])(
    'that cannot be read (%s) was cut',
    (errno) => {
      const error = Object.assign(withCode(errno), { name: 'ReadError' });
      expect(troubleOf(error)).toEqual({ kind: 'cut', errno });
    },
  );

  it.each([
    [undefined, 'unreachable'],
    [{ secureConnect: undefined }, 'unreachable'],
    [{ secureConnect: 1 }, 'cut'],
  ])('of TLS with the times %j means %s', (timings, kind) => {
    expect(troubleOf(Object.assign(withCode('EPROTO'), { timings }))).toEqual({ kind, errno: 'EPROTO' });
  });

  it('may come from a proxy that makes no connection', () => {
    const error = Object.assign(new Error('Bad response: 502'), { code: 'ERR_GOT_REQUEST_ERROR' });
    expect(troubleOf(error)).toEqual({ kind: 'unreachable', errno: 'Bad response: 502' });
  });

  it.each([withCode('ERR_INVALID_URL'), new Error('Failed'), 'failed', undefined])(
    '%p is none of a request',
    (error) => {
      expect(troubleOf(error)).toBeUndefined();
    },
  );

  it.each([
    [
      { code: 20429, message: 'Too many' },
      { code: 20429, text: 'Too many' },
    ],
    ['{"code":20429,"message":"Too many"}', { code: 20429, text: 'Too many' }],
    ['<html>', {}],
    ['null', {}],
    [[], {}],
  ])('with the body %j has what Twilio says', (body, said) => {
    expect(troubleOf(answered(body))).toEqual({ kind: 'status', status: 429, ...said });
  });

  it('does not hold the credentials that Twilio, or a proxy, sends back', () => {
    const sent = { username: 'AC1', password: 'a token' };
    const message = 'No: AC1, a token, Basic QUMxOmEgdG9rZW4=, a token';
    expect(troubleOf(Object.assign(answered({ message }), { options: sent }))).toMatchObject({
      text: 'No: AC1, ..., Basic ..., ...',
    });
    const noPassword = { username: 'AC1', password: '' };
    expect(troubleOf(Object.assign(answered({ message }), { options: noPassword }))).toMatchObject({
      text: message,
    });
  });

  it.each([
    ['7', 7],
    ['9'.repeat(400), Infinity],
    ['Tue, 24 Nov 2026 20:00:00 GMT', undefined],
  ])('has a Retry-After of %s', (header, retryAfter) => {
    expect(troubleOf(answered('', { 'retry-after': header }))).toMatchObject({ status: 429, retryAfter });
  });
});

describe('the pause before a retry', () => {
  const busy = (retryAfter?: number) => ({ kind: 'status', status: 429, retryAfter }) as const;
  const unreachable = { kind: 'unreachable', errno: 'ENOTFOUND' } as const;

  it.each([
    [busy(), 1, 1000],
    [busy(), 5, 16_000],
    [busy(), MAX_TRIES, undefined],
    [busy(7), 1, 7000],
    [busy(1), 5, 16_000],
    [busy(60), 1, 60_000],
    [busy(61), 1, undefined],
    [busy(Infinity), 1, undefined],
    [{ kind: 'status', status: 400 } as const, 1, undefined],
    [{ kind: 'not-twilio' } as const, 1, undefined],
    [{ kind: 'cut', errno: 'ECONNRESET' } as const, 2, 2000],
    [{ kind: 'cut', errno: 'ETIMEDOUT' } as const, 2, 2000],
  ])('after %j, %i times, is %p ms', (trouble, tries, ms) => {
    expect(pauseBeforeRetry(trouble, tries, true)).toBe(ms);
  });

  it('is made without a connection only if there was one', () => {
    expect(pauseBeforeRetry(unreachable, 1, false)).toBeUndefined();
    expect(pauseBeforeRetry({ kind: 'cut', errno: 'ETIMEDOUT' }, 1, false)).toBeUndefined();
    expect(pauseBeforeRetry({ kind: 'cut', errno: 'ECONNRESET' }, 1, false)).toBe(1000);
    expect(pauseBeforeRetry(unreachable, 1, true)).toBe(1000);
    expect(pauseBeforeRetry({ kind: 'untrusted', errno: 'CERT_HAS_EXPIRED' }, 1, false)).toBeUndefined();
  });
});
