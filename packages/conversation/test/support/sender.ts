import { invoke, type Reply, SECRET } from 'test-support';
import type { SmsFunction } from '../../src/twilio/sms-function';

/** A sender whose cookie is kept from one message to the next. */
export function sender(answering: SmsFunction, name: string) {
  let cookie: string | undefined;
  let sent = 0;
  const prefix = `${name}=`;

  async function send(body: string, other: object = {}): Promise<Reply> {
    const cookies = cookie === undefined ? {} : { [name]: cookie };
    const message = {
      From: '+15551110000',
      To: '+15552220000',
      Body: body,
      MessageSid: `SM${++sent}`,
      ...other,
    };
    const reply = await invoke(answering, { SESSION_SECRET: SECRET }, { ...message, request: { cookies } });
    const [set] = reply.cookies;
    if (set?.startsWith(prefix) === true) cookie = set.slice(prefix.length).split(';')[0];
    return reply;
  }
  return {
    /** The cookie's value; `undefined` when there is none. */
    cookie: () => (cookie === '' ? undefined : cookie),
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
