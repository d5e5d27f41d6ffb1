import { invoke, type Reply, SECRET } from 'test-support';
import type { SmsFunction } from '../../src/twilio/sms-function';
import { messagesIn } from './sender';

/** A sender whose cookies are all kept, as in a jar of Twilio's. */
export function jarSender(answering: SmsFunction, context: object = {}, numbers: object = {}) {
  let jar = new Map<string, string>();
  let sent = 0;

  async function send(body: string, other: object = {}): Promise<Reply> {
    const cookies = Object.fromEntries(jar);
    const message = { From: '+15551110000', To: '+15552220000', MessageSid: `SM${++sent}`, ...numbers };
    const event = { ...message, Body: body, ...other, request: { cookies } };
    const reply = await invoke(answering, { SESSION_SECRET: SECRET, ...context }, event);
    for (const cookie of reply.cookies) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (value === '') jar.delete(name);
      else jar.set(name, value);
    }
    return reply;
  }
  return {
    send,
    /** Sends a message; returns the messages of the reply. */
    texts: async (...message: Parameters<typeof send>): Promise<string[]> =>
      messagesIn(await send(...message)),
    /** The names of the cookies, sorted. */
    cookies: (): string[] => [...jar.keys()].sort(),
    /** Keeps the cookies as they are now; the result puts them back, as when a reply is lost. */
    remember: () => {
      const before = new Map(jar);
      return () => void (jar = new Map(before));
    },
  };
}
