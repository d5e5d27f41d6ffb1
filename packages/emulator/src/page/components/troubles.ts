import type { Trouble } from '../../engine/types';

/** Every trouble there is, in words. */
export const TROUBLES: readonly { key: keyof Trouble; name: string; sentence: string }[] = [
  { key: 'loseCookie', name: 'Lose the cookie', sentence: 'Twilio sends none, though it still holds one.' },
  {
    key: 'staleCookie',
    name: 'Send a stale cookie',
    sentence: 'Twilio sends the one of the message before.',
  },
  {
    key: 'deliverTwice',
    name: 'Deliver twice',
    sentence: 'The answer gets lost, and the same webhook comes again.',
  },
  { key: 'answerSlowly', name: 'Answer slowly', sentence: 'The answer comes after Twilio’s 15 seconds.' },
  { key: 'unreachable', name: 'Be unreachable', sentence: 'Twilio cannot connect to the webhook.' },
];

/** The troubles that are on, and for how long. */
export const troublesOn = (trouble: Trouble): { key: keyof Trouble; name: string; when: 'next' | 'all' }[] =>
  TROUBLES.flatMap(({ key, name }) => {
    const when = trouble[key];
    return when === 'off' ? [] : [{ key, name, when }];
  });
