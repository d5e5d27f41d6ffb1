import { type AdvancedOptOut, comparable, type OptOutRule, type OptOutWord, rulesOf } from '../opt-out-words';

/** `OptOutType` of a webhook. Source: https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out */
export type OptOutType = 'STOP' | 'START' | 'HELP';

/** Who looks for opt-out words in the messages to a number. */
export type OptOutHandling = {
  /** The network of toll-free numbers does too, before Twilio. */
  readonly isTollFree: boolean;
  /** What Twilio looks for: nothing, its own words, or those of Advanced Opt-Out. */
  readonly twilio: 'none' | 'standard' | AdvancedOptOut;
};

/** What a message that is an opt-out word leads to, before the webhook is called. */
export type OptOutEffect = {
  /** Whether the phone has opted out now. */
  readonly optedOut: boolean;
  /** The answers that the phone gets, none of them from the webhook. */
  readonly replies: readonly string[];
  /** With Advanced Opt-Out alone. */
  readonly type?: OptOutType;
};

const TYPES: Readonly<Record<OptOutWord, OptOutType>> = { stop: 'STOP', start: 'START', help: 'HELP' };

/**
 * The words of the network of toll-free numbers.
 * Source: https://help.twilio.com/articles/360058144374 (Opt-out keyword handling for Toll-Free SMS)
 */
const NETWORK_REPLIES: ReadonlyMap<string, string> = new Map([
  [
    'stop',
    'NETWORK MSG: You replied with the word "stop" which blocks all texts sent from this number. Text back "unstop" to receive messages again.',
  ],
  ...['start', 'unstop'].map(
    (word) =>
      [
        word,
        `NETWORK MSG: You have replied "${word}" and will begin receiving messages again from this number.`,
      ] as const,
  ),
]);

/**
 * What a message does by its words alone; `undefined` when it is a message like any other.
 * Sources: https://help.twilio.com/articles/223134027, https://help.twilio.com/articles/360058144374 and
 * https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out
 *
 * @param optedOut - whether the phone had opted out before.
 */
export function optOutEffect(
  body: string,
  optedOut: boolean,
  { isTollFree, twilio }: OptOutHandling,
): OptOutEffect | undefined {
  if (twilio === 'none') return undefined;
  const isAdvanced = twilio !== 'standard';
  const text = comparable(body);
  const rule = rulesOf(isAdvanced ? twilio : {}).find(({ keywords }) =>
    keywords.some((keyword) => comparable(keyword) === text),
  );
  if (rule === undefined) return undefined;
  // START, YES and UNSTOP are reserved for phones that have opted out, unless Advanced Opt-Out is on.
  if (rule.word === 'start' && !optedOut && !isAdvanced) return undefined;
  const network = isTollFree ? NETWORK_REPLIES.get(text) : undefined;
  return {
    ...effectOf(rule, optedOut, { isTollFree, isAdvanced, network }),
    ...(isAdvanced ? { type: TYPES[rule.word] } : {}),
  };
}

function effectOf(
  { word, reply }: OptOutRule & { readonly word: OptOutWord },
  optedOut: boolean,
  by: { readonly isTollFree: boolean; readonly isAdvanced: boolean; readonly network: string | undefined },
): Pick<OptOutEffect, 'optedOut' | 'replies'> {
  const { isTollFree, isAdvanced, network } = by;
  switch (word) {
    case 'stop':
      return { optedOut: true, replies: [network ?? reply] };
    case 'start':
      if (!optedOut || !isTollFree) return { optedOut: false, replies: [reply] };
      // YES cannot undo what the network blocks.
      if (network === undefined) return { optedOut: true, replies: [] };
      return { optedOut: false, replies: isAdvanced ? [network, reply] : [network] };
    case 'help':
      return { optedOut, replies: optedOut ? [] : [reply] };
  }
}
