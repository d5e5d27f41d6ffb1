import { SHORT_CODE } from '../engine/channels';
import { fixedSid } from '../engine/sids';
import type { OwnNumber } from '../engine/types';
import { json, type RestRequest } from './context';
import { rfc2822 } from './dates';
import { accountPath } from './message-resource';
import { matcherOf, readNumberChange, webhookFields } from './number-change';
import { listOf2010, pageOf } from './paging';
import { notFound } from './rest-error';

/** `GET SMS/ShortCodes.json`, with `ShortCode` (a part of it, `*` for any digit) and `FriendlyName`. */
export function listShortCodes(request: RestRequest): Response {
  const { accountSid, query } = request;
  const [code, name] = [query.get('ShortCode') ?? '', query.get('FriendlyName') ?? ''];
  const found = shortCodes(request).filter(matcherOf(code, name, nameOf));
  const page = pageOf(found, (own) => sidOf(own), query);
  const items = page.items.map((own) => resourceOf(own, request));
  return json(
    request,
    listOf2010(page, `${accountPath(accountSid)}/SMS/ShortCodes.json`, 'short_codes', items),
  );
}

/** `GET SMS/ShortCodes/SC....json` */
export const fetchShortCode = (request: RestRequest): Response =>
  json(request, resourceOf(shortCodeOf(request), request));

/** `POST SMS/ShortCodes/SC....json`: sets the webhook of messages, and the name. */
export function updateShortCode(request: RestRequest): Response {
  const { engine, form } = request;
  const own = shortCodeOf(request);
  const changed = engine.setNumber({ ...own, ...readNumberChange(own, form) });
  return json(request, resourceOf(changed, request));
}

const shortCodes = ({ engine }: RestRequest): OwnNumber[] =>
  engine.numbers().filter(({ number }) => SHORT_CODE.test(number));

const sidOf = ({ number }: OwnNumber): string => fixedSid('SC', number);

const nameOf = ({ number, friendlyName = number }: OwnNumber): string => friendlyName;

/** @throws RestError 20404. */
function shortCodeOf(request: RestRequest): OwnNumber {
  const own = shortCodes(request).find((code) => sidOf(code) === request.ids[0]);
  if (own === undefined) throw notFound(request.path);
  return own;
}

/** A ShortCode, as the API answers it. Source: https://www.twilio.com/docs/messaging/api/short-code-resource */
function resourceOf(own: OwnNumber, { accountSid, engine: { startedAt } }: RestRequest): object {
  const sid = sidOf(own);
  return {
    account_sid: accountSid,
    api_version: '2010-04-01',
    date_created: rfc2822(startedAt),
    date_updated: rfc2822(startedAt),
    friendly_name: nameOf(own),
    short_code: own.number,
    sid,
    ...webhookFields(own),
    uri: `${accountPath(accountSid)}/SMS/ShortCodes/${sid}.json`,
  };
}
