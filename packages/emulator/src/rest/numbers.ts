import type { OwnNumber } from '../engine/types';
import { json, type RestRequest } from './context';
import { accountPath } from './message-resource';
import { matcherOf, readNumberChange } from './number-change';
import { friendlyNameOf, isPhoneNumber, numberResource, numberSid, phoneNumberWith } from './number-resource';
import { listOf2010, pageOf } from './paging';
import { notFound } from './rest-error';

/** `GET IncomingPhoneNumbers.json`, with `PhoneNumber` (a part of it, `*` for any digit) and `FriendlyName`. */
export function listNumbers(request: RestRequest): Response {
  const { engine, accountSid, query } = request;
  const [number, name] = [query.get('PhoneNumber') ?? '', query.get('FriendlyName') ?? ''];
  const found = engine
    .numbers()
    .filter(isPhoneNumber)
    .filter(matcherOf(number, name, friendlyNameOf));
  const page = pageOf(found, (own) => numberSid(own.number), query);
  const items = page.items.map((own) => resourceOf(own, request));
  const path = `${accountPath(accountSid)}/IncomingPhoneNumbers.json`;
  return json(request, listOf2010(page, path, 'incoming_phone_numbers', items));
}

/** `GET IncomingPhoneNumbers/PN....json` */
export const fetchNumber = (request: RestRequest): Response =>
  json(request, resourceOf(numberOf(request), request));

/** `POST IncomingPhoneNumbers/PN....json`: sets the webhook of messages, and the name. */
export function updateNumber(request: RestRequest): Response {
  const { engine, form } = request;
  const own = numberOf(request);
  const changed = engine.setNumber({ ...own, ...readNumberChange(own, form) });
  return json(request, resourceOf(changed, request));
}

const resourceOf = (own: OwnNumber, { accountSid, engine }: RestRequest): object =>
  numberResource(own, accountSid, engine.startedAt);

/** @throws RestError 20404. */
function numberOf({ engine, ids: [sid], path }: RestRequest): OwnNumber {
  const own = phoneNumberWith(sid, engine.numbers());
  if (own === undefined) throw notFound(path);
  return own;
}
