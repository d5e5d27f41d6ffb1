import type {
  Context,
  ServerlessCallback,
  TwilioResponse,
} from '@twilio-labs/serverless-runtime-types/types';
import { readIncomingMessage } from '../message/incoming-message';
import type { Json } from '../json';
import { readSecrets } from '../session/secrets';
import type { SessionContext, SessionStore } from '../session/session-store';
import { reply } from './reply';

/** A Function's handler as the platform calls it. Callback style runs on every Node.js runtime of Twilio. */
export type SmsFunction = (
  context: Pick<Context<{ SESSION_SECRET?: string }>, 'SESSION_SECRET'>,
  event: unknown,
  callback: ServerlessCallback,
) => void;

/** The line of JSON that is logged of each turn; numbers in it are shortened to their last two digits. */
export type LogLine = Record<string, Json>;

/** The event of an incoming message that wants an answer. What is not named here may be anything. */
export type SmsEvent = {
  readonly [parameter: string]: unknown;
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
 * @param session - where the session lives; ended when the sender opts out.
 * @param answer - called with each message that wants an answer. What it throws goes to the callback. What it adds to
 *   `log` must not tell what was said, or by whom.
 */
export const smsFunction =
  (
    session: Pick<SessionStore<never>, 'end'>,
    answer: (
      event: SmsEvent,
      context: SessionContext,
      log: LogLine,
    ) => TwilioResponse | Promise<TwilioResponse>,
  ): SmsFunction =>
  (context, event, callback) => {
    const log: LogLine = {};
    const end: ServerlessCallback = (error, response) => {
      console.log(JSON.stringify(log));
      callback(error, response);
    };
    respond()
      .then(
        (response) => {
          end(null, response);
        },
        (error: unknown) => {
          log.outcome = 'failed';
          end(error instanceof Error ? error : String(error));
        },
      )
      .catch(console.error); // thrown by the callback, which must not be called again

    async function respond(): Promise<TwilioResponse> {
      const secrets = readSecrets(context.SESSION_SECRET);
      const message = readIncomingMessage(event);
      log.outcome = message.kind;
      switch (message.kind) {
        case 'unusable':
          return badRequest(message.problem);
        case 'answered':
          return reply([]);
        case 'opt-out':
        case 'message': {
          const { from, to } = message;
          log.from = from.slice(-2);
          log.to = to.slice(-2);
          const whose = { from, to, secrets, now: Date.now() };
          if (message.kind === 'opt-out') return reply([], await session.end(whose));
          const { body, cookies } = message;
          const smsEvent = { ...(event as object), From: from, To: to, Body: body, request: { cookies } };
          return answer(smsEvent, whose, log);
        }
      }
    }
  };

const badRequest = (problem: string): TwilioResponse =>
  new Twilio.Response()
    .setStatusCode(400)
    .appendHeader('Content-Type', 'text/plain')
    .setBody(
      `${problem}\n\nThis address is the webhook for incoming SMS messages of Twilio: it takes the form parameters ` +
        'From, To and Body, and answers TwiML.\n',
    );
