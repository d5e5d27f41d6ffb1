import { type ConversationState, type SavedConversation, savedConversation } from '../conversations';
import { type KeptTurn, readTurn } from '../turn/kept-turn';
import type { JarCookie, Message } from '../types';
import { earlierCookiesAfter, setConversation, type SettingParts } from './set-conversation';

/** A conversation as it was before a replay. Its turns stay packed. */
export type Original = {
  readonly from: string;
  readonly to: string;
  readonly messages: readonly Message[];
  readonly turns: readonly KeptTurn[];
  readonly cookies: readonly JarCookie[];
  readonly optedOut: boolean;
  readonly lastIncomingAt: number | undefined;
  /** The same as it is saved, should the emulator end during the replay. */
  readonly saved: SavedConversation;
};

export function keepOriginal(state: ConversationState): Original {
  const { from, to, messages, turns, jar, optedOut, lastIncomingAt } = state;
  return {
    ...{ from, to, messages: [...messages], turns: [...turns], cookies: jar.list() },
    ...{ optedOut, lastIncomingAt, saved: savedConversation(state) },
  };
}

/** Puts it in the place of what its phone and number have had since. Its cookies have gone on ending. */
export function putBackOriginal(original: Original, parts: SettingParts): void {
  const turns = original.turns.map(readTurn);
  setConversation({ ...original, turns, earlierCookies: earlierCookiesAfter(turns) }, parts);
}
