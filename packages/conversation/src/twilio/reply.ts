import type { TwilioResponse } from '@twilio-labs/serverless-runtime-types/types';
import type { SetCookie } from '../session/session-store';

/**
 * A reply: a `Twilio.Response` with these cookies and this TwiML.
 *
 * @param cookies - as `SessionStore.save` returns them.
 * @param twiml - a `MessagingResponse`, or its text. Default: `<Response/>`, Twilio's documented way to send no message.
 */
export function reply(
  cookies: readonly SetCookie[] = [],
  twiml: { readonly toString: () => string } = new Twilio.twiml.MessagingResponse(),
): TwilioResponse {
  const response = new Twilio.Response();
  for (const cookie of cookies) response.setCookie(...cookie);
  return response.appendHeader('Content-Type', 'text/xml').setBody(twiml.toString());
}
