import type { PlannedReminder } from '../conversation/reminders';
import type { State } from '../conversation/replay/state';
import { ConversationError } from '../errors';
import { clientOf } from '../rest/client';
import { cancelMessage, createMessage, isSent, type MessagesClient } from '../rest/messages';
import type { SessionContext, SessionStore } from '../session/session-store';
import { abortsAfter } from './deadlines';

/** The part of a state that says which reminders are scheduled. */
export type Scheduled = Pick<State, 'remind' | 'closes'>;

/** How long a session lives where its store does not say it, in seconds: as long as Twilio keeps a cookie. */
const COOKIE_LIFETIME = 4 * 60 * 60;

/**
 * The shortest time that is asked for, in seconds: Twilio wants five minutes when the request comes in
 * (https://www.twilio.com/docs/api/errors/35114), which is later than the turn has begun.
 */
const MIN_AHEAD = 5 * 60 + 20;

/** How long the requests of a turn's reminders may take, in milliseconds: an API that hangs does not cost the turn. */
const REQUESTS_TIMEOUT = 3000;

/** The turn of a sender, with what ends it. */
export type ReminderContext = SessionContext & { readonly signal: AbortSignal };

/**
 * Schedules reminders, at the end of a turn.
 *
 * @param logged - is called with errors that cost a reminder, and not the turn.
 * @throws {ConversationError} `reminder-definition` for one that would come after the session's end;
 *   `messaging-service-missing`; `account-missing`.
 */
export async function scheduleReminders(
  reminders: readonly PlannedReminder[] = [],
  { from, to, now, parameters, platform, signal }: ReminderContext,
  { lifetime = COOKIE_LIFETIME }: Pick<SessionStore<never>, 'lifetime'>,
  logged: (error: unknown) => void,
): Promise<Scheduled> {
  if (reminders.length === 0) return {};
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
  const client = clientOf(platform) as MessagesClient;
  const sids = await requests(reminders, signal, logged, ({ after, text }, limit) => {
    const sendAt = new Date(now + Math.max(after, MIN_AHEAD) * 1000);
    const message = { from: to, to: from, body: text, messagingServiceSid } as const;
    return createMessage(client, { ...message, scheduleType: 'fixed', sendAt }, limit);
  });
  const closes = reminders.at(-1)?.closes === true ? sids.at(-1) : undefined;
  const remind = sids.filter((sid) => sid !== undefined && sid !== closes) as string[];
  return { ...(remind.length > 0 && { remind }), ...(closes !== undefined && { closes }) };
}

/**
 * Cancels the reminders of a state. What cannot be canceled any more is harmless.
 *
 * @returns the state; closed when its sender was told so.
 */
export async function cancelReminders(
  state: Scheduled,
  { platform, signal }: Pick<ReminderContext, 'platform' | 'signal'>,
  logged: (error: unknown) => void,
): Promise<'open' | 'closed'> {
  const { remind = [], closes } = state;
  const sids = closes === undefined ? remind : [...remind, closes];
  if (sids.length === 0) return 'open';
  const cancel = (sid: string, limit: AbortSignal) =>
    cancelMessage(clientOf(platform) as MessagesClient, sid, limit);
  const results = await requests(sids, signal, logged, cancel);
  return closes !== undefined && results.at(-1) === 'sent' ? 'closed' : 'open';
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
