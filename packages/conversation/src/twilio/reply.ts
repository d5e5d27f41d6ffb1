import type { TwilioResponse } from '@twilio-labs/serverless-runtime-types/types';
import type { SetCookie } from '../session/session-store';

/** A TwiML reply with these messages. Without messages it is `<Response/>`, Twilio's documented way to send none. */
export function reply(messages: readonly string[], cookies: readonly SetCookie[] = []): TwilioResponse {
  const twiml = new Twilio.twiml.MessagingResponse();
  for (const message of messages) twiml.message(message);
  const response = new Twilio.Response();
  for (const cookie of cookies) response.setCookie(...cookie);
  return response.appendHeader('Content-Type', 'text/xml').setBody(twiml.toString());
}
