import type { TwilioResponse } from '@twilio-labs/serverless-runtime-types/types';
import type { OutgoingMessage } from '../message/message';
import type { SetCookie } from '../session/session-store';

/** A TwiML reply with these messages. Without messages it is `<Response/>`, Twilio's documented way to send none. */
export function reply(
  messages: readonly OutgoingMessage[],
  cookies: readonly SetCookie[] = [],
): TwilioResponse {
  const twiml = new Twilio.twiml.MessagingResponse();
  for (const message of messages) {
    if (typeof message === 'string') {
      twiml.message(message);
      continue;
    }
    const verb = twiml.message({}, '');
    if (message.body !== '') verb.body(message.body);
    for (const url of message.media) verb.media(url);
  }
  const response = new Twilio.Response();
  for (const cookie of cookies) response.setCookie(...cookie);
  return response.appendHeader('Content-Type', 'text/xml').setBody(twiml.toString());
}
