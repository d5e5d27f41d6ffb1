import type { JarCookie } from '../../engine/types';
import { countdown, exactTimeOf } from '../display/format';
import { useNow } from '../hooks/use-now';

/** How long Twilio keeps a cookie, in milliseconds. */
const FOUR_HOURS = 4 * 3_600_000;

/** A countdown to when Twilio drops a cookie, or why it is no longer in the jar. */
export function CookieLife({ cookie, jar }: { cookie: JarCookie; jar: readonly JarCookie[] }) {
  const now = useNow();
  const left = cookie.expiresAt - now;
  const kept = jar.find(
    ({ name, domain, path }) => name === cookie.name && domain === cookie.domain && path === cookie.path,
  );
  if (left <= 0) return <p class="life over">Expired at {exactTimeOf(cookie.expiresAt)}.</p>;
  if (kept === undefined) return <p class="life over">No longer in the jar.</p>;
  if (kept.value !== cookie.value) return <p class="life over">A later turn has replaced it.</p>;
  return (
    <div class="life">
      <p>
        <strong>{countdown(left)}</strong> left
      </p>
      <progress value={left} max={Math.max(FOUR_HOURS, left)} aria-label="Remaining life" />
    </div>
  );
}
