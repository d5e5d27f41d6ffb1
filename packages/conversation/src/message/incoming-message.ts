import { isObject } from '../json';
import { isOptOut } from './opt-out';

/** The parameters of Twilio's webhook that are read. Untrusted: anybody can send a request. */
const PARAMETERS = ['From', 'To', 'Body', 'OptOutType'] as const;

/** What kind of request the webhook got. */
export type IncomingMessage =
  /** A message. `body` is empty for an MMS without text; `cookies` are untrusted. */
  | {
      /**
       * - `message`: to be answered.
       * - `opt-out`: the sender opted out, so the conversation is over. Twilio would not deliver an answer, but from a short code.
       * - `answered`: Twilio has answered itself (`OptOutType` of Advanced Opt-Out): the conversation stays as it is.
       */
      readonly kind: 'message' | 'opt-out' | 'answered';
      readonly from: string;
      readonly to: string;
      readonly body: string;
      readonly cookies: unknown;
    }
  /** Not an incoming message. `problem` is a sentence for the sender of the request. */
  | { readonly kind: 'unusable'; readonly problem: string };

/**
 * Reads a Function's event as the webhook for an incoming message. Never throws, whatever the event holds.
 * Source: https://www.twilio.com/docs/messaging/guides/webhook-request
 */
export function readIncomingMessage(event: unknown): IncomingMessage {
  const parameters = isObject(event) ? event : {};
  const values = PARAMETERS.map((name) => parameters[name] ?? '');

  const notText = PARAMETERS.filter((_, index) => typeof values[index] !== 'string');
  if (notText.length > 0) {
    return { kind: 'unusable', problem: `Not a single text value: ${notText.join(', ')}.` };
  }
  const [from, to, body, optOutType] = values as [string, string, string, string];

  const missing = [!from.trim() && 'From', !to.trim() && 'To'].filter(Boolean);
  if (missing.length > 0) return { kind: 'unusable', problem: `Missing: ${missing.join(' and ')}.` };

  // With Advanced Opt-Out the words are configured in Twilio, so a type that is known decides. Another one is no reason to text.
  const isOut = isOptOut(/^(STOP|START|HELP)$/i.test(optOutType) ? optOutType : body);
  const kind = isOut ? 'opt-out' : optOutType ? 'answered' : 'message';
  return { kind, from, to, body, cookies: cookiesOf(parameters) };
}

/** The cookies of an event. A parameter named `request` replaces the real one, so they are untrusted too. */
export const cookiesOf = ({ request }: Readonly<Record<string, unknown>>): unknown =>
  isObject(request) ? request.cookies : undefined;
