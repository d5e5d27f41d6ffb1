import { createHmac } from 'node:crypto';
import { NOON, SECRET } from 'test-support';
import { PAIR } from './functions';

/** All that a cookie's signature covers, and the secret. */
export type Fields = {
  readonly version: string;
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly issued: string;
  readonly payload: string | Buffer;
  readonly secret: string;
};

/**
 * A cookie as the library makes it, written here a second time: with all fields as they must be, it is genuine.
 *
 * @param fields - those that differ from the genuine ones, with the cookie's name and payload.
 */
export function forge(fields: Partial<Fields> & Pick<Fields, 'name' | 'payload'>): string {
  const { version, name, from, to, issued, payload, secret }: Fields = {
    ...{ version: 'v1', ...PAIR, issued: String(NOON), secret: SECRET },
    ...fields,
  };
  const encoded = Buffer.from(payload).toString('base64url');
  const signed = JSON.stringify([version, name, from, to, issued, encoded]);
  const signature = createHmac('sha256', secret).update(signed).digest('base64url');
  return `${version}.${issued}.${encoded}.${signature}`;
}

/** What a cookie carries. */
export const payloadOf = (cookie: string): string =>
  Buffer.from(cookie.split('.')[2] ?? '', 'base64url').toString();
