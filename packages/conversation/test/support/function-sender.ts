import { invoke, type Reply, SECRET } from 'test-support';
import type { DefinedConversation } from '../../src/conversation/conversation';
import { conversationFunction } from '../../src/twilio/conversation-function';

/**
 * One sender who texts the Function of a conversation. The cookie is kept from one message to the next.
 *
 * @param answering - the Function, when several senders share it.
 */
export function functionSender(
  conversation: DefinedConversation,
  context: object = {},
  answering = conversationFunction(conversation),
) {
  let cookie: string | undefined;
  let sent = 0;

  /** Sends a message; `parameters` replaces some of the webhook's. */
  async function send(body = 'hi', parameters: object = {}): Promise<Reply> {
    sent += 1;
    const message = { From: '+15551110000', To: '+15552220000', Body: body, MessageSid: `SM${sent}` };
    const cookies = cookie === undefined ? {} : { [conversation.name]: cookie };
    const event = { ...message, ...parameters, request: { cookies } };
    const reply = await invoke(answering, { SESSION_SECRET: SECRET, ...context }, event);
    const [set] = reply.cookies;
    if (set !== undefined) cookie = new RegExp(`^${conversation.name}=([^;]*)`).exec(set)?.[1] ?? cookie;
    return reply;
  }
  return {
    send,
    cookie: () => cookie,
    /** Puts back an earlier cookie, as when a reply is lost. */
    restore: (other: string | undefined) => void (cookie = other),
  };
}

/** The messages of a TwiML reply, with their verbs. */
export const messagesIn = ({ body }: Reply): string[] =>
  [...String(body).matchAll(/<Message>(.*?)<\/Message>/gs)].map(([, message = '']) => message);
