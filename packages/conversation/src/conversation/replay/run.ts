import { ConversationError } from '../../errors';
import type { FunctionContext } from '../../function-context';
import type { Json } from '../../json';
import type { Message, OutgoingMessage } from '../../message/message';
import type { DefinedConversation } from '../conversation';
import type { PlannedReminder } from '../reminders';
import type { Answers } from '../request';
import { saysOnly } from '../words';
import { endedState, newProgress, optedOutState, remember, toState } from './progress';
import { replay } from './replay';
import { leaveCommand, runningCommand } from './running-command';
import type { State } from './state';
import { beginFirstTurn, beginTurn, type Turn, type TurnTools } from './turn';
import { withLocation } from './with-location';

/** Of a turn that is run without tools. */
const NO_TOOLS: TurnTools = {
  context: {} as FunctionContext,
  signal: new AbortController().signal,
  now: NaN,
};

/** Maximum number of replays in one turn: one, and another after each `forget`. */
const MAX_REPLAYS = 10;

/** The result of a turn. `messages` is the reply, in order. */
export type Outcome =
  /**
   * A question is open. Store `state` and pass it with the sender's next message. `reminders` are to be sent unless that comes
   * before.
   */
  | {
      readonly kind: 'asked';
      readonly messages: readonly OutgoingMessage[];
      readonly state: State;
      readonly reminders?: readonly PlannedReminder[];
    }
  /**
   * The conversation is over: the code returned, or `maxAttempts` answers could not be read. `messages` may be empty. Store
   * `state`, so that a message that is delivered again does not begin another one. `answers` are those that were visited; none
   * when the conversation had ended before.
   */
  | {
      readonly kind: 'ended' | 'given-up';
      readonly messages: readonly OutgoingMessage[];
      readonly state: State;
      readonly answers?: Answers;
    };

/**
 * Runs one turn of a conversation: replays its code from the top, with the stored answers, to the first open question.
 * The first message starts a conversation and answers nothing, but what `first` reads.
 *
 * Never throws because of what a sender wrote. Deterministic, except for what effects do.
 *
 * @param state - the state that the previous turn returned, if there is one.
 * @param deliveryId - unique per message, stable across redeliveries, not empty: `MessageSid`, `From` and `To`.
 * @param tools - what effects get, and the time. Default: nothing.
 * @throws {ConversationError} with `at`, the location in the conversation. The given state stays valid.
 */
export async function run(
  conversation: DefinedConversation,
  state: State | undefined,
  message: Message,
  deliveryId: string,
  tools: Partial<TurnTools> = {},
): Promise<Outcome> {
  if (state?.out === 'app') {
    return { kind: 'ended', messages: [], state: optedOutState(state, 'app', deliveryId, []) };
  }
  const turnTools = { ...NO_TOOLS, ...tools };
  const afterEnd =
    state?.ended === undefined
      ? undefined
      : answerAfterEnd(conversation, state, message, deliveryId, turnTools.now);
  if (afterEnd !== undefined) return afterEnd;

  const turn = beginTurn(conversation, state, message, deliveryId, turnTools);
  return runTurn(conversation, turn);
}

/** Whom `begin` texts, and with what. */
export type FirstTurn = {
  /** What the code gets. */
  readonly data: Json | undefined;
  /** As of a message of the sender: `From` is the phone, and `To` is your number. */
  readonly parameters: Readonly<Record<string, string>>;
  /** The state before, if there is one: its deliveries are still remembered. */
  readonly before: State | undefined;
};

/** Runs a turn without a message, to the first question: the sender is texted first. As {@link run} else. */
export const runFirstTurn = (
  conversation: DefinedConversation,
  { data, parameters, before }: FirstTurn,
  deliveryId: string,
  tools: TurnTools,
): Promise<Outcome> => {
  const progress = newProgress(deliveryId, before?.last, data);
  return runTurn(conversation, beginFirstTurn(conversation, progress, parameters, tools));
};

/** Replays until a question is open, or the code has returned. */
async function runTurn(conversation: DefinedConversation, turn: Turn): Promise<Outcome> {
  const { reply, progress, tools } = turn;
  const { version } = conversation;

  for (let replays = 0; replays < MAX_REPLAYS; replays++) {
    const command = runningCommand(conversation, progress);
    const end = await replay(conversation, turn, command);
    if (end.kind === 'forgot') continue;
    if (end.kind === 'asked') {
      const state = toState(progress, version, end.name);
      const { reminders } = end;
      return { kind: 'asked', messages: reply.texts, state, ...(reminders.length > 0 && { reminders }) };
    }
    if (command !== undefined) {
      leaveCommand(progress);
      continue;
    }
    if (end.kind === 'given-up') reply.add(turn.texts.closing);
    const state = endedState(progress, version, end.kind === 'ended' ? tools.now : 0);
    return {
      kind: end.kind,
      messages: reply.texts,
      state,
      /** Made when it is read: few conversations have a hook that is told. */
      get answers() {
        return Object.fromEntries(end.answers);
      },
    };
  }
  const error = new ConversationError(
    'steps-endless',
    `One message made it forget ${MAX_REPLAYS} times. Is there a question between forget() and what leads to it?`,
  );
  throw withLocation(error, { conversation: conversation.name, step: undefined });
}

/** The answer to a message after the end of a conversation; `undefined` when it begins another one. */
function answerAfterEnd(
  conversation: DefinedConversation,
  state: State,
  { body }: Message,
  deliveryId: string,
  now: number,
): Outcome | undefined {
  const last = remember(state.last, deliveryId);
  if (last === state.last) return { kind: 'ended', messages: [], state };
  const { afterwards } = conversation;
  if (afterwards === undefined || now - Number(state.ended) >= afterwards.minutes * 60_000) return undefined;
  const texts = conversation.textsOf(state.lang);
  if (!saysOnly(body, texts.thanks, texts)) return undefined;
  return {
    kind: 'ended',
    messages: [afterwards.text],
    state: { ...state, last },
  };
}
