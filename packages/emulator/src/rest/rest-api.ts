import type { Context } from 'hono';
import type { Engine } from '../engine/engine-type';
import { accountResource } from './account-resource';
import { loseAnswer, meetFaults } from './api-faults';
import { authenticate } from './authenticate';
import { json, type RestRequest } from './context';
import { formOf } from './form';
import {
  createMessage,
  deleteMessage,
  fetchFile,
  fetchMedia,
  fetchMessage,
  listMedia,
  listMessages,
  updateMessage,
} from './messages';
import { fetchNumber, listNumbers, updateNumber } from './numbers';
import { errorBody, notAllowed, notEmulated, notFound, RestError } from './rest-error';
import { fetchShortCode, listShortCodes, updateShortCode } from './short-codes';
import {
  addSender,
  createService,
  deleteService,
  fetchSender,
  fetchService,
  listSenders,
  listServices,
  removeSender,
  updateService,
} from './services';

import {
  createDocument,
  deleteDocument,
  fetchDocument,
  listDocuments,
  updateDocument,
} from './sync-documents';
import {
  createSyncService,
  deleteSyncService,
  fetchSyncService,
  listSyncServices,
  updateSyncService,
} from './sync-services';
import { tooLarge } from './read-document';

type Answer = (request: RestRequest) => Response;

/** The API of 2010, below an account. */
const ACCOUNT: readonly [path: RegExp, methods: Readonly<Record<string, Answer>>][] = [
  [
    /^\.json$/,
    { GET: (request) => json(request, accountResource(request.accountSid, request.engine.startedAt)) },
  ],
  [/^\/Messages\.json$/, { GET: listMessages, POST: createMessage }],
  [/^\/Messages\/(\w+)\.json$/, { GET: fetchMessage, POST: updateMessage, DELETE: deleteMessage }],
  [/^\/Messages\/(\w+)\/Media\.json$/, { GET: listMedia }],
  [/^\/Messages\/(\w+)\/Media\/(\w+)\.json$/, { GET: fetchMedia }],
  [/^\/IncomingPhoneNumbers\.json$/, { GET: listNumbers }],
  [/^\/IncomingPhoneNumbers\/(PN\w+)\.json$/, { GET: fetchNumber, POST: updateNumber }],
  [/^\/SMS\/ShortCodes\.json$/, { GET: listShortCodes }],
  [/^\/SMS\/ShortCodes\/(SC\w+)\.json$/, { GET: fetchShortCode, POST: updateShortCode }],
];

/** A file of a message, for which Twilio wants no credentials unless the account says so. */
const FILE = /^\/Messages\/(\w+)\/Media\/(\w+)$/;

const SERVICES: typeof ACCOUNT = [
  [/^\/?$/, { GET: listServices, POST: createService }],
  [/^\/(\w+)$/, { GET: fetchService, POST: updateService, DELETE: deleteService }],
  [/^\/(\w+)\/PhoneNumbers$/, { GET: listSenders, POST: addSender }],
  [/^\/(\w+)\/PhoneNumbers\/(\w+)$/, { GET: fetchSender, DELETE: removeSender }],
];

const SYNC_SERVICES: typeof ACCOUNT = [
  [/^\/?$/, { GET: listSyncServices, POST: createSyncService }],
  [/^\/(\w+)$/, { GET: fetchSyncService, POST: updateSyncService, DELETE: deleteSyncService }],
  [/^\/(\w+)\/Documents$/, { GET: listDocuments, POST: createDocument }],
  [/^\/(\w+)\/Documents\/([^/]+)$/, { GET: fetchDocument, POST: updateDocument, DELETE: deleteDocument }],
];

/** Larger than any form that Twilio takes, in bytes. */
const MAX_FORM = 100 * 1024;

/** Whether a path is of Twilio's REST API: `/2010-04-01/...`, or `/PRODUCT/v1/...`. */
export const isRestPath = (path: string): boolean =>
  /^\/(?:2010-04-01|2008-08-01|[a-z-]+\/v\d+)(?:\/|$)/i.test(path);

/** Answers a request as Twilio's REST API does. Never throws. */
export async function answerRest(context: Context, engine: Engine, origin: string): Promise<Response> {
  try {
    return await answer(context, engine, origin);
  } catch (error) {
    if (!(error instanceof RestError)) throw error;
    if (error.status === 401) context.header('WWW-Authenticate', 'Basic realm="Twilio API"');
    if (error.retryAfter !== undefined) context.header('Retry-After', String(error.retryAfter));
    return context.json(errorBody(error), error.status);
  }
}

async function answer(context: Context, engine: Engine, origin: string): Promise<Response> {
  const { req } = context;
  const { path, method } = req;
  const query = new URL(req.url).searchParams;
  const text = method === 'POST' ? await readForm(context) : '';
  const form = new URLSearchParams(text);
  const { account } = engine;
  const requestWith = (ids: readonly string[]): RestRequest => ({
    ...{ engine, origin, context, path, query, ids },
    accountSid: account.accountSid,
    form: formOf(form),
    parameters: [...form],
  });

  const own = restBelow(`/2010-04-01/Accounts/${account.accountSid}`, path);
  const file = method === 'GET' || method === 'HEAD' ? own?.match(FILE) : undefined;
  const isOpenFile = file && !engine.settings().mediaAuth;
  if (isOpenFile !== true) authenticate(req.header('authorization'), account);
  if (file) return fetchFile(requestWith(file.slice(1)));
  const isOfSync = isSyncPath(path);
  await meetFaults(engine, isOfSync);

  const [routes, rest] = routesFor(path, account.accountSid);
  for (const [pattern, methods] of routes) {
    const ids = pattern.exec(rest)?.slice(1).map(decoded);
    if (ids === undefined) continue;
    const found = Object.hasOwn(methods, method) ? methods[method] : undefined;
    if (found === undefined) throw notAllowed(`${method} ${path}`);
    const answered = found(requestWith(ids));
    return method === 'GET' ? answered : loseAnswer(engine, context, isOfSync, answered);
  }
  throw notEmulated(`${method} ${path}`);
}

const isSyncPath = (path: string): boolean => path.startsWith('/sync/');

/** A part of a path; as it is, when it is not encoded as it must be. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** The routes that a path is looked for in, and the rest of it. */
function routesFor(path: string, accountSid: string): [typeof ACCOUNT, string] {
  const services = restBelow('/messaging/v1/Services', path);
  if (services !== undefined) return [SERVICES, services];
  const sync = restBelow('/sync/v1/Services', path);
  if (sync !== undefined) return [SYNC_SERVICES, sync];
  const named = /^\/2010-04-01\/Accounts\/([^/.]*)/.exec(path)?.[1];
  if (named === undefined) return [[], path];
  if (named === accountSid) return [ACCOUNT, path.slice(`/2010-04-01/Accounts/${accountSid}`.length)];
  if (/^AC[0-9a-f]{32}$/i.test(named)) throw new RestError(401, 20003, 'Authenticate');
  throw notFound(path);
}

const restBelow = (start: string, path: string): string | undefined =>
  path === start || path.startsWith(`${start}/`) || path.startsWith(`${start}.`)
    ? path.slice(start.length)
    : undefined;

const tooLargeForm = (path: string): RestError =>
  isSyncPath(path) ? tooLarge() : new RestError(413, 20413, 'The form has more than 100 kB.');

/** @throws RestError 413 when it is too large, 400 when the client goes away before its end. */
async function readForm({ req }: Context): Promise<string> {
  const { path } = req;
  const chunks: Uint8Array[] = [];
  let size = 0;
  const body: AsyncIterable<Uint8Array> | null = req.raw.body;
  try {
    for await (const chunk of body ?? []) {
      size += chunk.length;
      if (size > MAX_FORM) throw tooLargeForm(path);
      chunks.push(chunk);
    }
  } catch (error) {
    throw error instanceof RestError ? error : new RestError(400, 20001, 'The form has no end.');
  }
  return Buffer.concat(chunks).toString();
}
