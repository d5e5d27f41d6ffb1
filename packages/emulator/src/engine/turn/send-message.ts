import { ALPHANUMERIC_SENDER, resolveUrl, withoutCredentials } from '../addresses';
import { channelOf, isNumberAddress, isPhoneAddress, mayTalk } from '../channels';
import type { Problem } from '../debugger';
import { deliver, type OutboundMessage, undeliveredProblem } from '../messages/delivery';
import type { DocumentRequest } from './fetch-document';
import { deliverWhenOn } from '../messages/late-delivery';
import { MESSAGE } from '../limits';
import { guessType } from '../messages/media';
import { ownNumber } from '../own-number';
import { newMessageSid } from '../sids';
import { statusesTo, statusOf } from '../messages/statuses';
import { report, type TurnContext } from './turn-context';
import type { MessageVerb } from './twiml';
import type { Message } from '../types';
import { statusParameters } from './webhook-parameters';

/** Source: https://www.twilio.com/docs/api/errors/14109 */
const MAX_MESSAGES = 10;

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
  const outbound = outboundOf(verb, source, context, warn);
  const problem = problemOf(outbound, context);
  if (problem !== undefined) {
    warn(problem);
    return undefined;
  }
  context.messages++;

  const sent = deliver(outbound, context, context.isForgotten);
  if (sent === undefined) {
    warn({ code: 21610, detail: `${outbound.to} has opted out of messages from ${outbound.from}.` });
  } else {
    const url =
      verb.statusCallback === undefined
        ? undefined
        : addCallbacks(verb.statusCallback, sent, source, context);
    const undelivered = undeliveredProblem(sent);
    if (undelivered !== undefined) report(context, undelivered, null);
    else if (sent.status === 'delivered') context.replies.push(sent);
    else deliverWhenOn(sent, url, context.conversation, context.engine);
  }
  if (verb.action === undefined) return undefined;
  return {
    purpose: 'action',
    url: resolveUrl(verb.action, source.url) ?? verb.action,
    method: verb.method,
    parameters: statusParameters(
      outbound,
      { status: sent === undefined ? 'failed' : 'queued' },
      context.account.accountSid,
      context.clock.now(),
    ),
  };
}

/**
 * The message of a verb, with absolute URLs, on this machine where they lead there, and with the defaults for `from` and `to`. A file
 * whose address is none is left out, with a warning.
 */
function outboundOf(
  verb: MessageVerb,
  source: Source,
  { number, message, addresses }: TurnContext,
  warn: (problem: Problem) => void,
): OutboundMessage {
  const { from = number.number, to = message.from, body } = verb;
  const base = withoutCredentials(source.url);
  const media = verb.media.flatMap((written) => {
    const url = resolveUrl(written, base);
    if (url !== undefined) return [{ url: addresses.localOf(url) ?? url, contentType: guessType(url) }];
    warn({ code: 11100, level: 'warning', detail: `<Media> is left out: not an HTTP address: ${written}` });
    return [];
  });
  return { sid: newMessageSid(media), from, to, body, media, turn: message.sid, byTwilio: false };
}

/** Why Twilio does not send a message. */
function problemOf(
  { from, to, body, media }: OutboundMessage,
  { numbers }: TurnContext,
): Problem | undefined {
  if (!isPhoneAddress(to))
    return { code: 14101, detail: `to="${to}" is not a phone number with + and country.` };
  if (!isNumberAddress(from) && !ALPHANUMERIC_SENDER.test(from)) {
    return { code: 14102, detail: `from="${from}" is neither a phone number nor a sender's name.` };
  }
  if (!mayTalk(from, to)) return { code: 21910, detail: `${from} and ${to} are of different channels.` };
  if (!ALPHANUMERIC_SENDER.test(from) && ownNumber(numbers, from) === undefined) {
    const code = channelOf(from) === 'sms' ? 14108 : 63007;
    return { code, detail: `${from} is not one of your numbers.` };
  }
  if ((body.length === 0 && media.length === 0) || body.length > MESSAGE.body) {
    return {
      code: 14103,
      detail: `A body has 1 to ${MESSAGE.body} characters; this one has ${body.length}.`,
    };
  }
  return undefined;
}

/** Adds the status callbacks of a message to those that are made when the turn has ended. Returns their absolute address. */
function addCallbacks(
  statusCallback: string,
  message: Message,
  source: Source,
  context: TurnContext,
): string | undefined {
  const url = resolveUrl(statusCallback, source.url);
  if (url === undefined) {
    const detail = `statusCallback="${statusCallback}" is not an address.`;
    report(context, { code: 14105, detail }, source.exchange);
  } else {
    const { sid, from, to } = message; // all that waits for the end of the turn
    context.statusCallbacks.push({ url, of: { sid, from, to }, statuses: statusesTo(statusOf(message)) });
  }
  return url;
}
