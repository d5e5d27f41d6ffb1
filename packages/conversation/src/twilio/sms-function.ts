import type {
  Context,
  ServerlessCallback,
  TwilioResponse,
} from '@twilio-labs/serverless-runtime-types/types';
import type { FunctionContext } from '../function-context';
import { encodeJson, type Json } from '../json';
import { readIncomingMessage } from '../message/incoming-message';
import { readSecrets } from '../session/secrets';
import type { SessionContext, SessionStore } from '../session/session-store';
import { logError, toError } from './log-error';
import { reply } from './reply';

/** A Function's handler as the platform calls it. Every Node.js runtime of Twilio supports callbacks. */
export type SmsFunction = (
  context: Pick<Context<{ SESSION_SECRET?: string }>, 'SESSION_SECRET'>,
  event: unknown,
  callback: ServerlessCallback,
) => void;

/** The line of JSON that is logged for each turn. Phone numbers are shortened to their last two digits. */
export type LogLine = Record<string, Json>;

/** The event of an incoming message to answer. Parameters that are not named here are untrusted. */
export type SmsEvent = {
  readonly [parameter: string]: unknown;
  readonly From: string;
  readonly To: string;
  /** Empty for an MMS without text. */
  readonly Body: string;
  readonly request: { readonly cookies: unknown };
};

/** What handles opt-outs in place of `smsFunction`; made by `optOuts()`. `undefined`: as without it. */
export type OptOutHandler = (
  kind: 'message' | 'opt-out' | 'answered',
  event: SmsEvent,
  session: SessionContext,
  log: LogLine,
  context: FunctionContext,
  end: SessionStore<never>['end'],
) => Promise<TwilioResponse | undefined>;

/**
 * Makes a Function that answers messages with `answer`, and does what every SMS webhook must do: bad requests get a 400,
 * senders who opt out get no message, and the callback is called exactly once. Each turn logs one line of JSON.
 *
 * @param session - deletes the session when the sender opts out, and runs `answer` again when it must.
 * @param answer - called with each message to answer. What it throws is logged by `logError` and passed to the callback.
 *   It may add to `log`, but neither texts nor phone numbers. `context` is the Function's.
 * @param optOuts - answers opt-outs where Twilio does not. Default: they get no message.
 */
export const smsFunction =
  (
    session: Pick<SessionStore<never>, 'end' | 'turn'>,
    answer: (
      event: SmsEvent,
      session: SessionContext,
      log: LogLine,
      context: FunctionContext,
    ) => TwilioResponse | Promise<TwilioResponse>,
    optOuts?: OptOutHandler,
  ): SmsFunction =>
  (context, event, callback) => {
    const log: LogLine = {};
    respond()
      .catch((thrown: unknown) => {
        log.outcome = 'failed';
        const { From, To, Body } = { ...(event as Partial<SmsEvent>) };
        return logError(thrown, context, [From, To, Body]);
      })
      .catch(toError) // an error that cannot be read
      .then((given) => {
        console.log(encodeJson(log));
        if (given instanceof Error) callback(given);
        else callback(null, given);
      })
      .catch(console.error); // the callback threw, and must not be called again

    async function respond(): Promise<TwilioResponse> {
      const secrets = readSecrets(context.SESSION_SECRET);
      const message = readIncomingMessage(event);
      log.outcome = message.kind;
      if (message.kind === 'unusable') {
        return new Twilio.Response()
          .setStatusCode(400)
          .appendHeader('Content-Type', 'text/plain')
          .setBody(
            `${message.problem}\n\nThis address is the webhook for incoming SMS messages: it takes From, To and Body as a form.\n`,
          );
      }
      const { kind, from, to, body, cookies } = message;
      log.from = from.slice(-2);
      log.to = to.slice(-2);
      const turn = { from, to, secrets, now: Date.now(), parameters: event as SmsEvent, platform: context };
      const smsEvent = { ...(event as object), From: from, To: to, Body: body, request: { cookies } };
      const rest = [smsEvent, turn, log, context as FunctionContext] as const;
      const run = async () => answer(...rest);
      return (
        (await optOuts?.(kind, ...rest, session.end)) ??
        (kind === 'message'
          ? session.turn?.(run, (twiml) => reply([], twiml), turn)
          : reply(kind === 'opt-out' ? await session.end(turn) : [])) ??
        run()
      );
    }
  };
