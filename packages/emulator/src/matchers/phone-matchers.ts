import type { Phone } from '../phone';
import { assertPhone, hasArrived, spoken, transcript } from './transcript';

/** What a matcher of Jest and of Vitest is given as `this`; the two have more. */
export type MatcherContext = {
  readonly isNot?: boolean;
  readonly equals: (a: unknown, b: unknown) => boolean;
};

/** What a matcher of Jest and of Vitest returns. */
export type MatcherResult = { readonly pass: boolean; readonly message: () => string };

/**
 * The matchers of phones, as `expect(phone)` has them after `import 'sms-emulator/jest'` or `import 'sms-emulator/vitest'`. When one fails, it
 * prints the whole conversation.
 */
export type PhoneMatchers<Result = unknown> = {
  /**
   * The phone has received a message from its number whose text is exactly this, or matches: a text, a regular expression, or
   * `expect.stringContaining()` and its like. One that was not delivered does not count.
   */
  readonly toHaveReceived: (text: unknown) => Result;
  /** The phone has received no message from its number. */
  readonly toHaveReceivedNothing: () => Result;
  /**
   * What both have said is exactly this, the oldest first: `> hi` from the phone, `< Hello` to it. Each is a text, or as in `toHaveReceived`,
   * which then sees the mark too.
   */
  readonly toHaveConversation: (lines: readonly unknown[]) => Result;
};

type Matcher<Args extends readonly unknown[]> = (
  this: MatcherContext,
  received: unknown,
  ...args: Args
) => MatcherResult;

/** For `expect.extend()` of Jest, Vitest, and all that have the same interface. */
export const phoneMatchers: {
  readonly toHaveReceived: Matcher<[text: unknown]>;
  readonly toHaveReceivedNothing: Matcher<[]>;
  readonly toHaveConversation: Matcher<[lines: readonly unknown[]]>;
} = {
  toHaveReceived(received, expected) {
    if (expected === undefined) {
      throw new TypeError(
        "toHaveReceived needs a text or a pattern: toHaveReceived('Hello') or toHaveReceived(/hello/i).",
      );
    }
    const phone = assertPhone(received);
    const pass = textsTo(phone).some((text) => matches(this, text, expected));
    return resultOf(this, pass, phone, `receive ${quoted(expected)}`);
  },
  toHaveReceivedNothing(received) {
    const phone = assertPhone(received);
    return resultOf(this, textsTo(phone).length === 0, phone, 'receive nothing');
  },
  toHaveConversation(received, lines) {
    if (!Array.isArray(lines)) {
      throw new TypeError("toHaveConversation needs an array: toHaveConversation(['> hi', '< Hello']).");
    }
    const unmarked = lines.find((line) => typeof line === 'string' && !/^[<>] /.test(line)) as
      string | undefined;
    if (unmarked !== undefined) {
      throw new TypeError(
        `${JSON.stringify(unmarked)} says not who said it: begin it with "> " for the phone, or "< " for its number.`,
      );
    }
    const phone = assertPhone(received);
    const said = spoken(phone);
    const pass =
      said.length === lines.length && said.every((text, index) => matches(this, text, lines[index]));
    return resultOf(
      this,
      pass,
      phone,
      `have this conversation:\n${lines.map((line) => `  ${quoted(line)}`).join('\n')}`,
    );
  },
};

const textsTo = (phone: Phone): string[] =>
  (phone.conversation()?.messages ?? [])
    .filter((message) => message.direction === 'outbound' && hasArrived(message))
    .map(({ body }) => body);

const matches = ({ equals }: MatcherContext, text: string, expected: unknown): boolean =>
  expected instanceof RegExp
    ? new RegExp(expected.source, expected.flags.replace(/[gy]/g, '')).test(text)
    : equals(text, expected);

const resultOf = ({ isNot }: MatcherContext, pass: boolean, phone: Phone, what: string): MatcherResult => ({
  pass,
  message: () => `Expected ${phone.number} ${isNot === true ? 'not ' : ''}to ${what}\n\n${transcript(phone)}`,
});

/** What was expected, as a developer has written it. */
function quoted(expected: unknown): string {
  if (expected instanceof RegExp) return String(expected);
  if (typeof expected === 'string') return JSON.stringify(expected);
  const { sample, asymmetricMatch } = Object(expected) as Readonly<Record<string, unknown>>;
  const isMatcher = typeof asymmetricMatch === 'function' && typeof sample === 'string';
  return isMatcher ? `${String(expected)} ${JSON.stringify(sample)}` : String(expected);
}
