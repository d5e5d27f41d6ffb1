import type { HookEvent } from '../conversation/conversation';
import type { State } from '../conversation/replay/state';
import { ConversationError } from '../errors';
import { type AnsweredBy, answeredBy } from '../message/answered-by';
import { lenientKeywordOf } from '../message/keywords';
import type { OwnWords } from '../message/own-words/own-words';
import { requireSendable } from '../message/reply-texts';
import { type Keyword, keywordOf } from '../message/reserved-words';
import type { SessionStorage } from '../session/session-store';
import { optOutTexts, type OptOutTexts } from '../texts/opt-out-texts';

/** What the hooks `onOptOut` and `onOptIn` are told. `answers` are those of the conversation that ended. */
export type OptOutEvent = HookEvent & {
  /**
   * How it was said: by a keyword such as STOP, in `ownWords`, or by what Twilio has recognized (`OptOutType` of Advanced Opt-Out).
   */
  readonly by: 'keyword' | 'own-words' | 'OptOutType';
  /** The message, as the sender wrote it. */
  readonly body: string;
};

/** Options of `optOuts`. */
export type OptOutOptions = {
  /** The name under which you text; every text begins with it. */
  readonly program: string;
  /** Where people get help: an address of e-mail, a phone number or a web page. HELP is answered with it. */
  readonly contact: string;
  /**
   * Who answers STOP, START and HELP, of all numbers of this Function or of each. Default: Twilio does for long codes, toll-free
   * numbers and RCS; the app does for short codes, WhatsApp and Messenger. A message with `OptOutType` was always answered by Twilio.
   */
  readonly answeredBy?: AnsweredBy | ((number: string) => AnsweredBy);
  /** Recognizes who opts out in other words: `inOwnWords()`. Default: nobody does. */
  readonly ownWords?: OwnWords;
  /** Texts in place of the library's, for all languages or for each. */
  readonly texts?: Partial<OptOutTexts> | ((language: 'en' | 'es') => Partial<OptOutTexts>);
  /** The language of a Function without a conversation. Default: `en`. */
  readonly language?: 'en' | 'es';
  /** Where a Function without a conversation keeps who has opted out, such as `syncStore({ ttl: '30d' })`. Default: a cookie. */
  readonly store?: SessionStorage;
  /** Called for each opt-out, however it was said: note it where you keep whom you may text. */
  readonly onOptOut?: (event: OptOutEvent) => unknown;
  /** Called when a sender texts START, who may not have opted out before. */
  readonly onOptIn?: (event: OptOutEvent) => unknown;
};

/** The mark of a sender who has opted out. */
export type OptOutMark = NonNullable<State['out']>;

/** What is decided about a message; `undefined` when it has nothing to do with opting out. */
export type OptOutDecision =
  /** Ends the conversation and sets a mark. */
  | {
      readonly kind: 'opt-out';
      readonly mark: OptOutMark;
      readonly by: OptOutEvent['by'];
      readonly text: string | undefined;
    }
  /** Removes the mark, if there is one. Without a text the message is answered as any other, unless Twilio has answered it. */
  | {
      readonly kind: 'opt-in';
      readonly by: OptOutEvent['by'];
      readonly text: string | undefined;
      readonly isAnswered: boolean;
    }
  /** Changes nothing. */
  | { readonly kind: 'help' | 'answered' | 'opted-out'; readonly text?: string };

/** A message of which is decided, and what is known of its sender. */
export type OptOutMessage = {
  readonly to: string;
  readonly body: string;
  readonly optOutType: unknown;
  readonly mark: OptOutMark | undefined;
  readonly language: 'en' | 'es';
};

/** How opt-outs are handled: the options, read. */
export type OptOuts = {
  /** @param logged - is called with what `ownWords` throws; the message is then in nobody's words. */
  readonly decide: (
    message: OptOutMessage,
    logged: (error: unknown) => void,
  ) => Promise<OptOutDecision | undefined>;
  readonly options: OptOutOptions;
};

/**
 * Reads the options.
 * @throws {ConversationError} `opt-out-definition`; `message-text` for a text that Twilio would not send.
 */
export function readOptOuts(options: OptOutOptions): OptOuts {
  const { program, contact, answeredBy: own = answeredBy, ownWords, texts = {} } = options;
  for (const [name, value] of Object.entries({ program, contact })) {
    if (typeof value === 'string' && value.trim() !== '') continue;
    throw new ConversationError(
      'opt-out-definition',
      `optOuts() needs ${name}: the texts to opt-outs and to HELP name who texts, and where people get help.`,
    );
  }
  const textsIn = (language: 'en' | 'es'): OptOutTexts => ({
    ...optOutTexts[language](program, contact),
    ...(typeof texts === 'function' ? texts(language) : texts),
  });
  for (const language of ['en', 'es'] as const) Object.values(textsIn(language)).forEach(requireSendable);

  return {
    options,
    async decide({ to, body, optOutType, mark, language }, logged) {
      const type = typeof optOutType === 'string' ? optOutType.toUpperCase() : '';
      const isAnswered = type !== '' || (typeof own === 'function' ? own(to) : own) === 'twilio';
      const configured = Object.hasOwn(TYPES, type) ? TYPES[type] : undefined;
      const keyword = configured ?? (isAnswered ? keywordOf : lenientKeywordOf)(body);
      const by = configured === undefined ? 'keyword' : 'OptOutType';

      if (keyword === 'stop') {
        if (mark === 'app' || (mark === 'twilio' && isAnswered)) return { kind: 'opted-out' };
        const text = isAnswered ? undefined : textsIn(language).optedOut;
        return { kind: 'opt-out', mark: isAnswered ? 'twilio' : 'app', by, text };
      }
      if (keyword === 'start' || (keyword === 'yes' && mark !== undefined)) {
        const text = isAnswered || mark === undefined ? undefined : textsIn(language).optedIn;
        return { kind: 'opt-in', by, text, isAnswered: type !== '' };
      }
      if (type !== '') return { kind: 'answered' };
      if (keyword === 'help' && !isAnswered) return { kind: 'help', text: textsIn(language).help };
      if (mark === 'app') return { kind: 'opted-out' };
      if (keyword !== undefined || !(await isSaid(ownWords, body, language, logged))) return undefined;
      return { kind: 'opt-out', mark: 'app', by: 'own-words', text: textsIn(language).optedOut };
    },
  };
}

/** The values of `OptOutType`. Source: https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out */
const TYPES: Readonly<Record<string, Keyword>> = { STOP: 'stop', START: 'start', HELP: 'help' };

async function isSaid(
  ownWords: OwnWords | undefined,
  body: string,
  language: 'en' | 'es',
  logged: (error: unknown) => void,
): Promise<boolean> {
  try {
    return (await ownWords?.(body, language)) === true;
  } catch (error) {
    logged(error);
    return false;
  }
}
