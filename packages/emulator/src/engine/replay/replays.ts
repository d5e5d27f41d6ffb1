import { randomUUID } from 'node:crypto';
import type { ConversationState } from '../conversations';
import { viewOf } from '../conversations';
import { ownNumber } from '../own-number';
import type { ApiMessages } from '../messages/api-messages';
import type { EngineParts } from '../turn/turn-context';
import type { EmulatorEvent } from '../types';
import { planOf, type Plan, repeatable } from './plan';
import { keepOriginal, type Original, putBackOriginal } from './original';
import { runPlan } from './run-plan';
import { FORGOTTEN, isRunning, type RunningReplay, viewOfReplay } from './running-replay';
import type { Replay, ReplayStatus, ReplayStep, ReplayWithSteps } from './types';

/** Conversations that are had again. */
export type Replays = {
  /**
   * Has a conversation again, in its place, from its first message or from a turn on. It begins when the turns that run or wait by then
   * have ended; what the phone sends meanwhile waits until it has ended.
   */
  readonly start: (wanted: {
    readonly from: string;
    readonly to: string;
    readonly turn?: string;
  }) => Replay | Refusal;
  /** Cancels a replay that runs. A turn that runs goes on. `undefined` when there is no such replay. */
  readonly cancel: (id: string) => Replay | undefined;
  /** Puts the conversation as it was before a replay in the place of what there is now. */
  readonly putBack: (id: string) => Promise<Replay | Refusal>;
  /** The newest ones, the newest last. */
  readonly all: () => Replay[];
  readonly find: (id: string) => ReplayWithSteps | undefined;
  /** The conversations that are being had again, as they were before; also those whose replays the end of the engine has cut off. */
  readonly underWay: () => Original[];
  /** Is told of every event. */
  readonly note: (event: EmulatorEvent) => void;
};

/** Why a replay cannot be had. `field`: of the request, when it is about one. */
export type Refusal = {
  readonly kind: 'refused';
  readonly is: 'wrong' | 'unknown' | 'busy';
  readonly why: string;
  readonly field?: 'to' | 'from' | 'turn';
};

/** How many are kept, with the conversations as they were before. */
const MAX_REPLAYS = 5;

export function createReplays(parts: EngineParts, messages: Pick<ApiMessages, 'resume'>): Replays {
  const { conversations, numbers, phones, emit, stopping } = parts;
  const replays = new Map<string, RunningReplay>();
  const listeners = new Set<(event: EmulatorEvent) => void>();

  const tell = (replay: RunningReplay): void => {
    emit({ type: 'replay', replay: viewOfReplay(replay) });
  };
  const end = (replay: RunningReplay, status: Exclude<ReplayStatus, 'running'>, why?: string): void => {
    if (replay.status !== 'running') return;
    replay.status = status;
    replay.isCutOff = stopping.aborted;
    replay.why = why;
    tell(replay);
  };
  const add = (replay: RunningReplay): void => {
    replays.set(replay.id, replay);
    const [oldest] = replays.keys();
    if (replays.size > MAX_REPLAYS && oldest !== undefined) replays.delete(oldest);
    tell(replay);
  };
  const running = (): RunningReplay | undefined =>
    [...replays.values()].find(({ status }) => status === 'running');

  const run = async (replay: RunningReplay, state: ConversationState): Promise<void> => {
    const { turn } = replay;
    if (!conversations.isCurrent(state)) end(replay, 'cancelled', FORGOTTEN);
    if (replay.status !== 'running') return;
    const conversation = viewOf(state);
    const plan = planOf({ ...conversation, turns: conversation.turns }, turn);
    const original = keepOriginal(state, parts.log.of(state.from, state.to));
    replay.original = original;
    replay.steps = stepsOf(plan);
    try {
      const earlierWaiting = original.saved.waiting;
      await runPlan(plan, replay, { parts, resume: messages.resume, listeners, earlierWaiting, end });
      if (isRunning(replay)) end(replay, 'done');
      else tell(replay); // with the turn that went on
    } catch (error) {
      console.error(error);
      end(replay, 'failed', 'The emulator failed. Its terminal says how.');
    }
  };

  return {
    start({ from, to, turn }) {
      const state = conversations.find(from, to);
      const refused = refusalOf(state, turn);
      if (state === undefined || refused !== undefined) return refused ?? nothingToRepeat(from, to);
      const view = viewOf(state);
      const replay: RunningReplay = {
        ...{ id: randomUUID(), from, to, turn: turn ?? null },
        ...{ status: 'running', isCutOff: false, why: undefined, original: undefined },
        steps: stepsOf(planOf({ ...view, turns: view.turns }, turn ?? null)),
        ...{ had: 0, differing: [] },
      };
      add(replay);
      const waiting = {
        end() {
          end(replay, 'cancelled', FORGOTTEN);
        },
      };
      state.waiting.add(waiting);
      void conversations.queue(state, () => {
        state.waiting.delete(waiting);
        return run(replay, state);
      });
      return viewOfReplay(replay);

      function refusalOf(found: ConversationState | undefined, sid: string | undefined): Refusal | undefined {
        if (ownNumber(numbers, to) === undefined)
          return { ...WRONG, field: 'to', why: `to is ${to}, which is not one of your numbers.` };
        if (phones.isOff(from))
          return { ...WRONG, field: 'from', why: `from is ${from}, a phone that is switched off.` };
        if (running() !== undefined)
          return { ...BUSY, why: 'Another replay runs. Cancel it, or wait for its end.' };
        const turns = found === undefined ? [] : repeatable(viewOf(found).turns);
        if (turns.length === 0) return nothingToRepeat(from, to);
        if (sid !== undefined && !turns.some((one) => one.sid === sid))
          return {
            ...WRONG,
            field: 'turn',
            why: `turn is ${sid}, which is no turn of a message of ${from}.`,
          };
        return undefined;
      }
    },
    cancel(id) {
      const replay = replays.get(id);
      if (replay === undefined) return undefined;
      end(replay, 'cancelled', 'It was cancelled.');
      return viewOfReplay(replay);
    },
    async putBack(id) {
      const replay = replays.get(id);
      if (replay === undefined) return { kind: 'refused', is: 'unknown', why: `There is no replay ${id}.` };
      const { original, from, to } = replay;
      if (running() !== undefined) return { ...BUSY, why: 'A replay runs. Cancel it, or wait for its end.' };
      if (original === undefined) return { ...BUSY, why: 'The earlier conversation is no longer kept.' };
      replay.original = undefined;
      await conversations.queue(conversations.at(from, to), () => {
        putBackOriginal(original, parts, messages);
        return Promise.resolve();
      });
      tell(replay);
      return viewOfReplay(replay);
    },
    all: () => [...replays.values()].map(viewOfReplay),
    find(id) {
      const replay = replays.get(id);
      return replay && { ...viewOfReplay(replay), steps: [...replay.steps] };
    },
    underWay: () =>
      [...replays.values()].flatMap(({ status, isCutOff, original }) =>
        (status === 'running' || isCutOff) && original !== undefined ? [original] : [],
      ),
    note(event) {
      for (const listener of listeners) listener(event);
    },
  };
}

const WRONG = { kind: 'refused', is: 'wrong' } as const;
const BUSY = { kind: 'refused', is: 'busy' } as const;

const nothingToRepeat = (from: string, to: string): Refusal => ({
  kind: 'refused',
  is: 'unknown',
  why: `${from} has sent nothing to ${to} that could be sent again.`,
});

const stepsOf = ({ groups }: Plan): ReplayStep[] =>
  groups.flatMap(({ messages }) =>
    messages.map(({ sent, before, usedDocuments }) => ({
      ...{ body: sent.body, files: sent.media?.length ?? 0, usedDocuments, before },
      after: null,
    })),
  );
