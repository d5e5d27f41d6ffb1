import type { SyncService } from '../engine/sync/sync';
import { json, noContent, type RestRequest } from './context';
import { booleanOf, type Form } from './form';
import { listOfV1, pageOf } from './paging';
import { notEmulated, notFound, RestError } from './rest-error';
import { syncServiceResource, syncServicesUrl } from './sync-resource';

/** `POST /v1/Services` */
export function createSyncService(request: RestRequest): Response {
  const service = request.engine.sync.createService(readName(request.form) ?? null);
  if (service === undefined) throw noRoom('no more Sync services');
  return json(request, resourceOf(service, request), 201);
}

/** `GET /v1/Services` */
export function listSyncServices(request: RestRequest): Response {
  const { engine, query, origin } = request;
  const page = pageOf(engine.sync.services(), ({ sid }) => sid, query);
  const items = page.items.map((service) => resourceOf(service, request));
  return json(request, listOfV1(page, syncServicesUrl(origin), 'services', items));
}

/** `GET /v1/Services/IS...` */
export const fetchSyncService = (request: RestRequest): Response =>
  json(request, resourceOf(syncServiceOf(request), request));

/** `POST /v1/Services/IS...` */
export function updateSyncService(request: RestRequest): Response {
  const { engine, form } = request;
  const before = syncServiceOf(request);
  const service = engine.sync.updateService(before.sid, readName(form) ?? before.friendlyName);
  return json(request, resourceOf(service ?? before, request));
}

/** `DELETE /v1/Services/IS...` */
export function deleteSyncService(request: RestRequest): Response {
  request.engine.sync.deleteService(syncServiceOf(request).sid);
  return noContent(request);
}

/** The service in the path, by its SID or `default`. @throws RestError 20404. */
export function syncServiceOf(request: RestRequest): SyncService {
  const service = request.engine.sync.findService(request.ids[0] ?? '');
  if (service === undefined) throw notFound(request.path);
  return service;
}

/** The emulator keeps all that is in Sync, and so refuses what is too much. */
export const noRoom = (what: string): RestError =>
  new RestError(
    503,
    20503,
    `The emulator keeps ${what}, and drops none of what it has. Delete some: DELETE /api/documents deletes all documents.`,
  );

const resourceOf = (service: SyncService, { accountSid, origin }: RestRequest): object =>
  syncServiceResource(service, accountSid, origin);

/** The emulator's own limit, in UTF-16 units. */
const MAX_FRIENDLY_NAME = 256;

/** What is called or checked elsewhere is refused, because it would have no effect here. */
const NOT_EMULATED = ['AclEnabled', 'ReachabilityWebhooksEnabled', 'WebhooksFromRestEnabled'];

/** @throws RestError for a setting that cannot be. */
function readName(form: Form): string | undefined {
  for (const name of NOT_EMULATED)
    if (booleanOf(form, name) === true) throw notEmulated(`${name} of Sync services`);
  if ((form.text('WebhookUrl') ?? '') !== '') throw notEmulated('WebhookUrl of Sync services');
  const friendlyName = form.text('FriendlyName');
  if (friendlyName !== undefined && friendlyName.length > MAX_FRIENDLY_NAME)
    throw new RestError(400, 20001, `FriendlyName must have at most ${MAX_FRIENDLY_NAME} characters`);
  return friendlyName;
}
