import { type SavedConversation, savedConversation } from './conversations';
import type { EmulatorClock } from './clock';
import type { Conversations } from './conversations';
import type { Faults } from './faults';
import type { ApiMessages } from './messages/api-messages';
import type { LoggedMessage, MessageLog } from './messages/message-log';
import type { SavedService, Services } from './messages/services';
import type { OptOuts, PairOptOut } from './opt-outs';
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

/** A conversation as it was before, and what the REST API had of it. */
export type EarlierConversation = PairOptOut & {
  readonly saved: SavedConversation;
  readonly logged: readonly LoggedMessage[];
};

/**
 * What the parts give. It takes a few milliseconds, whatever they hold: texts are not copied.
 *
 * @param earlier - conversations that are saved in the place of what there is of them now.
 */
export function snapshotOf(
  { clock, phones, optOuts, services, sync, log, conversations }: SavedParts,
  earlier: readonly EarlierConversation[],
) {
  const all = conversations.all();
  // One that was forgotten since is not saved.
  const instead = earlier.filter((one) => all.some((state) => isOfSamePair(one, state)));
  return {
    clockOffset: clock.read().offset,
    phones: phones.save(),
    optOuts: optOuts.save(instead),
    services: services.save(),
    sync: sync.save(),
    log: logWith(instead, log),
    conversations: all.map(
      (state) => instead.find((one) => isOfSamePair(one, state))?.saved ?? savedConversation(state),
    ),
  };
}

type Ends = { readonly from: string; readonly to: string };
const isOfSamePair = (one: Ends, other: Ends): boolean => one.from === other.from && one.to === other.to;

function logWith(instead: readonly EarlierConversation[], log: MessageLog): LoggedMessage[] {
  if (instead.length === 0) return log.of();
  const since = new Set(instead.flatMap(({ from, to }) => log.of(from, to)));
  const others = log.of().filter((logged) => !since.has(logged));
  const all = [...others, ...instead.flatMap(({ logged }) => logged)];
  return all.sort((one, other) => one.serial - other.serial);
}

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
