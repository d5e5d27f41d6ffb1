import type { Faults } from '../../engine/types';

/** Every fault there is, in words. */
export const FAULTS: readonly { key: keyof Faults; name: string; sentence: string }[] = [
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

/** The faults that are on, and for how long. */
export const activeFaults = (faults: Faults): { key: keyof Faults; name: string; when: 'next' | 'all' }[] =>
  FAULTS.flatMap(({ key, name }) => {
    const when = faults[key];
    return when === 'off' ? [] : [{ key, name, when }];
  });
