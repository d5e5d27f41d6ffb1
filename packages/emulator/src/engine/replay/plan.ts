import { CALLBACK_FAULTS, type FaultName } from '../faults';
import {
  givenNameOf,
  groupsOf,
  isOfPhone,
  movedBefore,
  ownFaultsOf,
  type TurnGroup,
  undeliveredBy,
} from '../recorded-turns';
import { earlierCookiesAfter } from './set-conversation';
import type { Manner, RepeatedMessage } from '../turn/again';
import type { Conversation, JarCookie, Message, Turn } from '../types';
import { messagesByTurn, outcomeOf } from './compare';
import type { Outcome } from './types';

/** What a replay does. */
export type Plan = {
  /** What stays as it is; `null` when it begins with the first message. */
  readonly kept: Kept | null;
  readonly groups: readonly PlannedGroup[];
};

/** What came before the turn that a replay begins with. */
type Kept = {
  readonly messages: readonly Message[];
  readonly turns: readonly Turn[];
  /** The jar before that turn, and before the last two turns before it, the last one first. */
  readonly cookies: readonly JarCookie[];
  readonly earlierCookies: readonly (readonly JarCookie[])[];
  /** When that turn began, in the emulator's time, in milliseconds since 1970. */
  readonly at: number;
};

/** Messages that are sent together. */
export type PlannedGroup = {
  /** By how much the clock is moved before, in milliseconds. */
  readonly move: number;
  /** What the phone is called on WhatsApp by then; `undefined` when it has been given no name. */
  readonly profileName: string | undefined;
  readonly manner: Manner;
  readonly messages: readonly PlannedMessage[];
};

/** A message, and what followed from it before. */
export type PlannedMessage = RepeatedMessage & { readonly before: Outcome; readonly usedDocuments: boolean };

/** The turns of a conversation that can be had again. */
export const repeatable = (turns: readonly Turn[]): Turn[] => turns.filter(isOfPhone);

/**
 * What is done to have a conversation again.
 *
 * @param from - the SID of the turn to begin with, or of one that overlapped it; `null` for the first.
 */
export function planOf({ messages, turns }: Conversation, from: string | null): Plan {
  const groups = groupsOf(repeatable(turns));
  const begin = groups.findIndex((group) => from === null || group.some(({ sid }) => sid === from));
  const byTurn = messagesByTurn(messages, turns);
  const ownByTurn = messagesByTurn(messages, []);
  const bySid = new Map(messages.map((message) => [message.sid, message]));
  const planned = begin === -1 ? [] : groups.slice(begin);
  return {
    kept: begin > 0 ? keptBefore(groups.slice(0, begin).flat(), groups[begin], messages, turns) : null,
    groups: planned.map((group, index) => ({
      move: Math.max(0, movedBefore(group, planned[index - 1])), // a replay goes ahead alone
      profileName: givenNameOf(bySid.get(group[0].sid)),
      manner: mannerOf(group),
      messages: group.map((turn) =>
        planMessage(turn, group, ownByTurn.get(turn.sid) ?? [], byTurn.get(turn.sid) ?? []),
      ),
    })),
  };
}

function keptBefore(
  earlier: readonly Turn[],
  next: TurnGroup | undefined,
  messages: readonly Message[],
  turns: readonly Turn[],
): Kept | null {
  if (next === undefined) return null;
  const [first] = next;
  const sids = new Set(next.map(({ sid }) => sid));
  const isNext = ({ sid }: { readonly sid: string }) => sids.has(sid);
  return {
    messages: messages.slice(0, Math.max(0, messages.findIndex(isNext))),
    turns: turns.slice(0, turns.findIndex(isNext)),
    cookies: first.cookies.before,
    earlierCookies: earlierCookiesAfter(earlier),
    at: first.at,
  };
}

function mannerOf(group: TurnGroup): Manner {
  const [{ faults }] = group;
  if (group.length === 1) return 'alone';
  if (!faults.includes('overtake')) return 'overlap';
  return faults.includes('overlap') ? 'overlapAndOvertake' : 'overtake';
}

/**
 * @param own - the messages to the phone of the turn alone.
 * @param replies - those, and the ones that its Function has sent by the REST API.
 */
function planMessage(
  turn: Turn,
  group: TurnGroup,
  own: readonly Message[],
  replies: readonly Message[],
): PlannedMessage {
  const { from, to, body, media, buttonPayload, location, repeated, documents = [] } = turn;
  return {
    sent: {
      ...{ from, to, body, media },
      ...(buttonPayload === undefined ? {} : { buttonPayload }),
      ...(location === undefined ? {} : { location }),
    },
    // Those of status callbacks are met by whatever message has some next.
    faults: [...ownFaultsOf(turn).filter((name) => !CALLBACK_FAULTS.includes(name)), ...faultsOfGroup(group)],
    undelivered: undeliveredBy(turn, own),
    isRepeated: repeated === true,
    before: outcomeOf(turn, replies),
    usedDocuments: documents.length > 0,
  };
}

/** A message that met no other had none of these. */
const faultsOfGroup = ([{ faults }, ...others]: TurnGroup): FaultName[] =>
  others.length === 0 ? [] : faults.filter((name) => name === 'overlap' || name === 'overtake');
