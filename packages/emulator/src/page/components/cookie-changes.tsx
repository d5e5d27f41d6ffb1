import type { JarCookie } from '../../engine/types';
import { decodeCookie } from '../display/decode-cookie';
import { ChangedLines } from './changed-lines';

/** The difference that a turn made to the content of a session cookie; nothing for a cookie of another format. */
export function CookieChanges({ before, after }: { before: JarCookie | null; after: JarCookie | null }) {
  const [old, young] = [linesOf(before), linesOf(after)];
  if (old === null || young === null || (old.length === 0 && young.length === 0)) return null;
  return <ChangedLines label="What the cookie carries, with changes" before={old} after={young} />;
}

/** The content as lines of JSON; none without a cookie, `null` for a cookie of another format. */
function linesOf(cookie: JarCookie | null): string[] | null {
  if (cookie === null) return [];
  const decoded = decodeCookie(cookie.value);
  return decoded === null ? null : JSON.stringify(decoded.payload, null, 2).split('\n');
}
