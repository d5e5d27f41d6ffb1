import { type SavedConversation, savedConversation } from './conversations';
import type { EmulatorClock } from './clock';
import type { Conversations } from './conversations';
import type { Faults } from './faults';
import type { ApiMessages } from './messages/api-messages';
import type { LoggedMessage, MessageLog } from './messages/message-log';
import type { SavedService, Services } from './messages/services';
import type { OptOuts } from './opt-outs';
import type { Phones, SavedPhones } from './phones';
import type { SavedSync, Sync } from './sync/sync';
import { readTurn } from './turn/kept-turn';
import type { OwnNumber, Turn } from './types';

/**
 * All that outlives the engine, as plain data. What it holds is never changed in place, so that it can be written while the engine goes
 * on. What can be undone is not part of it, nor are status callbacks that wait.
 */
export type EngineSnapshot = {
  /** How far the clock is moved from this machine's time, in milliseconds. */
  readonly clockOffset: number;
  readonly startedAt: number;
  readonly settings: { readonly mediaAuth: boolean };
  readonly faults: Faults;
  readonly numbers: readonly OwnNumber[];
  readonly phones: SavedPhones;
  readonly optOuts: readonly string[];
  readonly services: readonly SavedService[];
  readonly sync: SavedSync;
  /** The oldest first. */
  readonly log: readonly LoggedMessage[];
  /** The most recently active last. */
  readonly conversations: readonly SavedConversation[];
};

/** The parts of an engine that are saved. */
export type SavedParts = {
  readonly clock: EmulatorClock;
  readonly phones: Phones;
  readonly optOuts: OptOuts;
  readonly services: Services;
  readonly sync: Sync;
  readonly log: MessageLog;
  readonly conversations: Conversations;
  readonly apiMessages: ApiMessages;
};

/**
 * What the parts give. It takes a few milliseconds, whatever they hold: texts are not copied.
 *
 * @param originals - conversations that are saved in the place of what there is of them now.
 */
export const snapshotOf = (
  { clock, phones, optOuts, services, sync, log, conversations }: SavedParts,
  originals: readonly SavedConversation[],
) => ({
  clockOffset: clock.read().offset,
  phones: phones.save(),
  optOuts: optOuts.save(),
  services: services.save(),
  sync: sync.save(),
  log: log.of(),
  conversations: conversations
    .all()
    .map(
      (state) =>
        originals.find(({ from, to }) => from === state.from && to === state.to) ?? savedConversation(state),
    ),
});

/**
 * Gives the parts of a new engine what they had. Turns that were running have been cut off. Messages that should have been sent since
 * are sent.
 */
export function restoreParts(
  { clock, phones, optOuts, services, sync, log, conversations, apiMessages }: SavedParts,
  saved: EngineSnapshot,
): void {
  clock.restore(saved.clockOffset);
  services.restore(saved.services);
  optOuts.restore(saved.optOuts);
  sync.restore(saved.sync);
  log.putBack(saved.log);
  phones.restore(saved.phones);
  const restored = saved.conversations.map((conversation) => ({
    state: conversations.restore(conversation),
    waiting: conversation.waiting,
  }));
  for (const { state } of restored) {
    phones.add(state.from);
    for (const kept of state.turns) {
      if (kept.stored instanceof Uint8Array) continue;
      conversations.replaceTurn(state, cutOff(readTurn(kept)));
    }
  }
  for (const { state, waiting } of restored) for (const one of waiting) apiMessages.resume(one, state);
}

/** A turn that ran when the emulator ended. */
const cutOff = (turn: Turn): Turn => ({
  ...turn,
  durationMs: 0,
  cutOff: true,
  ...(turn.held === 'waiting' ? { held: 'stopped' } : {}),
});
