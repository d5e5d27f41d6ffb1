import type { Conversation } from '../../engine/types';
import { count, countdown } from '../display/format';
import { useNow } from '../hooks/use-now';
import { CookieIcon } from './icons';

/** The cookie in the conversation's jar, and how long Twilio keeps it; of several, their number. */
export function CookieBadge({ conversation }: { conversation: Conversation }) {
  const now = useNow();
  const alive = conversation.cookies.filter(({ expiresAt }) => expiresAt > now);
  const first = alive[0];
  if (first === undefined) return <p class="cookie-badge">No cookie</p>;
  const soonest = Math.min(...alive.map(({ expiresAt }) => expiresAt));
  return (
    <p class="cookie-badge full">
      <CookieIcon />
      <span>
        <span class="cookie-badge-name">
          {alive.length === 1 ? first.name : count(alive.length, 'cookie')}:{' '}
        </span>
        {countdown(soonest - now)} left
      </span>
    </p>
  );
}
