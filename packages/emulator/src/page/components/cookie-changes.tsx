import type { JarCookie } from '../../engine/types';
import { decodeCookie } from '../display/decode-cookie';
import { type LineChange, lineChanges } from '../display/line-changes';

/** The difference that a turn made to the content of a session cookie; nothing for a cookie of another format. */
export function CookieChanges({ before, after }: { before: JarCookie | null; after: JarCookie | null }) {
  const [old, young] = [linesOf(before), linesOf(after)];
  if (old === null || young === null || (old.length === 0 && young.length === 0)) return null;
  return (
    <pre class="block changes" tabIndex={0} role="region" aria-label="What the cookie carries, with changes">
      {lineChanges(old, young).map((change, index) => (
        <Line key={index} change={change} />
      ))}
    </pre>
  );
}

function Line({ change: { kind, text } }: { change: LineChange }) {
  if (kind === 'added')
    return (
      <ins>
        + {text}
        {'\n'}
      </ins>
    );
  if (kind === 'removed')
    return (
      <del>
        - {text}
        {'\n'}
      </del>
    );
  return <span>{`  ${text}\n`}</span>;
}

/** The content as lines of JSON; none without a cookie, `null` for a cookie of another format. */
function linesOf(cookie: JarCookie | null): string[] | null {
  if (cookie === null) return [];
  const decoded = decodeCookie(cookie.value);
  return decoded === null ? null : JSON.stringify(decoded.payload, null, 2).split('\n');
}
