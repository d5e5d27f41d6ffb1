import { checkInput, messageInput } from './api/input';
import type { Engine } from './engine/engine-type';
import type { Inboxes } from './inboxes';
import { defined } from './engine/defined';
import type { Conversation, JarCookie, Message, RichContent, Turn } from './engine/types';

/** Options of `Phone.text`. */
export type TextOptions = RichContent & {
  /** Addresses of pictures or other files: the message is an MMS. */
  readonly media?: readonly string[];
  /** The codes of the errors that Twilio's debugger must show for this message. Any other, or none, fails. */
  readonly errors?: readonly number[];
};

/** A phone that texts one number. */
export type Phone = {
  readonly number: string;
  /**
   * Sends a message and waits for the end of its turn.
   *
   * @returns the bodies of the messages that this phone received in the turn.
   * @throws Error when Twilio's debugger shows other errors than `options.errors`. Warnings do not fail.
   * @throws Error with advice when the fault `overlap` or `overtake` holds the message, and no second one is sent at the same time. It still
   *   waits for that.
   */
  readonly text: (body: string, options?: TextOptions) => Promise<string[]>;
  /** The same, but returns the whole turn, does not look at errors, and waits for as long as the message is held. */
  readonly send: (body: string, options?: Omit<TextOptions, 'errors'>) => Promise<Turn>;
  /**
   * Taps a button of the last message, on WhatsApp, RCS or Messenger: texts what stands on it, with its payload. The same as `text`
   * with `buttonPayload`.
   */
  readonly tap: (text: string, payload: string, options?: TextOptions) => Promise<string[]>;
  /**
   * The next message to this phone from any number: the oldest that no `text`, `send` or `next` has returned yet, or else the
   * next that comes.
   *
   * @throws Error when the emulator stops before it comes.
   */
  readonly next: () => Promise<Message>;
  /** The last turn of this phone with its number. */
  readonly lastTurn: () => Turn | undefined;
  /** Every message that this phone has received from its number. */
  readonly inbox: () => Message[];
  /** The cookies in the jar of this phone and its number. */
  readonly cookies: () => JarCookie[];
  /** All that this phone and its number have said, with every turn and the jar; `undefined` when they have said nothing. */
  readonly conversation: () => Conversation | undefined;
  /** The emulator's time, in milliseconds since 1970: cookies and messages have their times by it. */
  readonly now: () => number;
};

/**
 * @param from - the phone's number.
 * @param to - the number of yours that it texts.
 */
export function createPhone(engine: Engine, inboxes: Inboxes, from: string, to: string): Phone {
  const begin = (body: string, options: Omit<TextOptions, 'errors'> = {}): Promise<Turn> => {
    const { buttonPayload, location, ...message } = checkInput(messageInput, { from, to, body, ...options });
    return engine.send({ ...message, ...defined({ buttonPayload, location }) });
  };
  const endOf = async (sending: Promise<Turn>): Promise<Turn> => {
    const turn = await sending;
    inboxes.read(turn.replies);
    return turn;
  };
  const conversation = () => engine.conversation(from, to);
  const text: Phone['text'] = async (body, { errors: expected = [], ...options } = {}) => {
    const sending = begin(body, options);
    if (engine.isHeld(sending)) await nextTick();
    if (engine.isHeld(sending)) throw new Error(heldText(body, from, to));
    const turn = await endOf(sending);
    const errors = turn.errors.filter(({ level }) => level === 'error');
    const codes = errors.map(({ code }) => code);
    if (codes.join() !== expected.join()) throw new Error(unexpected(body, expected, errors));
    return turn.replies.filter((message) => message.to === from).map((message) => message.body);
  };
  return {
    number: from,
    send: async (body, options) => endOf(begin(body, options)),
    text,
    tap: (body, buttonPayload, options) => text(body, { ...options, buttonPayload }),
    next: () => inboxes.next(from),
    lastTurn: () => engine.lastTurn(from, to),
    inbox: () => conversation()?.messages.filter(({ direction }) => direction === 'outbound') ?? [],
    cookies: () => [...(conversation()?.cookies ?? [])],
    conversation,
    now: () => engine.clock().now,
  };
}

/** All that a test does without waiting has happened then. */
const nextTick = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });

const heldText = (body: string, from: string, to: string): string =>
  [
    `A fault (overlap or overtake) holds ${JSON.stringify(body)} until a second text from ${from} to ${to} comes, and none was sent.`,
    "Send both at once: await Promise.all([phone.text('one'), phone.text('two')]).",
    'Or use send(), which waits for the second: send it before you await the first.',
  ].join('\n');

function unexpected(body: string, expected: readonly number[], errors: Turn['errors']): string {
  const lines = errors.map(({ code, title, detail, url }) => `  ${code} ${title}: ${detail} (${url})`);
  const wanted = expected.length === 0 ? 'no error' : `the errors ${expected.join(', ')}`;
  const was = errors.length === 0 ? 'was none' : 'was';
  return [
    `Twilio's debugger, for ${JSON.stringify(body)}: expected ${wanted}, but there ${was}`,
    ...lines,
    'Expect them with { errors: [code] }, or use send() and look at turn.errors.',
  ].join('\n');
}
