import { createJar, type Jar } from './jar';
import type { Conversation, Message, Turn } from './types';

/** What is known of a phone and a number. */
export type ConversationState = {
  readonly from: string;
  readonly to: string;
  readonly jar: Jar;
  readonly messages: Message[];
  readonly turns: Turn[];
  optedOut: boolean;
  /** The `Cookie` header that went with the last message, for faults on purpose. */
  lastCookie: string;
};

/** The conversations between phones and numbers, nothing shared between two. */
export type Conversations = {
  /** Finds one, or begins it. */
  readonly at: (from: string, to: string) => ConversationState;
  readonly find: (from: string, to: string) => ConversationState | undefined;
  readonly all: () => ConversationState[];
  /** Forgets one, or all when no pair is given: messages, cookies and opt-out. */
  readonly forget: (from?: string, to?: string) => void;
  /** Whether this is still its pair's conversation; once it is forgotten, what its turns do must not be seen. */
  readonly isCurrent: (state: ConversationState) => boolean;
  /** Does something when all that was queued before for this pair is over, forgotten or not: Twilio's order is kept. */
  readonly queue: <Result>(state: ConversationState, task: () => Promise<Result>) => Promise<Result>;
};

/** A conversation keeps so many; the oldest go. */
const MOST_MESSAGES = 10_000;
const MOST_TURNS = 1000;

export const addMessage = ({ messages }: ConversationState, message: Message): void => {
  messages.push(message);
  if (messages.length > MOST_MESSAGES) messages.shift();
};

export const addTurn = ({ turns }: ConversationState, turn: Turn): void => {
  turns.push(turn);
  if (turns.length > MOST_TURNS) turns.shift();
};

export function createConversations(realNow: () => number): Conversations {
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
        jar: createJar(realNow),
        messages: [],
        turns: [],
        optedOut: false,
        lastCookie: '',
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
      const over = result
        .catch(() => undefined) // one that fails must not take the others along
        .then(() => {
          if (queues.get(pair) === over) queues.delete(pair);
        });
      queues.set(pair, over);
      return result;
    },
  };
}

/** @param offset - how far the emulator's clock has been moved, in milliseconds. */
export const viewOf = (
  { from, to, jar, messages, turns, optedOut }: ConversationState,
  offset: number,
): Conversation => ({
  from,
  to,
  messages: [...messages],
  turns: [...turns],
  cookies: jar.list(offset),
  optedOut,
});
