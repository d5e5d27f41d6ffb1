import { ALPHANUMERIC_SENDER, isWebUrl } from '../engine/addresses';
import { channelOf, isNumberAddress, isPhoneAddress, mayTalk } from '../engine/channels';
import type { ApiMessage } from '../engine/messages/api-messages';
import { DAY } from '../engine/clock';
import type { Engine } from '../engine/engine-type';
import { MESSAGE } from '../engine/limits';
import { guessType } from '../engine/messages/media';
import { isSender } from '../engine/messages/services';
import { readTime } from './dates';
import type { Form } from './form';
import { mistake, notEmulated, type RestError } from './rest-error';

/** Of the address of status callbacks, in characters. Source: https://www.twilio.com/docs/api/errors/21609 */
const MAX_CALLBACK = 4000;

/** How far ahead a message may be scheduled, in milliseconds. Sources: https://www.twilio.com/docs/api/errors/35114 and 35117 */
const SCHEDULE = { min: 300_000, max: 35 * DAY };

/**
 * Reads the message that a request wants to be sent.
 *
 * Source: https://www.twilio.com/docs/messaging/api/message-resource#create-a-message-resource
 *
 * @param origin - `isByFunction`: it is made while a webhook is answered, by a Function that has this machine's time.
 * @throws RestError for every mistake that Twilio would refuse.
 */
export function readMessage(
  form: Form,
  engine: Engine,
  { isByFunction }: { readonly isByFunction: boolean },
): ApiMessage {
  const to = readRecipient(form);
  const service = readService(form, engine);
  const sender = readSender(form, engine, to, service?.sid);
  const from = sender ?? (service && engine.services.senderFor(service.sid, to));
  if (from === undefined) throw mistake(service === undefined ? 21603 : 21703);
  if (from === to) throw sameNumber(to);
  const { body, media } = readContent(form);
  const statusCallback = readCallback(form) ?? service?.statusCallback;
  const ahead = isByFunction ? engine.clock().offset : 0;
  const sendAt = readSendAt(form, service !== undefined, engine, ahead);
  if (service === undefined && engine.messages.isRefused({ from, to })) throw mistake(21610);
  return {
    ...{ from, to, body, media },
    ...(service && { service: { sid: service.sid, hasChosen: sender === undefined } }),
    ...(statusCallback !== undefined && statusCallback !== '' && { statusCallback }),
    ...(sendAt !== undefined && { sendAt }),
  };
}

/** What people write between the digits of a number. */
const withoutSeparators = (number: string): string =>
  number.startsWith('+') ? number.replace(/[\s().-]/g, '') : number;

function readRecipient(form: Form): string {
  const given = form.text('To') ?? '';
  if (given === '') throw mistake(21604);
  const to = withoutSeparators(given);
  if (!isPhoneAddress(to)) throw mistake(21211, `The 'To' number ${given} is not a valid phone number.`);
  return to;
}

function readService(form: Form, { services }: Engine) {
  const from = form.text('From') ?? '';
  const sid = form.text('MessagingServiceSid') ?? (from.startsWith('MG') ? from : '');
  if (sid === '') return undefined;
  if (!/^MG[0-9a-f]{32}$/i.test(sid)) throw mistake(21705);
  const service = services.find(sid);
  if (service === undefined) throw mistake(21701);
  if (service.senders.size === 0 && !(service.takesAnySender && from !== '')) throw mistake(21703);
  return service;
}

/** The sender that is asked for; `undefined` when the Messaging Service is to choose one. */
function readSender(form: Form, engine: Engine, to: string, service: string | undefined): string | undefined {
  const given = form.text('From') ?? '';
  if (given === '' || (given.startsWith('MG') && service !== undefined)) return undefined;
  const from = withoutSeparators(given);
  if (!isNumberAddress(from) && !ALPHANUMERIC_SENDER.test(from)) {
    throw mistake(
      21212,
      `The 'From' number ${given} is not a valid phone number, shortcode, or alphanumeric sender ID.`,
    );
  }
  if (!mayTalk(from, to)) throw mistake(21910);
  const isOwn = ALPHANUMERIC_SENDER.test(from) || engine.number(from) !== undefined;
  const pool = service === undefined ? undefined : engine.services.find(service);
  if (isOwn && pool?.takesAnySender === true && engine.services.ofNumber(from) === undefined)
    engine.services.addSender(pool.sid, from);
  if (isOwn && (pool === undefined || isSender(pool, from))) return from;
  if (channelOf(from) !== 'sms') throw mistake(63007);
  if (from === to) throw sameNumber(to);
  throw mistake(
    21606,
    `The From phone number ${given} is not a valid, SMS-capable inbound phone number or short code for your account.`,
  );
}

const sameNumber = (to: string): RestError =>
  channelOf(to) === 'sms' ? mistake(21211, `The 'To' and 'From' numbers are both ${to}.`) : mistake(63031);

function readContent(form: Form): Pick<ApiMessage, 'body' | 'media'> {
  if (form.text('ContentSid') !== undefined) throw notEmulated('Content templates (ContentSid)');
  const body = form.text('Body') ?? '';
  const urls = form.all('MediaUrl').filter((url) => url !== '');
  if (body === '' && urls.length === 0) throw mistake(21602);
  if (body.length > MESSAGE.body) throw mistake(21617);
  if (urls.length > MESSAGE.media) throw mistake(21623);
  const bad = urls.filter((url) => !isWebUrl(url));
  if (bad.length > 0) {
    const named = bad.length === 1 ? bad[0] : JSON.stringify(bad);
    throw mistake(21620, `Media urls: ${named} are invalid. Please use only valid http and https urls`);
  }
  return { body, media: urls.map((url) => ({ url, contentType: guessType(url) })) };
}

function readCallback(form: Form): string | undefined {
  const url = form.text('StatusCallback');
  if (url === undefined || url === '') return url;
  if (isWebUrl(url) && url.length <= MAX_CALLBACK) return url;
  throw mistake(21609, `The StatusCallback URL ${url} is not a valid URL.`);
}

/**
 * When the message is sent, by the emulator's clock. Without a Messaging Service, Twilio sends at once.
 *
 * @param offset - how far that clock is ahead of the one that `SendAt` is by, in milliseconds.
 */
function readSendAt(form: Form, hasService: boolean, engine: Engine, offset: number): number | undefined {
  const type = form.text('ScheduleType');
  if (type === undefined || type === '' || !hasService) return undefined;
  if (type !== 'fixed') throw mistake(35126, `The ScheduleType value ${type} is not supported.`);
  const given = form.text('SendAt') ?? '';
  if (given === '') throw mistake(35111);
  const time = readTime(given)?.from;
  const sendAt = time === undefined ? undefined : time + offset;
  // To the second: clients leave the milliseconds out.
  const ahead = sendAt === undefined ? NaN : sendAt - Math.floor(engine.clock().now / 1000) * 1000;
  if (sendAt !== undefined && ahead >= SCHEDULE.min && ahead <= SCHEDULE.max) {
    if (!engine.messages.canSchedule()) throw mistake(35125);
    return sendAt;
  }
  throw mistake(
    ahead > SCHEDULE.max ? 35117 : 35114,
    'SendAt time must be between 300 seconds and 35 days (3024000 seconds) in the future, inclusive.',
  );
}
