// The page uses this file too: no import of Node.js.
import { defaultProfileName } from './channels';
import { type FaultName, UNDELIVERED_FAULTS } from './faults';
import type { Message, Turn } from './types';

/** Turns that overlapped, two of which one overtook the other, or one alone. */
export type TurnGroup = readonly [Turn, ...Turn[]];

/** Whether a turn is of a message that the phone sent, and is over: such turns can be had again. */
export const isOfPhone = ({ byApi, durationMs }: Turn): boolean => byApi !== true && durationMs !== null;

/** The turns, those together that began while the first of them ran, or overtook it. */
export function groupsOf(turns: readonly Turn[]): TurnGroup[] {
  const groups: [Turn, ...Turn[]][] = [];
  for (const turn of turns) {
    const last = groups.at(-1);
    if (last !== undefined && (turn.overlaps === last[0].sid || isOvertaken(last, turn))) last.push(turn);
    else groups.push([turn]);
  }
  return groups;
}

/** Whether a turn waited for this one, which had its own before. */
const isOvertaken = ([first, ...others]: TurnGroup, turn: Turn): boolean =>
  others.length === 0 &&
  first.held === 'met' &&
  [first, turn].every(({ faults }) => faults.includes('overtake'));

/** The faults on purpose of a turn, but for those of its group. */
export const ownFaultsOf = ({ faults }: Turn): FaultName[] =>
  faults.filter((name) => name !== 'overlap' && name !== 'overtake');

/** By how much somebody moved the clock ahead between two groups, in milliseconds; negative when it was set back. */
export function movedBefore([turn]: TurnGroup, previous: TurnGroup | undefined): number {
  if (previous === undefined) return 0;
  // A slow answer has moved the clock by itself.
  const moved = previous.reduce((sum, { clockMoved = 0 }) => sum + clockMoved, 0);
  return turn.clockOffset - previous[0].clockOffset - moved;
}

/** For each reply of a turn the fault on purpose that kept it from its phone, if there was one. */
export const undeliveredBy = (turn: Turn, messages: readonly Message[]): (FaultName | undefined)[] =>
  messages
    .filter(({ sid, turn: of }) => of === turn.sid && sid !== turn.sid)
    .map(({ errorCode }) => UNDELIVERED_FAULTS.find((fault) => fault.endsWith(String(errorCode))));

/** The name on WhatsApp that a message's phone had been given; `undefined` when it had none. */
export const givenNameOf = (message: Message | undefined): string | undefined =>
  message === undefined || message.profileName === defaultProfileName(message.from)
    ? undefined
    : message.profileName;
