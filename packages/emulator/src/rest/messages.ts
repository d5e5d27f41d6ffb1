import { isWebUrl } from '../engine/addresses';
import { withoutCredentials } from '../engine/addresses';
import { DAY } from '../engine/clock';
import type { LoggedMessage } from '../engine/messages/message-log';
import { mediaSid } from '../engine/sids';
import type { Exchange, Message } from '../engine/types';
import { CAUSE, json, noContent, type RestRequest } from './context';
import { readTime } from './dates';
import { accountPath, mediaResource, messageResource } from './message-resource';
import { listOf2010, pageOf } from './paging';
import { readMessage } from './read-message';
import { mistake, notFound, RestError } from './rest-error';

/** `POST Messages.json`: sends a message. */
export function createMessage(request: RestRequest): Response {
  const { engine, accountSid, form, context } = request;
  const causedBy = context.req.header(CAUSE);
  const wanted = readMessage(form, engine, { isByFunction: causedBy !== undefined });
  let answer: object = {};
  engine.messages.send({ ...wanted, ...(causedBy !== undefined && { causedBy }) }, (message) => {
    const { at } = message;
    answer = messageResource({ message, createdAt: at, updatedAt: at, sentAt: null }, accountSid);
    return exchangeOf(request, message, answer);
  });
  return json(request, answer, 201);
}

/** What the page shows of the request. */
function exchangeOf({ context, parameters }: RestRequest, { at }: Message, answer: object): Exchange {
  const { req } = context;
  return {
    purpose: 'api',
    request: {
      method: 'POST',
      url: `https://api.twilio.com${new URL(req.url).pathname}`,
      headers: [
        ['Authorization', 'Basic (hidden)'],
        ['Content-Type', req.header('content-type') ?? ''],
        ['User-Agent', req.header('user-agent') ?? ''],
      ],
      parameters: parameters.map(([name, value]) => [name, withoutCredentials(value)]),
    },
    response: {
      status: 201,
      headers: [['Content-Type', 'application/json']],
      body: JSON.stringify(answer),
    },
    failure: null,
    startedAt: at,
    durationMs: 0,
  };
}

/** `GET Messages.json`: the newest first. */
export function listMessages(request: RestRequest): Response {
  const { engine, accountSid, query } = request;
  const isWanted = filterOf(query);
  const found = engine.messages.all().filter(isWanted);
  const page = pageOf(
    found,
    ({ message }) => message.sid,
    query,
    ({ serial }) => serial,
  );
  const items = page.items.map((logged) => messageResource(logged, accountSid));
  return json(request, listOf2010(page, `${accountPath(accountSid)}/Messages.json`, 'messages', items));
}

/**
 * `To`, `From`, and `DateSent` with `<` and `>`, which mean on and before, and on and after. A `DateSent` at midnight is the
 * whole day: clients write a day like that.
 */
function filterOf(query: URLSearchParams): (logged: LoggedMessage) => boolean {
  const [to, from] = [query.get('To'), query.get('From')];
  const [sent, until, since] = ['DateSent', 'DateSent<', 'DateSent>'].map((name) => timeIn(query, name));
  const on = sent && sent.from % DAY === 0 ? { from: sent.from, to: sent.from + DAY - 1 } : sent;
  return ({ message, sentAt }) => {
    if (to !== null && to !== '' && message.to !== to) return false;
    if (from !== null && from !== '' && message.from !== from) return false;
    if (on === undefined && until === undefined && since === undefined) return true;
    return (
      sentAt !== null &&
      (on === undefined || (on.from <= sentAt && sentAt <= on.to)) &&
      (until === undefined || sentAt <= until.to) &&
      (since === undefined || since.from <= sentAt)
    );
  };
}

/** @throws RestError 20001 for what is no date. */
function timeIn(query: URLSearchParams, name: string): ReturnType<typeof readTime> {
  const text = query.get(name) ?? '';
  const time = readTime(text);
  if (text === '' || time !== undefined) return time;
  throw new RestError(400, 20001, `${name} must be a date such as 2026-11-28, in GMT`);
}

/** `GET Messages/SM....json` */
export const fetchMessage = (request: RestRequest): Response =>
  json(request, messageResource(messageOf(request), request.accountSid));

/**
 * `POST Messages/SM....json`: `Body` without a text redacts a message, `Status=canceled` cancels a scheduled one.
 * Sources: https://www.twilio.com/docs/api/errors/30400 and 30409
 */
export function updateMessage(request: RestRequest): Response {
  const { engine, form } = request;
  const { message } = messageOf(request);
  const [body, status] = [form.text('Body'), form.text('Status')];
  if ((body === undefined) === (status === undefined) || (body ?? '') !== '') throw mistake(30400);
  if (status === undefined) {
    requireFinal(message);
    engine.messages.redact(message.sid);
  } else {
    if (status !== 'canceled') throw mistake(30400);
    if (message.status !== 'scheduled' || engine.messages.cancel(message.sid) === undefined)
      throw new RestError(409, 30409, 'This message cannot be canceled');
  }
  return fetchMessage(request);
}

/** `DELETE Messages/SM....json` */
export function deleteMessage(request: RestRequest): Response {
  const { message } = messageOf(request);
  requireFinal(message);
  request.engine.messages.delete(message.sid);
  return noContent(request);
}

const FINAL: readonly Message['status'][] = ['received', 'delivered', 'undelivered', 'failed', 'canceled'];

/** Source: https://www.twilio.com/docs/api/errors/20009 */
function requireFinal({ status }: Message): void {
  if (FINAL.includes(status)) return;
  throw new RestError(
    409,
    20009,
    'Cannot change or delete a message because delivery has not been completed.',
  );
}

/** `GET Messages/MM.../Media.json` */
export function listMedia(request: RestRequest): Response {
  const { accountSid, query } = request;
  const logged = messageOf(request);
  const { sid, media } = logged.message;
  const page = pageOf([...media.keys()], (index) => mediaSid(sid, index), query);
  const items = page.items.map((index) => mediaResource(logged, index, accountSid));
  const path = `${accountPath(accountSid)}/Messages/${sid}/Media.json`;
  return json(request, listOf2010(page, path, 'media_list', items));
}

/** `GET Messages/MM.../Media/ME....json` */
export function fetchMedia(request: RestRequest): Response {
  const { logged, index } = mediaOf(request);
  return json(request, mediaResource(logged, index, request.accountSid));
}

/** `GET Messages/MM.../Media/ME...`: leads to the file. */
export function fetchFile(request: RestRequest): Response {
  const { logged, index } = mediaOf(request);
  const url = logged.message.media[index]?.url ?? '';
  if (!isWebUrl(url)) throw notFound(request.path);
  return request.context.redirect(new URL(url).href, 307); // as a header can have it
}

/** @throws RestError 20404. */
function messageOf({ engine, ids: [sid = ''], path }: RestRequest): LoggedMessage {
  const logged = engine.messages.find(sid);
  if (logged === undefined) throw notFound(path);
  return logged;
}

/** @throws RestError 20404. */
function mediaOf(request: RestRequest): { logged: LoggedMessage; index: number } {
  const logged = messageOf(request);
  const { sid, media } = logged.message;
  const index = media.findIndex((_, place) => mediaSid(sid, place) === request.ids[1]);
  if (index === -1) throw notFound(request.path);
  return { logged, index };
}
