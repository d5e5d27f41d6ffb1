import { randomUUID } from 'node:crypto';
import type { TwilioResponse } from '@twilio-labs/serverless-runtime-types/types';
import type { DefinedConversation, Hook } from '../conversation/conversation';
import { hookKey } from '../conversation/replay/progress';
import { run } from '../conversation/replay/run';
import { isState, type State } from '../conversation/replay/state';
import { describeStateSize } from '../conversation/replay/state-size';
import { textsOf } from '../conversation/replay/turn';
import { withLocation } from '../conversation/replay/with-location';
import { untilAborted } from '../conversation/replay/until-aborted';
import type { Answers, FunctionContext } from '../conversation/request';
import { ConversationError } from '../errors';
import { readMedia } from '../message/incoming-media';
import { cookieStore } from '../session/cookie-store';
import { sessionCookie } from '../session/session-cookie';
import type { SessionContext, SessionStore, SetCookie } from '../session/session-store';
import { logError } from './log-error';
import { reply } from './reply';
import { type LogLine, type SmsEvent, type SmsFunction, smsFunction } from './sms-function';

/**
 * When effects and hooks must have ended, in milliseconds after the turn has begun: a second before the platform ends the
 * Function. Source: https://www.twilio.com/docs/serverless/functions-assets/functions/request-flow
 */
const DEADLINE = 9000;

/** How long the hook of a turn that failed because of that may take, in milliseconds. */
const EXTRA_TIME = 500;

/**
 * Makes a Function of a conversation. When a turn fails, the error is logged, the sender gets the conversation's text for that, and
 * the state stays as it was.
 *
 * @param store - where its state is stored between two messages. Default: a cookie with the conversation's name.
 */
export const conversationFunction = (
  conversation: DefinedConversation,
  store: SessionStore<State> = cookieStore(sessionCookie(conversation.name, isState)),
): SmsFunction =>
  smsFunction(store, (event, session, log, context) =>
    withDeadline(DEADLINE, (signal) =>
      answerTurn(conversation, store, { event, session, log, context, signal }),
    ),
  );

/** Runs a task with a signal that aborts after so many milliseconds. */
async function withDeadline<Result>(
  milliseconds: number,
  task: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const deadline = new AbortController();
  const timer = setTimeout(() => {
    deadline.abort(new Error(`It took more than ${milliseconds / 1000} s, and the platform allows 10 s.`));
  }, milliseconds);
  try {
    return await task(deadline.signal);
  } finally {
    clearTimeout(timer);
  }
}

type FunctionTurn = {
  readonly event: SmsEvent;
  readonly session: SessionContext;
  readonly log: LogLine;
  readonly context: FunctionContext;
  readonly signal: AbortSignal;
};

async function answerTurn(
  conversation: DefinedConversation,
  store: SessionStore<State>,
  turn: FunctionTurn,
): Promise<TwilioResponse> {
  const { event, session, log, context, signal } = turn;
  const deliveryId = deliveryIdOf(event);
  let state: State | undefined;
  try {
    const opened = await store.open(event.request.cookies, session);
    if (opened.kind === 'new') log.began = opened.reason;
    else state = opened.session;

    const message = { body: event.Body, media: readMedia(event), parameters: event };
    const outcome = await run(conversation, state, message, deliveryId, {
      context,
      signal,
      now: session.now,
    });
    const cookies = await save(conversation, store, outcome.state, session);
    log.outcome = outcome.kind;
    if (outcome.kind === 'asked') {
      log.question = outcome.state.asked;
    } else {
      const hook = outcome.kind === 'ended' ? conversation.on.ended : conversation.on.givenUp;
      await runHook(hook, turn, { id: outcome.state.id, answers: outcome.answers });
    }
    return reply(outcome.messages, cookies);
  } catch (error) {
    logTurn(error, turn);
    log.outcome = 'failed';
    const { failed } = textsOf(conversation, state?.lang);
    const told = { id: deliveryId, answers: state?.answers ?? {}, error };
    if (!signal.aborted) await runHook(conversation.on.failed, turn, told);
    else {
      await withDeadline(EXTRA_TIME, (extra) =>
        runHook(conversation.on.failed, { ...turn, signal: extra }, told),
      );
    }
    return reply([failed], state === undefined ? [] : await saveFailed(store, state, session));
  }
}

/**
 * Notes in the state that the turn has failed, so that the sender can start again. Where there is no room for that, the
 * older deliveries make room; a store that fails keeps the state as it is.
 */
async function saveFailed(
  store: SessionStore<State>,
  state: State,
  session: SessionContext,
): Promise<readonly SetCookie[]> {
  const failed = { ...state, failed: true } as const;
  for (const noted of [failed, { ...failed, last: '' }]) {
    try {
      return await store.save(noted, session);
    } catch (error) {
      if (!(error instanceof ConversationError)) break;
    }
  }
  return [];
}

/** Saves the state. The error of one that is too large gets its location and the size of each step. */
async function save(
  conversation: DefinedConversation,
  store: SessionStore<State>,
  state: State,
  session: SessionContext,
): Promise<readonly SetCookie[]> {
  try {
    return await store.save(state, session);
  } catch (error) {
    if (!(error instanceof ConversationError) || error.code !== 'session-too-large') throw error;
    const described = new ConversationError(error.code, `${error.message} ${describeStateSize(state)}`);
    throw withLocation(described, { conversation: conversation.name, step: state.asked });
  }
}

/** Runs a hook of a conversation that has ended or failed. Not again after the end. */
async function runHook(
  hook: Hook | undefined,
  turn: FunctionTurn,
  { id, answers, error }: { id: string; answers: Answers | undefined; error?: unknown },
): Promise<void> {
  if (hook === undefined || answers === undefined) return;
  const { context, signal, session } = turn;
  const idempotencyKey = hookKey(id);
  try {
    await untilAborted(signal, () =>
      hook({ context, signal, idempotencyKey, answers, from: session.from, to: session.to, error }),
    );
  } catch (thrown) {
    logTurn(thrown, turn);
  }
}

const logTurn = (thrown: unknown, { event, context }: FunctionTurn) =>
  logError(thrown, context, [event.From, event.To, event.Body]);

/** Unique per message, stable across redeliveries. A request without a `MessageSid` counts as a message of its own. */
const deliveryIdOf = ({ MessageSid, From, To }: SmsEvent): string =>
  JSON.stringify([typeof MessageSid === 'string' && MessageSid !== '' ? MessageSid : randomUUID(), From, To]);
