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
  /** The `Cookie` header that went with the last message, for trouble on purpose. */
  lastCookie: string;
  /** Ends when every turn that has been asked for is over: Twilio's order of a pair's messages is kept. */
  queue: Promise<unknown>;
};

/** The conversations between phones and numbers, nothing shared between two. */
export type Conversations = {
  /** Finds one, or begins it. */
  readonly at: (from: string, to: string) => ConversationState;
  readonly find: (from: string, to: string) => ConversationState | undefined;
  readonly all: () => ConversationState[];
  /** Forgets one, or all when no pair is given: messages, cookies and opt-out. */
  readonly forget: (from?: string, to?: string) => void;
};

export function createConversations(realNow: () => number): Conversations {
  const states = new Map<string, ConversationState>();
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
        queue: Promise.resolve(),
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
