import type {
  Context,
  ServerlessCallback,
  TwilioResponse,
} from '@twilio-labs/serverless-runtime-types/types';
import { readIncomingMessage } from '../conversation/incoming-message';
import { readSecrets } from '../conversation/secrets';
import type { SessionContext, SetCookie } from '../conversation/session-cookie';

/** A Function's handler as the platform calls it. Callback style runs on every Node.js runtime of Twilio. */
export type SmsFunction = (
  context: Pick<Context<{ SESSION_SECRET?: string }>, 'SESSION_SECRET'>,
  event: unknown,
  callback: ServerlessCallback,
) => void;

/** An incoming message that wants an answer, and the cookies that Twilio keeps for its From/To pair. */
export type SmsEvent = {
  readonly From: string;
  readonly To: string;
  /** Empty for an MMS without text. */
  readonly Body: string;
  readonly request: { readonly cookies: unknown };
};

/**
 * Makes a Function of the part that answers a message. What every SMS webhook owes Twilio happens here: bad
 * requests get a 400, opted-out senders no message, and the callback is called exactly once.
 *
 * @param cookie - the session cookie, removed when the sender opts out.
 * @param answer - called with each message that wants an answer. What it throws goes to the callback.
 */
export const smsFunction =
  (
    cookie: { readonly remove: () => SetCookie },
    answer: (event: SmsEvent, session: SessionContext) => TwilioResponse,
  ): SmsFunction =>
  (context, event, callback) => {
    let response: TwilioResponse;
    try {
      response = respond();
    } catch (error) {
      callback(error instanceof Error ? error : new Error(String(error)));
      return;
    }
    callback(null, response); // outside of `try`: an error in the callback must not call it again

    function respond(): TwilioResponse {
      const secrets = readSecrets(context.SESSION_SECRET);
      const message = readIncomingMessage(event);
      switch (message.kind) {
        case 'message': {
          const { from, to, body, cookies } = message;
          const smsEvent = { From: from, To: to, Body: body, request: { cookies } };
          return answer(smsEvent, { from, to, secrets, now: Date.now() });
        }
        case 'opt-out':
          return silence().setCookie(...cookie.remove());
        case 'answered':
          return silence();
        case 'unusable':
          return badRequest(message.problem);
      }
    }
  };

/** `<Response/>`: Twilio's documented way to send nothing. */
const silence = (): TwilioResponse =>
  new Twilio.Response()
    .appendHeader('Content-Type', 'text/xml')
    .setBody(new Twilio.twiml.MessagingResponse().toString());

const badRequest = (problem: string): TwilioResponse =>
  new Twilio.Response()
    .setStatusCode(400)
    .appendHeader('Content-Type', 'text/plain')
    .setBody(
      `${problem}\n\nThis address is the webhook for incoming SMS messages of a Twilio phone number: Twilio calls ` +
        'it with the form parameters From, To and Body, and sends the TwiML that it answers.\n',
    );
