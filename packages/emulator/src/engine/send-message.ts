import type { Problem } from './debugger';
import { type DocumentRequest, fetchDocument, resolveUrl } from './fetch-document';
import { guessType } from './media';
import type { Outgoing, Progress, Scene } from './scene';
import { newSid } from './sids';
import type { Verb } from './twiml';
import type { Pair } from './types';
import { withoutCredentials } from './webhook';

/** Source: https://www.twilio.com/docs/api/errors/14109 and /14103 */
const MAX_MESSAGES = 10;
const MAX_BODY = 1600;

/** E.164. */
export const PHONE_NUMBER = /^\+[1-9]\d{1,14}$/;
/** A sender's name in place of a number. Source: https://www.twilio.com/docs/glossary/what-alphanumeric-sender-id */
export const ALPHANUMERIC_SENDER = /^(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11}$/;

export type MessageVerb = Extract<Verb, { kind: 'Message' }>;

/** Sends one message; returns the request for its `action`, when it has one. */
export function sendMessage(
  verb: MessageVerb,
  base: string,
  exchange: number,
  scene: Scene,
  progress: Progress,
): DocumentRequest | undefined {
  const { from = scene.number.number, to = scene.phone, body, media } = verb;
  if (progress.messages === MAX_MESSAGES) {
    if (!progress.overLimit) {
      scene.report({ code: 14109, detail: `More than ${MAX_MESSAGES} messages in one reply.` }, exchange);
    }
    progress.overLimit = true;
    return undefined;
  }
  const problem = problemOf({ from, to, body, media }, scene);
  if (problem !== undefined) {
    scene.report(problem, exchange);
    return undefined;
  }
  progress.messages++;
  const sid = newSid(media.length > 0 ? 'MM' : 'SM');
  const shownBase = withoutCredentials(base);
  const files = media.map((url) => ({ url: resolveUrl(url, shownBase) ?? url, contentType: guessType(url) }));
  const delivered = scene.deliver({ sid, from, to, body, media: files });
  if (!delivered) {
    scene.report({ code: 21610, detail: `${to} has opted out of messages from ${from}.` }, exchange);
  } else if (verb.statusCallback !== undefined) {
    const url = resolveUrl(verb.statusCallback, base);
    if (url === undefined) {
      scene.report(
        { code: 14105, detail: `statusCallback="${verb.statusCallback}" is not an address.` },
        exchange,
      );
    } else {
      for (const status of ['queued', 'sent', 'delivered']) {
        progress.callbacks.push(() => callBack(url, statusParameters(sid, from, to, status, scene), scene));
      }
    }
  }
  if (verb.action === undefined) return undefined;
  const status = delivered ? 'queued' : 'failed';
  const parameters = statusParameters(sid, from, to, status, scene);
  return {
    purpose: 'action',
    url: resolveUrl(verb.action, base) ?? verb.action,
    method: verb.method,
    parameters,
  };
}

function problemOf(
  { from, to, body, media }: Pick<Outgoing, 'from' | 'to' | 'body'> & { media: readonly string[] },
  scene: Scene,
): Problem | undefined {
  if (!PHONE_NUMBER.test(to))
    return { code: 14101, detail: `to="${to}" is not a phone number with + and country.` };
  if (!PHONE_NUMBER.test(from) && !ALPHANUMERIC_SENDER.test(from)) {
    return { code: 14102, detail: `from="${from}" is neither a phone number nor a sender's name.` };
  }
  if (from.startsWith('+') && !scene.isOwnNumber(from))
    return { code: 14108, detail: `${from} is no number of yours.` };
  const length = body.length;
  if ((length === 0 && media.length === 0) || length > MAX_BODY) {
    return { code: 14103, detail: `A body has 1 to ${MAX_BODY} characters; this one has ${length}.` };
  }
  return undefined;
}

/** Source: https://www.twilio.com/docs/messaging/guides/track-outbound-message-status */
const statusParameters = (
  sid: string,
  from: string,
  to: string,
  status: string,
  { account }: Scene,
): Pair[] => [
  ['SmsSid', sid],
  ['SmsStatus', status],
  ['MessageStatus', status],
  ['To', to],
  ['MessageSid', sid],
  ['AccountSid', account.accountSid],
  ['From', from],
  ['ApiVersion', '2010-04-01'],
];

/** A status callback is a notice: its answer is not read, and no cookie goes with it. */
async function callBack(url: string, parameters: readonly Pair[], scene: Scene): Promise<void> {
  await fetchDocument(
    { purpose: 'statusCallback', url, method: 'POST', parameters },
    { ...scene, jar: undefined },
  );
}
