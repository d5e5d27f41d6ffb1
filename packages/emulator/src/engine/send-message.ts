import { ALPHANUMERIC_SENDER, PHONE_NUMBER, resolveUrl, withoutCredentials } from './addresses';
import type { Problem } from './debugger';
import { deliver, type OutboundMessage } from './delivery';
import type { DocumentRequest } from './fetch-document';
import { guessType } from './media';
import { newMessageSid } from './sids';
import { report, type TurnContext } from './turn-context';
import type { MessageVerb } from './twiml';
import type { Message } from './types';
import { statusParameters } from './webhook-parameters';

/** Source: https://www.twilio.com/docs/api/errors/14109 */
const MAX_MESSAGES = 10;

/** In UTF-16 units. Source: https://www.twilio.com/docs/api/errors/14103 */
const MAX_BODY = 1600;

/** The document that a verb stands in: its URL, and the index of the exchange that fetched it. */
type Source = { readonly url: string; readonly exchange: number };

/** Executes a `<Message>`. Returns the request for its `action`, when it has one and is not refused. */
export function sendMessage(
  verb: MessageVerb,
  source: Source,
  context: TurnContext,
): DocumentRequest | undefined {
  const warn = (problem: Problem): void => {
    report(context, problem, source.exchange);
  };
  if (context.messages === MAX_MESSAGES) {
    if (!context.isOverLimit)
      warn({ code: 14109, detail: `More than ${MAX_MESSAGES} messages in one reply.` });
    context.isOverLimit = true;
    return undefined;
  }
  const outbound = outboundOf(verb, source, context);
  const problem = problemOf(outbound, context);
  if (problem !== undefined) {
    warn(problem);
    return undefined;
  }
  context.messages++;

  const delivered = deliver(outbound, context);
  if (delivered === undefined) {
    warn({ code: 21610, detail: `${outbound.to} has opted out of messages from ${outbound.from}.` });
  } else {
    context.replies.push(delivered);
    if (verb.statusCallback !== undefined) addCallbacks(verb.statusCallback, delivered, source, context);
  }
  if (verb.action === undefined) return undefined;
  return {
    purpose: 'action',
    url: resolveUrl(verb.action, source.url) ?? verb.action,
    method: verb.method,
    parameters: statusParameters(
      outbound,
      delivered === undefined ? 'failed' : 'queued',
      context.account.accountSid,
    ),
  };
}

/** The message of a verb, with absolute URLs and with the defaults for `from` and `to`. */
function outboundOf(verb: MessageVerb, source: Source, { number, message }: TurnContext): OutboundMessage {
  const { from = number.number, to = message.from, body } = verb;
  const base = withoutCredentials(source.url);
  const media = verb.media.map((url) => ({ url: resolveUrl(url, base) ?? url, contentType: guessType(url) }));
  return { sid: newMessageSid(media), from, to, body, media, turn: message.sid, byTwilio: false };
}

/** Why Twilio does not send a message. */
function problemOf(
  { from, to, body, media }: OutboundMessage,
  { numbers }: TurnContext,
): Problem | undefined {
  if (!PHONE_NUMBER.test(to))
    return { code: 14101, detail: `to="${to}" is not a phone number with + and country.` };
  if (!PHONE_NUMBER.test(from) && !ALPHANUMERIC_SENDER.test(from)) {
    return { code: 14102, detail: `from="${from}" is neither a phone number nor a sender's name.` };
  }
  if (from.startsWith('+') && !numbers.has(from))
    return { code: 14108, detail: `${from} is not one of your numbers.` };
  if ((body.length === 0 && media.length === 0) || body.length > MAX_BODY) {
    return { code: 14103, detail: `A body has 1 to ${MAX_BODY} characters; this one has ${body.length}.` };
  }
  return undefined;
}

/** Adds the status callbacks of a message to those that are made when the turn has ended. */
function addCallbacks(
  statusCallback: string,
  { sid, from, to }: Message,
  source: Source,
  context: TurnContext,
): void {
  const url = resolveUrl(statusCallback, source.url);
  if (url !== undefined) {
    context.statusCallbacks.push({ url, of: { sid, from, to } });
    return;
  }
  const detail = `statusCallback="${statusCallback}" is not an address.`;
  report(context, { code: 14105, detail }, source.exchange);
}
