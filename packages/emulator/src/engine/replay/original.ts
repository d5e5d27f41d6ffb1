import { type ConversationState, type SavedConversation, savedConversation } from '../conversations';
import type { KeptCookies } from '../http/jar';
import type { ApiMessages } from '../messages/api-messages';
import type { LoggedMessage } from '../messages/message-log';
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
  readonly logged: readonly LoggedMessage[];
  readonly optedOut: boolean;
  readonly lastIncomingAt: number | undefined;
  /** The same as it is saved, should the emulator end during the replay. */
  readonly saved: SavedConversation;
};

/** @param logged - what the REST API has of it. */
export function keepOriginal(state: ConversationState, logged: readonly LoggedMessage[]): Original {
  const { from, to, messages, turns, jar, optedOut, lastIncomingAt } = state;
  return {
    ...{ from, to, messages: [...messages], turns: [...turns], jar: jar.snapshot() },
    ...{ logged, optedOut, lastIncomingAt, saved: savedConversation(state) },
  };
}

/** Puts it in the place of what its phone and number have had since. What waited there for its time, or for the phone, goes on. */
export function putBackOriginal(
  original: Original,
  parts: SettingParts,
  { resume }: Pick<ApiMessages, 'resume'>,
): void {
  const turns = original.turns.map(readTurn);
  const cookies = original.jar
    .save()
    .map(({ name, value, domain, path, endsAt }) => ({ name, value, domain, path, expiresAt: endsAt }));
  const state = setConversation(
    { ...original, turns, cookies, earlierCookies: earlierCookiesAfter(turns) },
    parts,
  );
  for (const waiting of original.saved.waiting) resume(waiting, state);
}
