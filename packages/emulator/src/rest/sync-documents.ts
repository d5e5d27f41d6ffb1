import type { Refusal, SyncDocument } from '../engine/sync/sync';
import { namesOf } from '../engine/sync/touched-documents';
import { CAUSE, json, noContent, type RestRequest } from './context';
import { listOfV1, pageOf } from './paging';
import { readChange, readIfMatch, readUniqueName } from './read-document';
import { mistake, notFound, RestError } from './rest-error';
import { syncDocumentResource, syncServicesUrl } from './sync-resource';
import { noRoom, syncServiceOf } from './sync-services';

/** `POST Documents`: creates a document, if there is none of its name. */
export function createDocument(request: RestRequest): Response {
  const { engine, form } = request;
  const service = syncServiceOf(request);
  const uniqueName = readUniqueName(form);
  const outcome = engine.sync.create(service, { uniqueName, ...readChange(form) });
  if (outcome.kind !== 'written') {
    const there = uniqueName === null ? undefined : engine.sync.find(service.sid, uniqueName);
    if (there !== undefined) touch(request, there, there);
    throw refusal(outcome, request);
  }
  touch(request, null, outcome.document);
  return documentAnswer(request, outcome.document, 201);
}

/** `GET Documents`: the oldest first. */
export function listDocuments(request: RestRequest): Response {
  const { engine, query, origin, accountSid } = request;
  const { sid } = syncServiceOf(request);
  const page = pageOf(
    engine.sync.documents(sid),
    (document) => document.sid,
    query,
    ({ serial }) => Number.MAX_SAFE_INTEGER - serial, // a list has the largest first
  );
  const items = page.items.map((document) => syncDocumentResource(document, accountSid, origin));
  return json(request, listOfV1(page, `${syncServicesUrl(origin)}/${sid}/Documents`, 'documents', items));
}

/** `GET Documents/ET...`, or by its unique name. */
export function fetchDocument(request: RestRequest): Response {
  const document = documentOf(request);
  touch(request, document, document);
  return documentAnswer(request, document);
}

/** `POST Documents/ET...`: replaces `Data`, sets another `Ttl`; only with the revision of `If-Match`, when that is given. */
export function updateDocument(request: RestRequest): Response {
  const { engine, form, context } = request;
  const before = documentOf(request);
  const change = readChange(form);
  const revision = readIfMatch(context.req.header('if-match'));
  if (change.data === undefined && change.ttl === undefined) throw mistake(54010);
  const outcome = engine.sync.update(before, change, revision);
  touch(request, before, outcome.kind === 'written' ? outcome.document : before);
  if (outcome.kind !== 'written') throw refusal(outcome, request);
  return documentAnswer(request, outcome.document);
}

/** `DELETE Documents/ET...`; only with the revision of `If-Match`, when that is given. */
export function deleteDocument(request: RestRequest): Response {
  const before = documentOf(request);
  const revision = readIfMatch(request.context.req.header('if-match'));
  const outcome = request.engine.sync.delete(before, revision);
  touch(request, before, outcome.kind === 'written' ? null : before);
  if (outcome.kind !== 'written') throw refusal(outcome, request);
  return noContent(request);
}

/** With an `ETag`, which is the revision. Source: https://www.twilio.com/docs/sync/mutation-and-conflict-resolution */
function documentAnswer(request: RestRequest, document: SyncDocument, status: 200 | 201 = 200): Response {
  request.context.header('ETag', `"${document.revision}"`);
  return json(request, syncDocumentResource(document, request.accountSid, request.origin), status);
}

/** The document in the path. @throws RestError 20404, which Twilio answers in place of 54100. */
function documentOf(request: RestRequest): SyncDocument {
  const service = syncServiceOf(request);
  const id = request.ids[1] ?? '';
  const document = request.engine.sync.find(service.sid, id);
  if (document !== undefined) return document;
  note(request, { service: service.uniqueName ?? service.sid, name: id, before: null, after: null });
  throw notFound(request.path);
}

/** Shows the document in the turn in which the request was made, when that is known. */
function touch(request: RestRequest, before: SyncDocument | null, after: SyncDocument | null): void {
  const known = after ?? before;
  if (known !== null) note(request, { ...namesOf(known), before, after });
}

function note({ engine, context }: RestRequest, used: Parameters<typeof engine.noteTouch>[1]): void {
  const token = context.req.header(CAUSE);
  if (token !== undefined) engine.noteTouch(token, used);
}

/** Sources: the pages of the codes below https://www.twilio.com/docs/api/errors; texts as users have reported them. */
function refusal(outcome: Refusal, request: RestRequest): RestError {
  switch (outcome.kind) {
    case 'taken':
      return new RestError(409, 54301, 'Unique name already exists');
    case 'stale':
      return new RestError(412, 54103, 'The revision of the Document does not match the expected revision');
    case 'tooFast':
      return new RestError(429, 54009, 'Rate limit exceeded');
    case 'missing':
      return notFound(request.path);
    case 'full': {
      const problem = noRoom(outcome.why);
      console.error(problem.message);
      return problem;
    }
  }
}
