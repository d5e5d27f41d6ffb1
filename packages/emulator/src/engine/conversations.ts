import type { EmulatorClock } from './clock';
import { type CookieSource, createJar, type Jar } from './jar';
import type { Conversation, Message, Turn } from './types';

/** What the engine keeps of a phone and a number. It is changed in place. */
export type ConversationState = {
  readonly from: string;
  readonly to: string;
  readonly jar: Jar;
  readonly messages: Message[];
  readonly turns: Turn[];
  optedOut: boolean;
  /** The jar when the last message came, for the fault `staleCookie`; `undefined` before the first. */
  previousCookies: CookieSource | undefined;
};

/** The conversations between phones and numbers, one for each pair. */
export type Conversations = {
  /** The conversation of a pair; an empty one when there was none. */
  readonly at: (from: string, to: string) => ConversationState;
  readonly find: (from: string, to: string) => ConversationState | undefined;
  readonly all: () => ConversationState[];
  /** Forgets a conversation, or all when no pair is given: messages, cookies and opt-out. */
  readonly forget: (from?: string, to?: string) => void;
  /** Whether this is its pair's conversation. After `forget` it is not, and its running turns emit nothing. */
  readonly isCurrent: (state: ConversationState) => boolean;
  /** Runs a task when all tasks queued before for this pair have ended, also those from before a `forget`. */
  readonly queue: <Result>(state: ConversationState, task: () => Promise<Result>) => Promise<Result>;
};

/** A conversation keeps its newest messages and turns; older ones are dropped. */
const MAX_MESSAGES = 10_000;
const MAX_TURNS = 1000;

/** Adds a message to a conversation. */
export const addMessage = ({ messages }: ConversationState, message: Message): void => {
  messages.push(message);
  if (messages.length > MAX_MESSAGES) messages.shift();
};

/** Adds a turn to a conversation. */
export const addTurn = ({ turns }: ConversationState, turn: Turn): void => {
  turns.push(turn);
  if (turns.length > MAX_TURNS) turns.shift();
};

/** Replaces a conversation's last turn: by the same one, when it has ended. */
export const replaceLastTurn = ({ turns }: ConversationState, turn: Turn): void => {
  turns[turns.length - 1] = turn;
};

export function createConversations(clock: EmulatorClock): Conversations {
  const states = new Map<string, ConversationState>();
  const queues = new Map<string, Promise<unknown>>();
  const key = (from: string, to: string) => `${from} ${to}`;
  return {
    at(from, to) {
      const found = states.get(key(from, to));
      if (found !== undefined) return found;
      const state: ConversationState = {
        from,
        to,
        jar: createJar(clock),
        messages: [],
        turns: [],
        optedOut: false,
        previousCookies: undefined,
      };
      states.set(key(from, to), state);
      return state;
    },
    find: (from, to) => states.get(key(from, to)),
    all: () => [...states.values()],
    forget(from, to) {
      if (from === undefined || to === undefined) states.clear();
      else states.delete(key(from, to));
    },
    isCurrent: (state) => states.get(key(state.from, state.to)) === state,
    queue({ from, to }, task) {
      const pair = key(from, to);
      const result = (queues.get(pair) ?? Promise.resolve()).then(task);
      const ended = result
        .catch(() => undefined) // a task that fails must not stop those behind it
        .then(() => {
          if (queues.get(pair) === ended) queues.delete(pair);
        });
      queues.set(pair, ended);
      return result;
    },
  };
}

/** A conversation as API and page show it. */
export const viewOf = ({ from, to, jar, messages, turns, optedOut }: ConversationState): Conversation => ({
  from,
  to,
  messages: [...messages],
  turns: [...turns],
  cookies: jar.list(),
  optedOut,
});
