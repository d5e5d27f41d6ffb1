import { randomUUID } from 'node:crypto';
import type { TwilioResponse } from '@twilio-labs/serverless-runtime-types/types';
import type { DefinedConversation } from '../conversation/conversation';
import { ConversationError } from '../errors';
import { readMedia } from '../message/incoming-media';
import { located } from '../conversation/replay/with-location';
import { run } from '../conversation/replay/run';
import { cookieStore } from '../session/cookie-store';
import { sessionCookie } from '../session/session-cookie';
import type { SessionStore } from '../session/session-store';
import { describeSize, isState, type State } from '../conversation/replay/state';
import { reply } from './reply';
import { type SmsEvent, type SmsFunction, smsFunction } from './sms-function';

/**
 * Makes a Function of a conversation.
 *
 * @param store - where its state lives between two messages; a cookie of the conversation's name unless told otherwise.
 */
export const conversationFunction = (
  conversation: DefinedConversation,
  store: SessionStore<State> = cookieStore(sessionCookie(conversation.name, isState)),
): SmsFunction =>
  smsFunction(store, async (event, context, log): Promise<TwilioResponse> => {
    const opened = await store.open(event.request.cookies, context);
    if (opened.kind === 'new') log.began = opened.reason;

    /** Adds to the error of a state that does not fit where that is, and what takes the room. */
    const save = (state: State) =>
      store.save(state, context).catch((error: unknown) => {
        const tooLarge = error instanceof ConversationError && error.code === 'session-too-large';
        if (!tooLarge) throw error;
        const described = new ConversationError(error.code, `${error.message} ${describeSize(state)}`);
        throw located(described, { conversation: conversation.name, step: state.asked });
      });
    const state = opened.kind === 'new' ? undefined : opened.session;
    const message = { body: event.Body, media: readMedia(event) };
    const outcome = await run(conversation, state, message, seedOf(event));
    log.outcome = outcome.kind;
    if (outcome.kind === 'asked') log.question = outcome.state.asked;
    const cookies = outcome.kind === 'asked' ? await save(outcome.state) : await store.end(context);
    return reply(outcome.messages, cookies);
  });

/** Other for each message, and the same when Twilio delivers one again. A request without a sid is never the same. */
const seedOf = ({ MessageSid, From, To }: SmsEvent): string =>
  JSON.stringify([typeof MessageSid === 'string' && MessageSid !== '' ? MessageSid : randomUUID(), From, To]);
