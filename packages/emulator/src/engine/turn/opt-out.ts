/** What a reserved word does: opts the sender out, opts it in, or asks for help. */
export type OptOutWord = 'stop' | 'start' | 'help';

// The package sms-conversation has these words too. They stand twice on purpose: neither package imports the other.
const WORDS: Record<OptOutWord, RegExp> = {
  stop: /^\s*(?:stop|stopall|unsubscribe|cancel|end|quit|revoke|optout)\s*$/i,
  start: /^\s*(?:start|yes|unstop)\s*$/i,
  help: /^\s*(?:help|info)\s*$/i,
};

/** Twilio's own answers, which are sent in addition to the webhook's. */
export const OPT_OUT_REPLIES: Record<OptOutWord, string> = {
  stop: 'You have successfully been unsubscribed. You will not receive any more messages from this number. Reply START to resubscribe.',
  start:
    'You have successfully been re-subscribed to messages from this number. Reply HELP for help. Reply STOP to unsubscribe. Msg&Data Rates May Apply.',
  help: 'Reply STOP to unsubscribe. Msg&Data Rates May Apply.',
};

/**
 * Which reserved word a message is, on a long code without Advanced Opt-Out. START, YES and UNSTOP are reserved for
 * senders who have opted out; HELP and INFO for those who have not.
 * Source: https://help.twilio.com/articles/223134027 (Twilio support for opt-out keywords)
 */
export function optOutWord(body: string, optedOut: boolean): OptOutWord | undefined {
  if (WORDS.stop.test(body)) return 'stop';
  if (optedOut && WORDS.start.test(body)) return 'start';
  if (!optedOut && WORDS.help.test(body)) return 'help';
  return undefined;
}
