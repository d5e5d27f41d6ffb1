import type { TwilioResponse } from '@twilio-labs/serverless-runtime-types/types';
import { orAborted } from '../async/until-aborted';
import type { DefinedConversation } from '../conversation/conversation';
import { closedState, newProgress, optedOutState, remember } from '../conversation/replay/progress';
import type { State } from '../conversation/replay/state';
import type { FunctionContext } from '../function-context';
import type { SessionStore } from '../session/session-store';
import { answerOptOut } from './answer-opt-out';
import { deliveryIdOf } from './delivery-id';
import type { OptOutMark, OptOuts } from './opt-outs';
import { cancelReminders, type ReminderContext } from './reminders';
import type { LogLine, SmsEvent } from './sms-function';

/** A turn of a conversation, and what it needs to answer an opt-out. */
export type ConversationTurn = {
  readonly conversation: DefinedConversation;
  /** `undefined` when the store does not work: the sender is answered all the same. */
  readonly store: SessionStore<State> | undefined;
  readonly event: SmsEvent;
  readonly session: ReminderContext;
  readonly log: LogLine;
  readonly context: FunctionContext;
  readonly logged: (error: unknown) => void;
};

/** TwiML that sends nothing: what a message gets that is delivered again. */
const SILENCE = '<Response/>';

/**
 * Answers a message to a conversation that opts out or in, or asks for help.
 *
 * @param state - of the conversation, if it is known.
 * @returns the reply; or the state with which the message is answered as any other.
 */
export async function answerConversationOptOut(
  { decide, options }: OptOuts,
  state: State | undefined,
  { conversation, store, event, session, log, context, logged }: ConversationTurn,
): Promise<{ readonly response: TwilioResponse | undefined; readonly state: State | undefined }> {
  const { from, to } = session;
  const { Body: body, OptOutType: optOutType } = event;
  const { language } = conversation.textsOf(state?.lang);
  const mark = state?.out;
  const decision = await decide({ to, body, optOutType, mark, language }, logged);
  const answersAsEver = { response: undefined, state };
  if (decision === undefined) return answersAsEver;
  // The conversation says nothing then, and keeps the mark for longer.
  if (decision.kind === 'opted-out' && mark === 'app' && store !== undefined) return answersAsEver;

  const deliveryId = deliveryIdOf(event);
  const told = {
    ...{ id: `opt-out ${deliveryId}`, answers: state?.answers ?? {} },
    ...{ body, from, to, context, signal: session.signal },
  };
  const save = async (next: State) =>
    store === undefined ? [] : orAborted(session.signal, store.save(next, session, SILENCE));
  const before = state ?? { v: conversation.version, id: newProgress(deliveryId).id, last: '' };
  const set = async (next: OptOutMark) => {
    const { left } = await cancelReminders(state ?? {}, session, logged);
    return save(optedOutState(before, next, deliveryId, left));
  };
  const back = closedState({ ...before, last: remember(before.last, deliveryId) });
  // Twilio has answered START, and the conversation begins anew.
  const begins = decision.kind === 'opt-in' && decision.text === undefined && !decision.isAnswered;
  const remove = mark === undefined || begins ? undefined : async () => save(back);
  const response = await answerOptOut(decision, options, { set, remove }, { told, log, logged });
  return { response, state: mark !== undefined && begins ? closedState(before) : state };
}
