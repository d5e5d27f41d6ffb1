import { type ConversationState, type SavedConversation, savedConversation } from '../conversations';
import type { KeptCookies } from '../http/jar';
import { type KeptTurn, readTurn } from '../turn/kept-turn';
import type { Message } from '../types';
import { earlierCookiesAfter, setConversation, type SettingParts } from './set-conversation';

/** A conversation as it was before a replay. Its turns stay packed. */
export type Original = {
  readonly from: string;
  readonly to: string;
  readonly messages: readonly Message[];
  readonly turns: readonly KeptTurn[];
  /** They go on ending, also when the clock is moved back. */
  readonly jar: KeptCookies;
  readonly optedOut: boolean;
  readonly lastIncomingAt: number | undefined;
  /** The same as it is saved, should the emulator end during the replay. */
  readonly saved: SavedConversation;
};

export function keepOriginal(state: ConversationState): Original {
  const { from, to, messages, turns, jar, optedOut, lastIncomingAt } = state;
  return {
    ...{ from, to, messages: [...messages], turns: [...turns], jar: jar.snapshot() },
    ...{ optedOut, lastIncomingAt, saved: savedConversation(state) },
  };
}

/** Puts it in the place of what its phone and number have had since. */
export function putBackOriginal(original: Original, parts: SettingParts): void {
  const turns = original.turns.map(readTurn);
  const cookies = original.jar
    .save()
    .map(({ name, value, domain, path, endsAt }) => ({ name, value, domain, path, expiresAt: endsAt }));
  setConversation({ ...original, turns, cookies, earlierCookies: earlierCookiesAfter(turns) }, parts);
}
