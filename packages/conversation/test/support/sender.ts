import { invoke, type Reply, SECRET } from 'test-support';
import type { DefinedConversation } from '../../src/conversation/conversation';
import { conversationFunction } from '../../src/twilio/conversation-function';
import type { SmsFunction } from '../../src/twilio/sms-function';

/** A sender who texts a Function, and whose cookie is kept from one message to the next. */
export function sender(answering: SmsFunction, name: string, context: object = {}) {
  let cookie: string | undefined;
  let sent = 0;
  const prefix = `${name}=`;

  /** Sends a message; `other` replaces some of the webhook's parameters. */
  async function send(body = 'hi', other: object = {}): Promise<Reply> {
    const cookies = cookie === undefined ? {} : { [name]: cookie };
    const message = {
      From: '+15551110000',
      To: '+15552220000',
      Body: body,
      MessageSid: `SM${++sent}`,
      ...other,
    };
    const event = { ...message, request: { cookies } };
    const reply = await invoke(answering, { SESSION_SECRET: SECRET, ...context }, event);
    const [set] = reply.cookies;
    if (set?.startsWith(prefix) === true) cookie = set.slice(prefix.length).split(';')[0];
    return reply;
  }
  return {
    /** The cookie's value; `undefined` when there is none. */
    cookie: () => (cookie === '' ? undefined : cookie),
    /** Puts back an earlier cookie, as when a reply is lost. */
    restore: (other: string | undefined) => void (cookie = other),
    send,
    /** Sends a message; returns the texts of the reply. */
    async texts(...message: Parameters<typeof send>): Promise<string[]> {
      const { body } = await send(...message);
      const messages = String(body).matchAll(/<Message>([^<]*)<\/Message>/g);
      return Array.from(messages, ([, text = '']) =>
        text.replaceAll('&quot;', '"').replaceAll('&apos;', "'"),
      );
    },
  };
}

/**
 * A sender who texts the Function of a conversation.
 *
 * @param answering - the Function, when several senders share it.
 */
export const functionSender = (
  conversation: DefinedConversation,
  context: object = {},
  answering = conversationFunction(conversation),
) => sender(answering, conversation.name, context);

/** The messages of a TwiML reply, with their verbs. */
export const messagesIn = ({ body }: Reply): string[] =>
  [...String(body).matchAll(/<Message>(.*?)<\/Message>/gs)].map(([, message = '']) => message);
