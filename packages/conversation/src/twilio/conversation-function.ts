import { randomUUID } from 'node:crypto';
import type { TwilioResponse } from '@twilio-labs/serverless-runtime-types/types';
import { orAborted, untilAborted } from '../async/until-aborted';
import type { DefinedConversation, Hook } from '../conversation/conversation';
import { closedState, hookKey } from '../conversation/replay/progress';
import { run } from '../conversation/replay/run';
import { isState, type State } from '../conversation/replay/state';
import { describeStateSize } from '../conversation/replay/state-size';
import { textsOf } from '../conversation/replay/turn';
import { withLocation } from '../conversation/replay/with-location';
import type { Answers } from '../conversation/request';
import { ConversationError } from '../errors';
import type { FunctionContext } from '../function-context';
import { readMedia } from '../message/incoming-media';
import { cookiesOf } from '../message/incoming-message';
import { cookieStore } from '../session/cookie-store';
import { sessionCookie } from '../session/session-cookie';
import {
  type SessionContext,
  type SessionStorage,
  type SessionStore,
  type SetCookie,
} from '../session/session-store';
import { logError } from './log-error';
import { storeFor } from './store-for';
import { messages } from './messages';
import { cancelReminders, type Scheduled, scheduleReminders } from './reminders';
import { reply } from './reply';
import { type LogLine, type SmsEvent, type SmsFunction, smsFunction } from './sms-function';

/**
 * When effects and hooks must have ended, in milliseconds after the turn has begun: a second before the platform ends the
 * Function. Source: https://www.twilio.com/docs/serverless/functions-assets/functions/request-flow
 */
const DEADLINE = 9000;

/** When the hook `failed`, and noting the failure, must have ended, so that the sender gets the text in any case. */
const LAST_DEADLINE = 9500;

/**
 * Makes a Function of a conversation. When a turn fails, the error is logged, the sender gets the conversation's text for that, and
 * the state stays as it was.
 *
 * @param place - where its state is stored between two messages. Default: a cookie with the conversation's name.
 */
export function conversationFunction(
  conversation: DefinedConversation,
  place: SessionStore<State> | SessionStorage = cookieStore(sessionCookie(conversation.name, isState)),
): SmsFunction {
  const store = storeFor(conversation, place);
  return smsFunction({ end: endWith(store) }, async (event, session, log, context) => {
    const [end, lastEnd] = [abortsAfter(DEADLINE), abortsAfter(LAST_DEADLINE)];
    const withSignal = {
      ...session,
      get signal() {
        // A turn may go on after the deadline, when its code has caught the error of an effect.
        return end.signal.aborted ? lastEnd.signal : end.signal;
      },
    };
    try {
      const turn = { event, log, context, signal: end.signal, lastSignal: lastEnd.signal };
      return await answerTurn(conversation, store, { ...turn, session: withSignal });
    } finally {
      end.clear();
      lastEnd.clear();
    }
  });
}

/** Ends a session whose sender has opted out, with its reminders. */
const endWith =
  (store: SessionStore<State>): SessionStore<State>['end'] =>
  async (context) => {
    const { parameters = {}, platform = {}, signal = AbortSignal.timeout(DEADLINE) } = context;
    const logged = (error: unknown) => void logError(error, platform, [context.from, context.to]);
    try {
      const opened = await store.open(cookiesOf(parameters), context);
      if (opened.kind === 'continued') await cancelReminders(opened.session, { platform, signal }, logged);
    } catch (error) {
      logged(error);
    }
    return store.end(context);
  };

/** A signal that aborts after so many milliseconds, unless it is cleared before. */
function abortsAfter(milliseconds: number): { readonly signal: AbortSignal; readonly clear: () => void } {
  const controller = new AbortController();
  const timer = setTimeout(() => {
    controller.abort(new Error(`It took more than ${milliseconds / 1000} s, and the platform allows 10 s.`));
  }, milliseconds);
  const clear = () => {
    clearTimeout(timer);
  };
  return { signal: controller.signal, clear };
}

type FunctionTurn = {
  readonly event: SmsEvent;
  readonly session: SessionContext & { readonly signal: AbortSignal };
  readonly log: LogLine;
  readonly context: FunctionContext;
  readonly signal: AbortSignal;
  /** Of what follows a failure. */
  readonly lastSignal: AbortSignal;
};

async function answerTurn(
  conversation: DefinedConversation,
  store: SessionStore<State>,
  turn: FunctionTurn,
): Promise<TwilioResponse> {
  const { event, session, log, context, signal } = turn;
  const deliveryId = deliveryIdOf(event);
  const logged = (error: unknown) => void logTurn(error, turn);
  let state: State | undefined;
  /** Reminders that no stored state has. */
  let unsaved: Scheduled = {};

  async function answer(): Promise<TwilioResponse> {
    await cancelReminders(unsaved, session, logged);
    const opened = await orAborted(signal, store.open(event.request.cookies, session));
    if (opened.kind === 'new') log.began = opened.reason;
    else delete log.began; // of an attempt that another message overtook
    state = opened.kind === 'new' ? undefined : opened.session;
    if (state !== undefined && (await cancelReminders(state, session, logged)) === 'closed') {
      state = closedState(state);
      log.began = 'closed';
    }

    const message = { body: event.Body, media: readMedia(event), parameters: event };
    const outcome = await run(conversation, state, message, deliveryId, {
      context,
      signal,
      now: session.now,
    });
    const twiml = messages(outcome.messages);
    const reminders = outcome.kind === 'asked' ? outcome.reminders : undefined;
    unsaved = await scheduleReminders(reminders, session, store, logged);
    const saved = save(conversation, store, { ...outcome.state, ...unsaved }, session, twiml.toString());
    const cookies = await orAborted(session.signal, saved);
    unsaved = {};
    log.outcome = outcome.kind;
    if (outcome.kind === 'asked') {
      log.question = outcome.state.asked;
    } else {
      const hook = outcome.kind === 'ended' ? conversation.on.ended : conversation.on.givenUp;
      await runHook(hook, turn, { id: outcome.state.id, answers: outcome.answers });
    }
    return reply(cookies, twiml);
  }
  const repeat = (twiml: string): TwilioResponse => {
    log.outcome = 'repeated';
    return reply([], twiml);
  };

  try {
    return await (store.turn?.(answer, repeat, session) ?? answer());
  } catch (error) {
    logTurn(error, turn);
    log.outcome = 'failed';
    await cancelReminders(unsaved, { ...session, signal: turn.lastSignal }, logged);
    const { failed } = textsOf(conversation, state?.lang);
    const last = { ...turn, signal: turn.lastSignal };
    await runHook(conversation.on.failed, last, { id: deliveryId, answers: state?.answers ?? {}, error });
    const cookies = state === undefined ? [] : await saveFailed(store, state, last);
    return reply(cookies, messages([failed]));
  }
}

/**
 * Notes in the state that the turn has failed, so that the sender can start again. Where there is no room for that, the
 * older deliveries make room; a store that fails keeps the state as it is.
 */
async function saveFailed(
  store: SessionStore<State>,
  state: State,
  { session, signal }: FunctionTurn,
): Promise<readonly SetCookie[]> {
  const failed = { ...state, failed: true } as const;
  for (const noted of [failed, { ...failed, last: '' }]) {
    try {
      signal.throwIfAborted();
      return await orAborted(signal, store.save(noted, session));
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
  twiml: string,
): Promise<readonly SetCookie[]> {
  try {
    return await store.save(state, session, twiml);
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
