/** What a keyword does: opts the sender out, opts it in, or asks for help. */
export const OPT_OUT_WORDS = ['stop', 'start', 'help'] as const;
export type OptOutWord = (typeof OPT_OUT_WORDS)[number];

/** Keywords that do the same, and the text that answers them. */
export type OptOutRule = { readonly keywords: readonly string[]; readonly reply: string };

/** Keywords and texts of Advanced Opt-Out in one more language. */
export type OptOutLanguage = Readonly<Partial<Record<OptOutWord, OptOutRule | undefined>>> & {
  /** For display, such as `es` or `Spanish`. */
  readonly language: string;
};

/** A part of a rule; the rest is Twilio's. */
type PartOfRule = { readonly keywords?: readonly string[] | undefined; readonly reply?: string | undefined };

/**
 * What Advanced Opt-Out has in place of Twilio's own keywords and texts, and in more languages. What is left out is Twilio's.
 * Source: https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out
 */
export type AdvancedOptOut = Readonly<Partial<Record<OptOutWord, PartOfRule | undefined>>> & {
  readonly languages?: readonly OptOutLanguage[] | undefined;
};

/**
 * Twilio's own keywords and texts. The package sms-conversation has these words too; they stand twice on purpose: neither
 * package imports the other.
 * Source: https://help.twilio.com/articles/223134027 (Twilio support for opt-out keywords)
 */
export const STANDARD_OPT_OUT: Readonly<Record<OptOutWord, OptOutRule>> = {
  stop: {
    keywords: ['stop', 'stopall', 'unsubscribe', 'cancel', 'end', 'quit', 'revoke', 'optout'],
    reply:
      'You have successfully been unsubscribed. You will not receive any more messages from this number. Reply START to resubscribe.',
  },
  start: {
    keywords: ['start', 'yes', 'unstop'],
    reply:
      'You have successfully been re-subscribed to messages from this number. Reply HELP for help. Reply STOP to unsubscribe. Msg&Data Rates May Apply.',
  },
  help: {
    keywords: ['help', 'info'],
    reply: 'Reply STOP to unsubscribe. Msg&Data Rates May Apply.',
  },
};

/**
 * The keywords that Advanced Opt-Out cannot do without.
 * Source: https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out
 */
export const RESERVED_KEYWORDS: Readonly<Record<OptOutWord, readonly string[]>> = {
  stop: ['stop'],
  start: ['start', 'unstop'],
  help: ['help'],
};

/** A keyword or a message as they are compared: the whole text, in any case, without white space around it. */
export const comparable = (text: string): string => text.trim().toLowerCase();

/** The standard rule of Advanced Opt-Out for a word: as it is set, the rest as Twilio has it. */
export function standardRule(settings: AdvancedOptOut, word: OptOutWord): OptOutRule {
  const { keywords = STANDARD_OPT_OUT[word].keywords, reply = STANDARD_OPT_OUT[word].reply } =
    settings[word] ?? {};
  return { keywords, reply };
}

/** The rules of Advanced Opt-Out: the standard ones, then those of each language. */
export function rulesOf(settings: AdvancedOptOut): (OptOutRule & { readonly word: OptOutWord })[] {
  const standard = OPT_OUT_WORDS.map((word) => ({ word, ...standardRule(settings, word) }));
  const others = (settings.languages ?? []).flatMap((language) =>
    OPT_OUT_WORDS.flatMap((word) => {
      const rule = language[word];
      return rule === undefined ? [] : [{ ...rule, word }];
    }),
  );
  return [...standard, ...others];
}
