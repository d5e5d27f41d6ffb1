import type { ConversationState, WaitingMessage } from '../conversations';
import type { ApiMessages } from '../messages/api-messages';
import { optOutHandlingOf } from '../opt-out-settings';
import { ownNumber } from '../own-number';
import { receiveAgain } from '../turn/again';
import { optOutEffect } from '../turn/opt-out';
import type { EngineParts } from '../turn/turn-context';
import type { EmulatorEvent, JarCookie, Message, Turn } from '../types';
import { outcomeOf } from './compare';
import { collectMessages } from './collect-messages';
import type { Plan, PlannedGroup } from './plan';
import { FORGOTTEN, isRunning, noteAllOutcomes, noteOutcomes, type RunningReplay } from './running-replay';
import { setConversation } from './set-conversation';
import type { Outcome, ReplayStatus } from './types';

/** What a replay needs of the engine, of the conversation as it was, and of the list that it is in. */
export type ReplayParts = Pick<ApiMessages, 'resume'> & {
  readonly parts: EngineParts;
  /** They are called with every event. */
  readonly listeners: Set<(event: EmulatorEvent) => void>;
  /** What waited in the conversation. */
  readonly earlierWaiting: readonly WaitingMessage[];
  readonly end: (replay: RunningReplay, status: Exclude<ReplayStatus, 'running'>, why?: string) => void;
};

/**
 * Puts a conversation back to where the plan begins, and has its messages sent again, as long as the replay runs. Nothing else of its phone
 * and number may run meanwhile.
 */
export async function runPlan(
  plan: Plan,
  replay: RunningReplay,
  { parts, resume, listeners, earlierWaiting, end }: ReplayParts,
): Promise<void> {
  const conversation = resetTo(plan, replay, parts);
  const kept = new Set<string>(plan.kept?.messages.map(({ sid }) => sid));
  for (const one of earlierWaiting) if (kept.has(one.message.sid)) resume(one, conversation);
  const waiting = {
    end() {
      end(replay, 'cancelled', FORGOTTEN);
    },
  };
  conversation.waiting.add(waiting);
  const collected = collectMessages(replay);
  listeners.add(collected.note);
  const turns: Turn[] = [];
  const outcomesOf = (had: readonly Turn[]): Outcome[] =>
    had.map((turn) => outcomeOf(turn, collected.ofTurn(turn.sid)));
  try {
    for (const group of plan.groups) {
      const had = await haveGroup(group, conversation, replay, { parts, end });
      if (had === undefined) break;
      turns.push(...had);
      // What has come so far is neither compared nor told again: there may be a thousand.
      const progress = noteOutcomes(replay, outcomesOf(had));
      if (isRunning(replay)) parts.emit({ type: 'replayProgress', ...progress });
    }
    // What a Function sends by the REST API may come after its answer.
    noteAllOutcomes(replay, outcomesOf(turns));
  } finally {
    listeners.delete(collected.note);
    conversation.waiting.delete(waiting);
  }
}

/** Has a group of messages sent again; `undefined` when the replay does not run any more. */
async function haveGroup(
  { move, profileName, manner, messages }: PlannedGroup,
  conversation: ConversationState,
  replay: RunningReplay,
  { parts, end }: Pick<ReplayParts, 'parts' | 'end'>,
): Promise<Turn[] | undefined> {
  const { from, to } = replay;
  const { phones, numbers, stopping, advance } = parts;
  if (stopping.aborted) end(replay, 'cancelled', 'The emulator was stopped.');
  if (!isRunning(replay)) return undefined;
  if (move > 0) advance(move);
  const number = ownNumber(numbers, to);
  if (number === undefined) end(replay, 'failed', `${to} is not one of your numbers any more.`);
  if (phones.isOff(from)) end(replay, 'failed', `The phone ${from} was switched off.`);
  if (number === undefined || !isRunning(replay)) return undefined;
  if (profileName !== undefined) phones.setProfileName(from, profileName);
  return receiveAgain(messages, manner, number, conversation, parts);
}

/** The conversation as it was before the first group of a plan: an empty one, or what is kept of it, with cookies that end as they did. */
function resetTo({ kept }: Plan, { from, to }: RunningReplay, parts: EngineParts): ConversationState {
  if (kept === null) {
    const none = {
      messages: [],
      turns: [],
      cookies: [],
      logged: [],
      optedOut: false,
      lastIncomingAt: undefined,
    };
    return setConversation({ from, to, ...none }, parts);
  }
  const { messages, turns, cookies, earlierCookies, at } = kept;
  const sids = new Set(messages.map(({ sid }) => sid));
  const later = parts.clock.now() - at;
  const moved = (all: readonly JarCookie[]) =>
    all.map((cookie) => ({ ...cookie, expiresAt: cookie.expiresAt + later }));
  const lastAt = messages.findLast(({ direction }) => direction === 'inbound')?.at;
  return setConversation(
    {
      ...{ from, to, messages, turns },
      cookies: moved(cookies),
      earlierCookies: earlierCookies.map(moved),
      logged: parts.log.of(from, to).filter(({ message }) => sids.has(message.sid)),
      optedOut: isOptedOutAfter(messages, to, parts),
      lastIncomingAt: lastAt === undefined ? undefined : lastAt + later,
    },
    parts,
  );
}

/** Whether a phone that has sent these messages has opted out. */
const isOptedOutAfter = (messages: readonly Message[], to: string, parts: EngineParts): boolean =>
  messages
    .filter(({ direction }) => direction === 'inbound')
    .reduce(
      (optedOut, { body }) => optOutEffect(body, optedOut, optOutHandlingOf(to, parts))?.optedOut ?? optedOut,
      false,
    );
