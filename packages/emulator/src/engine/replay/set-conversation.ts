import { recentOf } from '../conversation-page';
import type { ConversationState } from '../conversations';
import { keptCookies, type SavedCookie } from '../http/jar';
import type { LoggedMessage } from '../messages/message-log';
import type { EngineParts } from '../turn/turn-context';
import type { JarCookie, Message, Turn } from '../types';

/** What a conversation is to be. Its phone and number are those of every message. */
export type ConversationContent = {
  readonly from: string;
  readonly to: string;
  readonly messages: readonly Message[];
  /** Those that are over, the oldest first. */
  readonly turns: Iterable<Turn>;
  /** Those that have not ended are in the jar; `expiresAt` by the emulator's clock as it is now. */
  readonly cookies: readonly JarCookie[];
  /** The jar when the last message of the phone came, and when the one before came, for the fault `staleCookie`; as far as there were some. */
  readonly earlierCookies?: readonly (readonly JarCookie[])[];
  /** What the REST API has of the messages that were here before. */
  readonly logged: readonly LoggedMessage[];
  readonly optedOut: boolean;
  /** When the last message of the phone came, in the emulator's time. */
  readonly lastIncomingAt: number | undefined;
};

/** What is needed of the engine. */
export type SettingParts = Pick<
  EngineParts,
  'conversations' | 'clock' | 'emit' | 'optOuts' | 'background' | 'log'
>;

/** Makes this the conversation of its phone and number, in the place of all that they have had, which is forgotten. */
export function setConversation(content: ConversationContent, parts: SettingParts): ConversationState {
  const { from, to, messages, turns, cookies, earlierCookies = [], optedOut, lastIncomingAt } = content;
  const { conversations, clock, emit, optOuts, background, log } = parts;
  const before = conversations.find(from, to);
  for (const taken of conversations.takeOut(from, to)) conversations.discard(taken);
  background.dropObsolete();
  emit({ type: 'forgotten', from, to });
  log.putBack(content.logged);
  const state = conversations.at(from, to);
  if (before !== undefined) before.successor = state;
  for (const message of messages) conversations.addMessage(state, message);
  for (const turn of turns) {
    conversations.addTurn(state, turn);
    conversations.replaceTurn(state, turn); // by which its size is counted
  }
  state.jar.restore(cookies.map(savedCookie));
  [state.lastCookies, state.previousCookies] = earlierCookies.map((earlier) =>
    keptCookies(earlier.map(savedCookie), clock),
  );
  state.lastIncomingAt = lastIncomingAt;
  if (optedOut !== state.optedOut) optOuts[optedOut ? 'add' : 'remove'](from, to);
  if (messages.length > 0) emit({ type: 'conversation', conversation: recentOf(state).conversation });
  return state;
}

/** The `earlierCookies` after these turns. */
export const earlierCookiesAfter = (turns: readonly Turn[]): JarCookie[][] =>
  turns
    .filter(({ byApi }) => byApi !== true)
    .slice(-2)
    .reverse()
    .map(({ cookies }) => [...cookies.before]);

/** Whether it was set with a `Domain` is not kept: it is sent to its own host all the same. */
const savedCookie = ({ name, value, domain, path, expiresAt }: JarCookie, order: number): SavedCookie => ({
  ...{ name, value, domain, path, order },
  ...{ hostOnly: false, httpOnly: false, secure: false, createdAt: 0 },
  endsAt: expiresAt,
});
