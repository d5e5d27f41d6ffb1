import { ConversationError } from '../errors';
import { requireSendable } from '../message/reply-texts';
import { english } from '../texts/english';
import { spanish } from '../texts/spanish';
import type { Texts } from '../texts/texts';
import { type Command, type Commands, readCommands, type RestartCommand } from './commands';
import type { KnownNames } from './known-names';
import { type MaxAttempts, requireMaxAttempts } from './max-attempts';
import type { Answers, EffectTools, Request } from './request';
import type { Nothing } from './steps/effect';
import type { Steps } from './steps/step';

/** What a cookie may be named, as in session-cookie.ts: a conversation's name is its cookie's, unless it has another store. */
const COOKIE_NAME = /^[!#$%&'*+\-.^_`|~\w]{1,64}$/;

/** What a hook is told of the conversation. */
export type HookEvent = EffectTools & {
  /** The answers as they are stored, by question name. */
  readonly answers: Answers;
  /** `From` and `To` of the message. */
  readonly from: string;
  readonly to: string;
  /** Of the hook `failed`: what was thrown. */
  readonly error?: unknown;
};

/**
 * Called at an end, such as for a log or a CRM. Happens at least once: pass `idempotencyKey` on. What it throws is logged and
 * changes nothing; the reply waits for it, for as long as `signal` allows.
 */
export type Hook = (event: HookEvent) => unknown;

/** Options of a conversation. All texts are sent as they are, in place of those of the language. */
export type ConversationOptions<Attempts extends number = number> = {
  /** The version of the conversation. A stored state of another version is dropped, and it starts anew. Default: 1. */
  readonly version?: number | string;
  /** The message when another version makes the conversation start anew. */
  readonly startedAnew?: string;
  /** The same as `commands.restart`. */
  readonly restart?: RestartCommand;
  /** What a sender can text at any question: `back`, `help` and others, each with its words. */
  readonly commands?: Commands;
  /** How many unreadable answers to one question end the conversation. Default: no limit. */
  readonly maxAttempts?: MaxAttempts<Attempts>;
  /** The last message when `maxAttempts` ends the conversation. */
  readonly closing?: string;
  /** The message when a turn fails, as by an effect that throws. What was stored before stays. */
  readonly failed?: string;
  /**
   * What is said to "Thanks!" and the like after the end, for so many minutes; default 10. Anything else begins anew, and so
   * does anything after `maxAttempts` has ended it.
   */
  readonly afterwards?: { readonly text: string; readonly minutes?: number };
  /** The language of hints and built-in texts: `en`, `es`, or one of `languages`. Default: `en`. */
  readonly language?: string;
  /** More languages, or others in place of the built-in ones. */
  readonly languages?: Readonly<Record<string, Texts>>;
  readonly on?: { readonly ended?: Hook; readonly givenUp?: Hook; readonly failed?: Hook };
};

/**
 * The code of a conversation. Every message runs it from the top, so it must take the same steps for the same answers.
 * The string that it returns, if any, is the last message.
 *
 * @param data - what `begin` was given; `undefined` when the sender began. JSON, and a copy of its own for each run.
 */
export type ConversationCode<Data = never> = (data: Data | undefined) => Steps<string | Nothing>;

/** A conversation as `conversation()` defines it. `Data`: what `begin` gives its code. */
export type DefinedConversation<Data = never> = {
  readonly name: string;
  readonly code: ConversationCode<Data>;
  readonly version: number | string;
  readonly maxAttempts: number;
  readonly language: string;
  readonly languages: Readonly<Record<string, Texts>>;
  /** The texts of a language; of the conversation's own when there is no such one. */
  readonly textsOf: (language: string | undefined) => Texts;
  readonly afterwards: { readonly text: string; readonly minutes: number } | undefined;
  readonly on: { readonly ended?: Hook; readonly givenUp?: Hook; readonly failed?: Hook };
  /** The command that a message is. */
  readonly commandOf: (body: string) => Command | undefined;
  readonly commands: ReadonlyMap<string, Command>;
};

/**
 * Defines a conversation.
 *
 * @param name - used in error messages and in idempotency keys; by default also the name of the session cookie.
 * @param code - the generator function itself, not the generator that it returns. Its parameter, if any, is the data of `begin`.
 * @throws {ConversationError} `conversation-definition`; `reserved-word` for a command's word that Twilio intercepts;
 *   `message-text` for a text that Twilio would not send.
 */
export function conversation<Yielded extends Request, const Attempts extends number, Data = never>(
  name: string,
  code: ((data: Data | undefined) => Steps<string | Nothing, Yielded>) & KnownNames<Yielded>,
  {
    version = 1,
    startedAnew,
    restart,
    commands = {},
    maxAttempts,
    closing,
    failed,
    afterwards,
    language = 'en',
    languages = {},
    on = {},
  }: ConversationOptions<Attempts> = {},
): DefinedConversation<Data> {
  if (!COOKIE_NAME.test(name)) {
    throw new ConversationError(
      'conversation-definition',
      `${JSON.stringify(name)} cannot be a conversation's name: use 1 to 64 letters, digits, "-" and "_".`,
    );
  }
  requireGeneratorFunction(name, code);
  const attempts: number = maxAttempts ?? Infinity;
  requireMaxAttempts(attempts);
  if (afterwards?.minutes !== undefined && !(afterwards.minutes > 0)) {
    throw new ConversationError(
      'conversation-definition',
      `afterwards.minutes is ${afterwards.minutes}. Give a number above 0.`,
    );
  }
  const all = { en: english, es: spanish, ...languages };
  requireLanguage(all, language);
  const texts = defined({ startedAnew, closing, failed, restarted: (commands.restart ?? restart)?.text });
  for (const text of [...Object.values(texts), afterwards?.text])
    if (text !== undefined) requireSendable(text);
  return {
    name,
    code: code,
    version,
    maxAttempts: attempts,
    language,
    languages: all,
    textsOf: textsByLanguage(all, language, texts),
    afterwards: afterwards && { minutes: 10, ...afterwards },
    on,
    ...readCommands({ ...(restart && { restart }), ...commands }),
  };
}

/** The texts of each language, with these in place of its own. All turns share them, so they are frozen. */
function textsByLanguage(
  languages: Readonly<Record<string, Texts>>,
  own: string,
  texts: Partial<Texts>,
): DefinedConversation['textsOf'] {
  const all = new Map(
    Object.entries(languages).map(([language, its]) => [
      language,
      Object.freeze({ ...english, ...its, ...texts }),
    ]),
  );
  return (language = own) => (all.get(language) ?? all.get(own)) as Texts;
}

/** @throws {ConversationError} `conversation-definition`. */
export function requireLanguage(languages: Readonly<Record<string, Texts>>, language: string): void {
  if (Object.hasOwn(languages, language)) return;
  throw new ConversationError(
    'conversation-definition',
    `There are no texts for the language "${language}", but for: ${Object.keys(languages).join(', ')}. Add it to languages.`,
  );
}

type Defined<Fields> = { -readonly [Key in keyof Fields]?: Exclude<Fields[Key], undefined> };

/** The fields that are not `undefined`. */
const defined = <Fields extends object>(fields: Fields): Defined<Fields> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Defined<Fields>;

function requireGeneratorFunction(name: string, code: unknown): void {
  const error = (what: string) =>
    new ConversationError(
      'conversation-definition',
      `The code of the conversation "${name}" is ${what}. Pass a generator function: function* () { ... }`,
    );
  if (typeof code !== 'function') {
    throw error('no function; it runs anew with each message, so pass the function and do not call it');
  }
  if (Object.prototype.toString.call(code).startsWith('[object Async')) {
    throw error('asynchronous, and it would not stop for an answer; put what must be awaited into effect()');
  }
}
