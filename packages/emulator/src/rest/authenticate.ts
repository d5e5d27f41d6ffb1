import { timingSafeEqual } from 'node:crypto';
import type { Account } from '../engine/http/signed-request';
import { RestError } from './rest-error';

/**
 * Checks a request's `Authorization: Basic`: the account's SID and auth token, or an API key and its secret. Real keys are
 * not known here: without keys of the emulator's own, any key that looks like one is taken.
 *
 * @throws RestError 20003.
 */
export function authenticate(header: string | undefined, { accountSid, authToken, apiKeys }: Account): void {
  const encoded = /^Basic +([\w+/=-]+)$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) throw refusal('Authentication Error - No credentials provided');
  const [, user = '', password = ''] =
    /^([^:]*):(.*)$/s.exec(Buffer.from(encoded, 'base64').toString()) ?? [];
  if (user === accountSid) {
    if (isSame(password, authToken)) return;
    throw refusal('Authenticate');
  }
  if (!/^SK[0-9a-f]{32}$/i.test(user)) throw refusal('Authentication Error - invalid username');
  const isKnown =
    apiKeys?.some(({ sid, secret }) => sid === user && isSame(secret, password)) ?? password !== '';
  if (!isKnown) throw refusal('Authenticate');
}

const refusal = (message: string) => new RestError(401, 20003, message);

function isSame(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}
