import { randomUUID } from 'node:crypto';
import type { TwilioResponse } from '@twilio-labs/serverless-runtime-types/types';
import type { DefinedConversation } from '../conversation/conversation';
import { run } from '../conversation/replay/run';
import { isState, type State } from '../conversation/replay/state';
import { describeStateSize } from '../conversation/replay/state-size';
import { withLocation } from '../conversation/replay/with-location';
import { ConversationError } from '../errors';
import { readMedia } from '../message/incoming-media';
import { cookieStore } from '../session/cookie-store';
import { sessionCookie } from '../session/session-cookie';
import type { SessionStore } from '../session/session-store';
import { reply } from './reply';
import { type SmsEvent, type SmsFunction, smsFunction } from './sms-function';

/**
 * Makes a Function of a conversation.
 *
 * @param store - where its state is stored between two messages. Default: a cookie with the conversation's name.
 * @throws {ConversationError} `cookie-name`, when the name is not one and no store is given.
 */
export const conversationFunction = (
  conversation: DefinedConversation,
  store: SessionStore<State> = cookieStore(sessionCookie(conversation.name, isState)),
): SmsFunction =>
  smsFunction(store, async (event, context, log): Promise<TwilioResponse> => {
    const opened = await store.open(event.request.cookies, context);
    if (opened.kind === 'new') log.began = opened.reason;

    /** Saves the state. The error of one that is too large gets its location and the size of each step. */
    const save = (state: State) =>
      store.save(state, context).catch((error: unknown) => {
        const tooLarge = error instanceof ConversationError && error.code === 'session-too-large';
        if (!tooLarge) throw error;
        const described = new ConversationError(error.code, `${error.message} ${describeStateSize(state)}`);
        throw withLocation(described, { conversation: conversation.name, step: state.asked });
      });
    const state = opened.kind === 'new' ? undefined : opened.session;
    const message = { body: event.Body, media: readMedia(event) };
    const outcome = await run(conversation, state, message, deliveryIdOf(event));
    log.outcome = outcome.kind;
    if (outcome.kind === 'asked') log.question = outcome.state.asked;
    const cookies = outcome.kind === 'asked' ? await save(outcome.state) : await store.end(context);
    return reply(outcome.messages, cookies);
  });

/** Unique per message, stable across redeliveries. A request without a `MessageSid` counts as a message of its own. */
const deliveryIdOf = ({ MessageSid, From, To }: SmsEvent): string =>
  JSON.stringify([typeof MessageSid === 'string' && MessageSid !== '' ? MessageSid : randomUUID(), From, To]);
