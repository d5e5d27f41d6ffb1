import { PHONE_NUMBER } from '../engine/addresses';
import { defined } from '../engine/defined';
import { addressesOf } from '../engine/http/public-address';
import type { NumberSettings, OwnNumber } from '../engine/types';
import { json, type RestRequest } from './context';
import { addressOf, methodOf } from './form';
import { accountPath } from './message-resource';
import { friendlyNameOf, numberResource, numberSid } from './number-resource';
import { listOf2010, pageOf } from './paging';
import { notFound } from './rest-error';

/** `GET IncomingPhoneNumbers.json`, with `PhoneNumber` (a part of it, `*` for any digit) and `FriendlyName`. */
export function listNumbers(request: RestRequest): Response {
  const { engine, accountSid, query } = request;
  const [number, name] = [query.get('PhoneNumber') ?? '', query.get('FriendlyName') ?? ''];
  const pattern = new RegExp(number.replace(/[^\d*]/g, '').replaceAll('*', String.raw`\d`));
  const found = engine
    .numbers()
    .filter(isPhoneNumber)
    .filter((own) => pattern.test(own.number) && (name === '' || friendlyNameOf(own) === name));
  const page = pageOf(found, (own) => numberSid(own.number), query);
  const items = page.items.map((own) => resourceOf(own, request));
  const path = `${accountPath(accountSid)}/IncomingPhoneNumbers.json`;
  return json(request, listOf2010(page, path, 'incoming_phone_numbers', items));
}

/** `GET IncomingPhoneNumbers/PN....json` */
export const fetchNumber = (request: RestRequest): Response =>
  json(request, resourceOf(numberOf(request), request));

/** `POST IncomingPhoneNumbers/PN....json`: sets the webhook of messages, and the name. What is of voice is not kept. */
export function updateNumber(request: RestRequest): Response {
  const { engine, form } = request;
  const own = numberOf(request);
  const change = defined({
    friendlyName: form.text('FriendlyName'),
    smsMethod: methodOf(form, 'SmsMethod'),
    smsFallbackMethod: methodOf(form, 'SmsFallbackMethod'),
  });
  const addresses = keptAddresses(own, addressOf(form, 'SmsUrl'), addressOf(form, 'SmsFallbackUrl'));
  const changed = engine.setNumber({ ...own, ...change, ...addresses });
  return json(request, resourceOf(changed, request));
}

/**
 * What a number keeps of addresses that are public ones, as Twilio has them: those of its app on this machine. With an `SmsUrl` of
 * elsewhere, it is no longer a number of the app with the `publicUrl`.
 */
function keptAddresses(
  own: OwnNumber,
  smsUrl: string | undefined,
  smsFallbackUrl: string | undefined,
): Partial<NumberSettings> {
  const { localOf, publicOf } = addressesOf(own, []);
  const local = (url: string | undefined) => url && (localOf(url) ?? url);
  const isOfApp = (url: string) => publicOf(url) !== url;
  const kept = local(smsUrl);
  const leaves = kept !== undefined && kept !== '' && isOfApp(own.smsUrl) && !isOfApp(kept);
  return {
    ...defined({ smsUrl: kept, smsFallbackUrl: local(smsFallbackUrl) }),
    ...(leaves ? { publicUrl: '' } : {}),
  };
}
/** Short codes have a list of their own, and senders of other channels are no numbers. */
const isPhoneNumber = ({ number }: OwnNumber): boolean => PHONE_NUMBER.test(number);

const resourceOf = (own: OwnNumber, { accountSid, engine }: RestRequest): object =>
  numberResource(own, accountSid, engine.startedAt);

/** @throws RestError 20404. */
function numberOf({ engine, ids: [sid], path }: RestRequest): OwnNumber {
  const own = engine.numbers().find((number) => isPhoneNumber(number) && numberSid(number.number) === sid);
  if (own === undefined) throw notFound(path);
  return own;
}
