import type { TwilioResponse } from '@twilio-labs/serverless-runtime-types/types';
import type { SetCookie } from '../session/session-store';

/** A reply of TwiML with these messages; none is `<Response/>`, Twilio's documented way to send nothing. */
export function reply(messages: readonly string[], cookies: readonly SetCookie[] = []): TwilioResponse {
  const twiml = new Twilio.twiml.MessagingResponse();
  for (const message of messages) twiml.message(message);
  const response = new Twilio.Response();
  for (const cookie of cookies) response.setCookie(...cookie);
  return response.appendHeader('Content-Type', 'text/xml').setBody(twiml.toString());
}
