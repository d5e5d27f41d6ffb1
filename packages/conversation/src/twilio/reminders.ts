import { orAborted } from '../async/until-aborted';
import type { PlannedReminder } from '../conversation/reminders';
import type { State } from '../conversation/replay/state';
import { ConversationError } from '../errors';
import { clientOf } from '../rest/client';
import { cancelMessage, createMessage, isSent, type MessagesClient } from '../rest/messages';
import { SESSION_SECONDS } from '../session/session-cookie';
import type { SessionContext, SessionStore } from '../session/session-store';
import { TurnConflict } from '../session/turn-conflict';
import { abortsAfter } from './deadlines';

/** The part of a state that says which reminders are scheduled. */
export type Scheduled = Pick<State, 'remind' | 'closes'>;

/**
 * The shortest time that is asked for, in seconds: Twilio wants five minutes when the request comes in
 * (https://www.twilio.com/docs/api/errors/35114), which is later than the turn has begun.
 */
const MIN_AHEAD = 5 * 60 + 20;

/** How long the requests of a turn's reminders may take, in milliseconds: an API that hangs does not cost the turn. */
const REQUESTS_TIMEOUT = 3000;

/** The turn of a sender, with what ends it. */
export type ReminderContext = SessionContext & { readonly signal: AbortSignal };

/** The reminders of an open question, which can be scheduled. */
export type ReminderPlan = {
  readonly reminders: readonly PlannedReminder[];
  readonly messagingServiceSid: string;
  readonly client: MessagesClient;
};

/**
 * Checks what the code has no influence on, before anything is stored; `undefined` when there are no reminders.
 * @throws {ConversationError} `reminder-definition` for one that would come after the session's end;
 *   `messaging-service-missing`; `account-missing`.
 */
export function planReminders(
  reminders: readonly PlannedReminder[] = [],
  { parameters, platform }: SessionContext,
  { lifetime = SESSION_SECONDS }: Pick<SessionStore<never>, 'lifetime'>,
): ReminderPlan | undefined {
  if (reminders.length === 0) return undefined;
  const late = reminders.find(({ after }) => after > lifetime);
  if (late !== undefined) {
    throw new ConversationError(
      'reminder-definition',
      `A reminder would come after ${late.after / 60} minutes, and the session lives for ${lifetime / 60}. Give a shorter ` +
        'time, or a store with a longer one, such as syncStore({ ttl: "7d" }).',
    );
  }
  const services = [platform?.MESSAGING_SERVICE_SID, parameters?.MessagingServiceSid];
  const messagingServiceSid = services.find((sid) => typeof sid === 'string' && sid !== '') as
    string | undefined;
  if (messagingServiceSid === undefined) {
    throw new ConversationError(
      'messaging-service-missing',
      'A reminder needs a Messaging Service that has your number as a sender: set MESSAGING_SERVICE_SID in .env to its SID, ' +
        'MG and 32 digits. docs/sync.md says how to make one.',
    );
  }
  return { reminders, messagingServiceSid, client: clientOf(platform) as MessagesClient };
}

/**
 * Schedules reminders.
 *
 * @param logged - is called with errors that cost a reminder, and not the turn.
 * @returns the state with their SIDs.
 */
export async function scheduleReminders(
  state: State,
  { reminders, messagingServiceSid, client }: ReminderPlan,
  { from, to, now, signal }: ReminderContext,
  logged: (error: unknown) => void,
): Promise<State> {
  const sids = await requests(reminders, signal, logged, ({ after, text }, limit) => {
    const sendAt = new Date(now + Math.max(after, MIN_AHEAD) * 1000);
    const message = { from: to, to: from, body: text, messagingServiceSid } as const;
    return createMessage(client, { ...message, scheduleType: 'fixed', sendAt }, limit);
  });
  const closes = reminders.at(-1)?.closes === true ? sids.at(-1) : undefined;
  const others = sids.filter((sid) => sid !== undefined && sid !== closes) as string[];
  return {
    ...withReminders(state, others),
    ...(closes !== undefined && { closes }),
  };
}

/**
 * Schedules the reminders of a turn that is stored on a server, and stores their SIDs: so only the turn that came first schedules
 * any. They are canceled when another turn has been stored meanwhile.
 */
export async function addReminders(
  store: Pick<SessionStore<State>, 'save'>,
  state: State,
  plan: ReminderPlan,
  context: ReminderContext,
  logged: (error: unknown) => void,
): Promise<void> {
  const scheduled = await scheduleReminders(state, plan, context, logged);
  if (scheduled.remind === state.remind && scheduled.closes === undefined) return;
  try {
    await orAborted(context.signal, store.save(scheduled, context));
  } catch (error) {
    if (!(error instanceof TurnConflict)) logged(error);
    await cancelReminders(scheduled, context, logged);
  }
}

/** The state with more reminders. */
export const withReminders = (state: State, sids: readonly string[]): State =>
  sids.length === 0 ? state : { ...state, remind: [...(state.remind ?? []), ...sids] };

/**
 * Cancels the reminders of a state.
 *
 * @returns whether its sender was told that it is closed, and the SIDs of those that may still be sent.
 */
export async function cancelReminders(
  { remind = [], closes }: Scheduled,
  { platform, signal }: Pick<ReminderContext, 'platform' | 'signal'>,
  logged: (error: unknown) => void,
): Promise<{ readonly isClosed: boolean; readonly left: readonly string[] }> {
  const sids = closes === undefined ? remind : [...remind, closes];
  const cancel = (sid: string, limit: AbortSignal) =>
    cancelMessage(clientOf(platform) as MessagesClient, sid, limit);
  const results = await requests(sids, signal, logged, cancel);
  return {
    isClosed: closes !== undefined && results.at(-1) === 'sent',
    left: sids.filter((_, index) => results[index] === undefined),
  };
}

/** Whether the sender was told that the conversation of this state is closed. */
export async function isClosed(
  { closes }: Scheduled,
  { platform, signal }: Pick<ReminderContext, 'platform' | 'signal'>,
  logged: (error: unknown) => void,
): Promise<boolean> {
  const sids = closes === undefined ? [] : [closes];
  const check = (sid: string, limit: AbortSignal) => isSent(clientOf(platform) as MessagesClient, sid, limit);
  const [isToldSo] = await requests(sids, signal, logged, check);
  return isToldSo === true;
}

/** Makes a request for each item, all at once; `undefined` for one that fails. */
async function requests<Item, Result>(
  items: readonly Item[],
  signal: AbortSignal,
  logged: (error: unknown) => void,
  request: (item: Item, limit: AbortSignal) => Promise<Result>,
): Promise<(Result | undefined)[]> {
  if (items.length === 0) return [];
  const timeout = abortsAfter(REQUESTS_TIMEOUT, `Twilio's API took more than ${REQUESTS_TIMEOUT / 1000} s.`);
  const limit = AbortSignal.any([signal, timeout.signal]);
  const results = items.map(async (item) => {
    try {
      return await request(item, limit);
    } catch (error) {
      logged(error);
      return undefined;
    }
  });
  return Promise.all(results).finally(timeout.clear);
}
