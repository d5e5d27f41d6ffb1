import type { Conversation } from '../../engine/types';
import { count, countdown } from '../display/format';
import { useNow } from '../hooks/use-now';
import { CookieIcon } from './icons';

/** What Twilio's jar holds for this conversation, and for how long. */
export function JarSign({ conversation }: { conversation: Conversation }) {
  const now = useNow();
  const alive = conversation.cookies.filter(({ expiresAt }) => expiresAt > now);
  const first = alive[0];
  if (first === undefined) return <p class="jar-sign">No cookie</p>;
  const soonest = Math.min(...alive.map(({ expiresAt }) => expiresAt));
  return (
    <p class="jar-sign full">
      <CookieIcon />
      <span>
        <span class="jar-name">{alive.length === 1 ? first.name : count(alive.length, 'cookie')}: </span>
        {countdown(soonest - now)} left
      </span>
    </p>
  );
}
