import { randomUUID } from 'node:crypto';
import type { Context } from '@twilio-labs/serverless-runtime-types/types';
import { orAborted } from '../async/until-aborted';
import type { DefinedConversation } from '../conversation/conversation';
import { closedState } from '../conversation/replay/progress';
import { type Outcome, runFirstTurn } from '../conversation/replay/run';
import type { State } from '../conversation/replay/state';
import { storedJson } from '../conversation/replay/stored-json';
import { ConversationError } from '../errors';
import type { OutgoingMessage } from '../message/message';
import { createMessage, isRefused, type MessagesClient } from '../rest/messages';
import { readSecrets } from '../session/secrets';
import type { SessionStorage, SessionStore } from '../session/session-store';
import { deadlines, withDeadlines } from './deadlines';
import { logError } from './log-error';
import {
  addReminders,
  cancelReminders,
  isClosed,
  planReminders,
  type ReminderPlan,
  withReminders,
} from './reminders';
import { runHook } from './run-hook';
import { storeFor } from './store-for';

/** Whom `begin` texts, and with what. */
export type BeginOptions<Data> = {
  /** Your number: it sends the first question, and the answer comes in there. */
  readonly from: string;
  /** The phone that is texted. */
  readonly to: string;
  /** Twilio's client, such as `context.getTwilioClient()`. */
  readonly client: MessagesClient;
  /** Where the conversation's Function stores its state: the same as there. A cookie cannot be set before a message comes in. */
  readonly store: SessionStorage | SessionStore<State>;
  /** `SESSION_SECRET`, and `SYNC_SERVICE_SID` and `MESSAGING_SERVICE_SID` where they are used: `context`, or `process.env`, the default. */
  readonly env?: Readonly<Record<string, unknown>>;
  /** Replaces a conversation of this pair that is under way. Default: that is an error. */
  readonly replace?: boolean;
  /** The time, in milliseconds since 1970. Default: `Date.now()`. A test that has moved the emulator's clock gives `clock.now()`. */
  readonly now?: number;
  /** Ends it, as that of an effect. It never takes more than nine seconds. */
  readonly signal?: AbortSignal;
} & ([Data] extends [never] ? { readonly data?: undefined } : { readonly data: Data });

/** What `begin` has sent: the SIDs of the messages. */
export type Begun = { readonly sids: readonly string[] };

/**
 * Begins a conversation: texts its first question, so that the sender's next message is the answer.
 *
 * @param conversation - the same as that of the Function which answers, and not a part of its `switchboard`.
 *
 * The state is stored first, and then the question is sent. When Twilio refuses to send, what was stored before is stored
 * again. When it is not known whether the question was sent (no answer, a failure of Twilio's, or this process has died), the state stays:
 * the sender's next message is read as the answer, and when it is none, the question is asked again.
 *
 * ```ts
 * await begin(appointment, { from, to, client: context.getTwilioClient(), env: context, store: syncStore({ ttl: '2d' }), data });
 * ```
 * @throws {ConversationError} `begin-store` for a store of cookies, `under-way`, `opted-out`, `phone-number`, `step-not-json` for data that is no JSON,
 *   `secret-missing`, and what the conversation's code throws: nothing is sent then. Else what Twilio's client throws.
 */
export async function begin<Data = never>(
  conversation: DefinedConversation<Data>,
  options: BeginOptions<Data>,
): Promise<Begun> {
  const { from, to, client, env = process.env, replace = false, now = Date.now() } = options;
  const store = storeFor(conversation, options.store);
  const { turn } = store;
  if (turn === undefined) {
    throw new ConversationError(
      'begin-store',
      'begin() needs a store on a server with turn(), such as syncStore(): a cookie is set by the answer to an incoming ' +
        'message, and there is none yet.',
    );
  }
  requirePhoneNumber('from', from);
  requirePhoneNumber('to', to);
  const data = options.data === undefined ? undefined : storedJson(options.data, 'data');
  const secrets = readSecrets(env.SESSION_SECRET as string | undefined);
  const times = deadlines();
  const signal = AbortSignal.any([times.signal, ...(options.signal === undefined ? [] : [options.signal])]);
  const getTwilioClient = () => client as unknown as ReturnType<Context['getTwilioClient']>; // what is used of it
  const { SYNC_SERVICE_SID, MESSAGING_SERVICE_SID } = env;
  const platform = { SYNC_SERVICE_SID, MESSAGING_SERVICE_SID, getTwilioClient };
  const parameters = { From: to, To: from };
  const mark = { ...parameters, MessageSid: `begin ${randomUUID()}` };
  const session = { from: to, to: from, secrets, now, parameters: mark, platform };
  const context = withDeadlines(session, { ...times, signal });
  const logged = (error: unknown) => void logError(error, env, [from, to]);
  const deliveryId = randomUUID();
  const tools = { context: { ...env, getTwilioClient }, signal, now };
  /** What this has stored, or has tried to. */
  let first!: FirstTurn;

  const storeFirstTurn = async (): Promise<FirstTurn> => {
    signal.throwIfAborted();
    const opened = await orAborted(signal, store.open(undefined, context));
    const before = opened.kind === 'continued' ? opened.session : undefined;
    if (before?.out === 'app') throw optedOut(conversation.name);
    if (before !== undefined && before.ended === undefined && !replace) {
      if (!(await isClosed(before, context, logged))) throw underWay(conversation.name);
    }
    const outcome = await runFirstTurn(conversation, { data, parameters, before }, deliveryId, tools);
    const reminders = outcome.kind === 'asked' ? outcome.reminders : undefined;
    first = { before, outcome, plan: planReminders(reminders, context, store) };
    await orAborted(signal, store.save(outcome.state, context, ''));
    return first;
  };
  /** Sends the messages, up to the first that fails. When it is certain that nothing was sent, what was stored before is stored again. */
  const send = async ({ before, outcome }: FirstTurn): Promise<Sent> => {
    const sids: string[] = [];
    for (const message of outcome.messages) {
      try {
        sids.push(await createMessage(client, { from, to, ...contentOf(message) }, signal));
      } catch (error) {
        const isTakenBack = sids.length === 0 && isRefused(error);
        // The sender may have texted meanwhile.
        if (isTakenBack) await store.save(before ?? closedState(outcome.state), context).catch(logged);
        return { sids, failure: { error, isTakenBack } };
      }
    }
    return { sids };
  };

  try {
    // Where the answer to a write was lost, and the write was not, what was written is there already.
    const stored = await turn(storeFirstTurn, () => first, context);
    const { before, outcome, plan } = stored;
    const { sids, failure } = await send(stored);
    if (failure?.isTakenBack === true) throw failure.error;
    const { left } = await cancelReminders(before ?? {}, context, logged);
    const state = withReminders(outcome.state, left);
    if (plan !== undefined) await addReminders(store, state, plan, context, logged);
    if (failure !== undefined) throw failure.error;
    if (outcome.kind === 'ended') {
      const told = { id: outcome.state.id, answers: outcome.answers, ...tools, from: to, to: from };
      await runHook(conversation.on.ended, told, logged);
    }
    return { sids };
  } finally {
    times.clear();
  }
}

/** A first turn, with the state before it and the reminders of its question. */
type FirstTurn = {
  readonly before: State | undefined;
  readonly outcome: Outcome;
  readonly plan: ReminderPlan | undefined;
};

/** What was sent, and what failed. */
type Sent = {
  readonly sids: readonly string[];
  readonly failure?: { readonly error: unknown; readonly isTakenBack: boolean };
};

/**
 * E.164, with the prefix of a channel such as `whatsapp:`; a short code; the name of an RCS sender, which has a letter; the id of a page or
 * a person of Messenger. Source: https://www.twilio.com/docs/messaging/api/message-resource
 */
const ADDRESS =
  /^(?:[a-z]+:)?\+[1-9]\d{1,14}$|^\d{3,8}$|^rcs:(?=[\w.-]*[A-Za-z])[\w.-]{1,100}$|^messenger:[\w.-]{1,100}$/;

/** As an incoming message has it: otherwise the answer would not find the state. @throws {ConversationError} `phone-number`. */
function requirePhoneNumber(option: 'from' | 'to', number: string): void {
  if (ADDRESS.test(number)) return;
  throw new ConversationError(
    'phone-number',
    `begin() needs ${option} in E.164, with + and country code and without spaces, such as +15551110000 or whatsapp:+15551110000.`,
  );
}

const optedOut = (name: string) =>
  new ConversationError(
    'opted-out',
    `This phone has opted out of "${name}", and must not be texted before it texts START.`,
  );

const underWay = (name: string) =>
  new ConversationError(
    'under-way',
    `A conversation "${name}" of this number and this phone is under way. Pass replace: true to begin another in its place.`,
  );

const contentOf = (message: OutgoingMessage) =>
  typeof message === 'string' ? { body: message } : { body: message.body, mediaUrl: [...message.media] };
