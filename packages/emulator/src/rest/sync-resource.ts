import type { SyncDocument, SyncService } from '../engine/sync/sync';
import { iso8601 } from './dates';

/** The address of the Sync services. `origin`: of the emulator. */
export const syncServicesUrl = (origin: string): string => `${origin}/sync/v1/Services`;

/** A Sync service, as the API answers it. Source: https://www.twilio.com/docs/sync/api/service */
export function syncServiceResource(service: SyncService, accountSid: string, origin: string): object {
  const url = `${syncServicesUrl(origin)}/${service.sid}`;
  return {
    account_sid: accountSid,
    acl_enabled: false,
    date_created: iso8601(service.createdAt),
    date_updated: iso8601(service.updatedAt),
    friendly_name: service.friendlyName,
    links: {
      documents: `${url}/Documents`,
      lists: `${url}/Lists`,
      maps: `${url}/Maps`,
      streams: `${url}/Streams`,
    },
    reachability_debouncing_enabled: false,
    reachability_debouncing_window: 5000,
    reachability_webhooks_enabled: false,
    sid: service.sid,
    unique_name: service.uniqueName,
    url,
    webhook_url: null,
    webhooks_from_rest_enabled: false,
  };
}

/** A Sync document, as the API answers it. Source: https://www.twilio.com/docs/sync/api/document-resource */
export function syncDocumentResource(document: SyncDocument, accountSid: string, origin: string): object {
  const { sid, service, expiresAt } = document;
  const url = `${syncServicesUrl(origin)}/${service.sid}/Documents/${sid}`;
  return {
    account_sid: accountSid,
    created_by: 'system',
    data: JSON.parse(document.data) as unknown,
    date_created: iso8601(document.createdAt),
    date_expires: expiresAt === null ? null : iso8601(expiresAt),
    date_updated: iso8601(document.updatedAt),
    links: { permissions: `${url}/Permissions` },
    revision: String(document.revision),
    service_sid: service.sid,
    sid,
    unique_name: document.uniqueName,
    url,
  };
}
