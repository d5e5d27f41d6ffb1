import type { JarCookie, Turn } from '../../engine/types';
import { type ComparedCookie, compareCookies } from '../display/compare-cookies';
import { decodeCookie } from '../display/decode-cookie';
import { count, exactTimeOf } from '../display/format';
import { CookieChanges } from './cookie-changes';
import { CookieLife } from './cookie-life';

/** The cookies of the jar before and after a turn. */
export function CookieView({ turn, jar }: { turn: Turn; jar: readonly JarCookie[] }) {
  const compared = compareCookies(turn.cookies.before, turn.cookies.after);
  if (turn.durationMs === null) return <p class="muted">The jar is looked at when the turn is over.</p>;
  if (compared.length === 0) {
    return <p class="muted">Twilio held no cookie before this turn, and the answer set none.</p>;
  }
  return (
    <>
      {compared.map((cookie, index) => (
        <CookieCard key={index} cookie={cookie} jar={jar} />
      ))}
    </>
  );
}

function CookieCard({ cookie, jar }: { cookie: ComparedCookie; jar: readonly JarCookie[] }) {
  const { name, change, before, after } = cookie;
  return (
    <section class="cookie" aria-label={`Cookie ${name}`}>
      <h3>
        <code>{name}</code> <span class={`change ${change.replace(' ', '-')}`}>{change}</span>
      </h3>
      {after !== null && <CookieLife cookie={after} jar={jar} />}
      <CookieChanges before={before} after={after} />
      <div class="before-after">
        <RawCookie title="Before" cookie={before} />
        <RawCookie title="After" cookie={after} />
      </div>
    </section>
  );
}

function RawCookie({ title, cookie }: { title: string; cookie: JarCookie | null }) {
  const decoded = cookie === null ? null : decodeCookie(cookie.value);
  return (
    <div>
      <h4>{title}</h4>
      {cookie === null ? (
        <p class="muted">None.</p>
      ) : (
        <>
          <p class="block raw">
            <code>{cookie.value === '' ? '(empty)' : cookie.value}</code>
          </p>
          <p class="muted">
            {count(cookie.value.length, 'character')}
            {decoded !== null && `, issued at ${exactTimeOf(decoded.issuedAt)} by the webhook’s own clock`},
            for {cookie.domain}
            {cookie.path}, kept until {exactTimeOf(cookie.expiresAt)}
          </p>
        </>
      )}
    </div>
  );
}
