import { withoutCredentials } from '../engine/addresses';
import type { Turn } from '../engine/types';

/**
 * The command that has the phone send a message again: what "Copy as curl" copies, for a POSIX shell. It calls the emulator's API, which
 * signs the webhook's request and sends the cookies as they are by then; so it holds no secret.
 *
 * @param origin - of the emulator, such as `http://localhost:1337`.
 */
export function turnAsCurl(turn: Turn, origin: string): string {
  const { from, to, body, media, buttonPayload, location } = turn;
  const message = {
    ...{ from, to, body },
    ...(media.length === 0
      ? {}
      : { media: media.map(({ url, contentType }) => ({ url: withoutCredentials(url), contentType })) }),
    ...(buttonPayload === undefined ? {} : { buttonPayload }),
    ...(location === undefined ? {} : { location }),
  };
  return `curl ${inShell(`${origin}/api/messages`)} --json ${inShell(escaped(JSON.stringify(message)))}`;
}

/** One word of a POSIX shell, as it is. */
const inShell = (text: string): string =>
  /^[\w./:@%+=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;

/** JSON in which no character is invisible or changes the direction of others: a terminal would show another command than it runs. */
const escaped = (json: string): string =>
  json.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (characters) =>
    Array.from({ length: characters.length }, (_, index) => characters.charCodeAt(index))
      .map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`)
      .join(''),
  );
