import type { TwilioResponse } from '@twilio-labs/serverless-runtime-types/types';
import { orAborted } from '../async/until-aborted';
import type { DefinedConversation } from '../conversation/conversation';
import { closedState } from '../conversation/replay/progress';
import { run } from '../conversation/replay/run';
import { isState, type State } from '../conversation/replay/state';
import { describeStateSize } from '../conversation/replay/state-size';
import { withLocation } from '../conversation/replay/with-location';
import { ConversationError } from '../errors';
import type { FunctionContext } from '../function-context';
import { answeredBy } from '../message/answered-by';
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
import { answerConversationOptOut } from './conversation-opt-out';
import { deadlines, type Deadlines, withDeadlines } from './deadlines';
import { deliveryIdOf } from './delivery-id';
import { logError } from './log-error';
import { messages } from './messages';
import type { OptOuts } from './opt-outs';
import {
  addReminders,
  cancelReminders,
  planReminders,
  type ReminderPlan,
  scheduleReminders,
  withReminders,
} from './reminders';
import { reply } from './reply';
import { runHook } from './run-hook';
import {
  type LogLine,
  type OptOutHandler,
  type SmsEvent,
  type SmsFunction,
  smsFunction,
} from './sms-function';
import { storeFor } from './store-for';

/**
 * Makes a Function of a conversation. When a turn fails, the error is logged, the sender gets the conversation's text for that, and
 * the state stays as it was.
 *
 * @param place - where its state is stored between two messages. Default: a cookie with the conversation's name.
 * @param optOuts - made by `optOuts()`: answers opt-outs where Twilio does not. Default: they get no message.
 */
export function conversationFunction(
  conversation: DefinedConversation,
  place: SessionStore<State> | SessionStorage = cookieStore(sessionCookie(conversation.name, isState)),
  optOuts?: OptOuts,
): SmsFunction {
  const store = storeFor(conversation, place);
  const answer: Answer = async (event, session, log, context) => {
    const times = deadlines();
    const { signal, lastSignal } = times;
    try {
      const turn = { event, log, context, signal, lastSignal, session: withDeadlines(session, times) };
      return await answerTurn(conversation, store, turn, optOuts);
    } finally {
      times.clear();
    }
  };
  // Messages with and without keywords are answered in the same kind of turn, which reads the state once.
  const handler: OptOutHandler | undefined =
    optOuts &&
    (async (kind, event, session, log, context) =>
      kind === 'message' ? undefined : answer(event, session, log, context));
  return smsFunction({ end: endWith(store) }, answer, handler);
}

/** Answers a message. */
type Answer = (
  event: SmsEvent,
  session: SessionContext,
  log: LogLine,
  context: FunctionContext,
) => Promise<TwilioResponse>;

/** A turn of `smsFunction`, which has these. */
type FunctionSession = SessionContext & Required<Pick<SessionContext, 'parameters' | 'platform'>>;

/** Ends a session whose sender has opted out, with its reminders. */
const endWith =
  (store: SessionStore<State>): SessionStore<State>['end'] =>
  async (session) => {
    const times = deadlines();
    const context = withDeadlines(session, times);
    const { from, to, parameters, platform } = session as FunctionSession;
    const logged = (error: unknown) => void logError(error, platform, [from, to]);
    if (parameters.OptOutType === undefined && answeredBy(to) === 'app') logged(unanswered());
    try {
      const opened = await orAborted(times.signal, store.open(cookiesOf(parameters), context));
      if (opened.kind === 'continued') await cancelReminders(opened.session, context, logged);
    } catch (error) {
      logged(error);
    }
    try {
      return await store.end(context);
    } finally {
      times.clear();
    }
  };

const unanswered = () =>
  new ConversationError(
    'opt-out-definition',
    'STOP was answered by nobody: for short codes and WhatsApp Twilio does not. Pass optOuts() to conversationFunction(); ' +
      'docs/opt-out.md says what the rules are.',
  );

type FunctionTurn = {
  readonly event: SmsEvent;
  readonly session: SessionContext & { readonly signal: AbortSignal };
  readonly log: LogLine;
  readonly context: FunctionContext;
  readonly signal: AbortSignal;
  /** Of what follows a failure. */
  readonly lastSignal: Deadlines['lastSignal'];
};

async function answerTurn(
  conversation: DefinedConversation,
  store: SessionStore<State>,
  turn: FunctionTurn,
  optOuts: OptOuts | undefined,
): Promise<TwilioResponse> {
  const { event, session, log, context, signal, lastSignal } = turn;
  const { from, to } = session;
  const deliveryId = deliveryIdOf(event);
  const logged = (error: unknown) => void logTurn(error, turn);
  let state: State | undefined;

  async function answer(): Promise<TwilioResponse> {
    const opened = await orAborted(signal, store.open(event.request.cookies, session));
    if (opened.kind === 'new') log.began = opened.reason;
    else delete log.began; // of an attempt that another message overtook
    state = opened.kind === 'new' ? undefined : opened.session;
    const handled = await answerKeyword(store);
    if (handled !== undefined) return handled;
    const { isClosed, left } = await cancelReminders(state ?? {}, session, logged);
    if (state !== undefined && isClosed) {
      state = closedState(state);
      log.began = 'closed';
    }

    const message = { body: event.Body, media: readMedia(event), parameters: event };
    const outcome = await run(conversation, state, message, deliveryId, {
      context,
      signal,
      now: session.now,
    });
    const twiml = messages(outcome.messages).toString();
    const reminders = outcome.kind === 'asked' ? outcome.reminders : undefined;
    const plan = planReminders(reminders, session, store);
    const cookies = await saveTurn(withReminders(outcome.state, left), plan, twiml);
    log.outcome = state?.out === 'app' ? 'opted-out' : outcome.kind;
    if (outcome.kind === 'asked') {
      log.question = outcome.state.asked;
    } else {
      const hook = outcome.kind === 'ended' ? conversation.on.ended : conversation.on.givenUp;
      // Without a hook, the answers need not be made.
      if (hook !== undefined) {
        const told = { id: outcome.state.id, answers: outcome.answers, context, signal, from, to };
        await runHook(hook, told, logged);
      }
    }
    return reply(cookies, twiml);
  }
  /** Answers an opt-out, an opt-in and HELP; `undefined` when the message is none of these. */
  async function answerKeyword(
    working: SessionStore<State> | undefined,
  ): Promise<TwilioResponse | undefined> {
    if (optOuts === undefined) return undefined;
    const optOutTurn = { conversation, store: working, event, session, log, context, logged };
    const answered = await answerConversationOptOut(optOuts, state, optOutTurn);
    state = answered.state;
    return answered.response;
  }
  /** Saves the state, with the reminders of its question. */
  async function saveTurn(
    next: State,
    plan: ReminderPlan | undefined,
    twiml: string,
  ): Promise<readonly SetCookie[]> {
    const saveAs = (saved: State) =>
      orAborted(session.signal, save(conversation, store, saved, session, twiml));
    if (plan === undefined) return saveAs(next);
    if (store.turn !== undefined) {
      const cookies = await saveAs(next);
      await addReminders(store, next, plan, session, logged);
      return cookies;
    }
    const scheduled = await scheduleReminders(next, plan, session, logged); // before, because a cookie is set once
    try {
      return await saveAs(scheduled);
    } catch (error) {
      await cancelReminders(scheduled, { ...session, signal: lastSignal() }, logged);
      throw error;
    }
  }
  const repeat = (twiml: string): TwilioResponse => {
    log.outcome = 'repeated';
    delete log.began;
    return reply([], twiml);
  };

  try {
    return await (store.turn?.(answer, repeat, session) ?? answer());
  } catch (error) {
    logTurn(error, turn);
    const handled = await answerKeyword(undefined);
    if (handled !== undefined) return handled;
    log.outcome = 'failed';
    const { failed } = conversation.textsOf(state?.lang);
    const answers = state?.answers ?? {};
    const told = { id: deliveryId, answers, error, context, signal: lastSignal(), from, to };
    await runHook(conversation.on.failed, told, logged);
    const cookies = state === undefined ? [] : await saveFailed(store, state, turn);
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
  { session, lastSignal }: FunctionTurn,
): Promise<readonly SetCookie[]> {
  const failed = { ...state, failed: true } as const;
  const signal = lastSignal();
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

const logTurn = (thrown: unknown, { event, context }: FunctionTurn) =>
  logError(thrown, context, [event.From, event.To, event.Body]);
