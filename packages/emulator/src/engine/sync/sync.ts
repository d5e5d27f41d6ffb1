import type { EmulatorClock } from '../clock';
import { KEPT, type Kept } from '../limits';
import { newSid } from '../sids';
import { createSyncStore, type SyncStore } from './sync-store';
import { createWriteRate } from './write-rate';

/** A Sync service: a scope of documents. Times are the emulator's, in milliseconds since 1970. */
export type SyncService = {
  readonly sid: string;
  /** The one service that every account has is `default`; the others have none. */
  readonly uniqueName: 'default' | null;
  readonly friendlyName: string | null;
  readonly createdAt: number;
  readonly updatedAt: number;
};

/** A Sync document. It is never changed: a write puts another one in its place. */
export type SyncDocument = {
  readonly sid: string;
  readonly uniqueName: string | null;
  readonly service: SyncService;
  /** JSON text of an object. */
  readonly data: string;
  /** 0 at first, and one more with each update. */
  readonly revision: number;
  readonly expiresAt: number | null;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Grows with each document of the account. */
  readonly serial: number;
};

/** What a write changes. `ttl`: in seconds from now; 0 for no end. */
export type DocumentChange = { readonly data?: string | undefined; readonly ttl?: number | undefined };

/** Why nothing was written. `why`: what the emulator has room for. */
export type Refusal =
  | { readonly kind: 'full'; readonly why: string }
  | { readonly kind: 'taken' | 'stale' | 'tooFast' | 'missing' };

export type Written = { readonly kind: 'written'; readonly document: SyncDocument };

/**
 * Sync services and their documents. Nothing here waits: between a check and its write no other request comes, so that of many
 * writers of one revision, or of one name, exactly one succeeds.
 */
export type Sync = {
  /** Every service, the oldest first; `default` is always there. */
  readonly services: () => SyncService[];
  /** By its SID, or `default`. */
  readonly findService: (id: string) => SyncService | undefined;
  /** `undefined` when there are too many. */
  readonly createService: (friendlyName: string | null) => SyncService | undefined;
  readonly updateService: (sid: string, friendlyName: string | null) => SyncService | undefined;
  /** Deletes it with its documents. `default` comes back, empty and with another SID. */
  readonly deleteService: (sid: string) => void;
  /** The live documents of a service, or of all, the oldest first. */
  readonly documents: (service?: string) => SyncDocument[];
  /** A live document by its SID or its unique name. */
  readonly find: (service: string, id: string) => SyncDocument | undefined;
  readonly create: (
    service: SyncService,
    wanted: DocumentChange & { readonly uniqueName: string | null },
  ) => Written | Refusal;
  /** @param revision - what the document must still have; any by default. */
  readonly update: (document: SyncDocument, change: DocumentChange, revision?: string) => Written | Refusal;
  readonly delete: (document: SyncDocument, revision?: string) => Written | Refusal;
  /** Deletes every document. */
  readonly forget: () => void;
  /** All, for a file. */
  readonly save: () => SavedSync;
  /** In place of what is there. */
  readonly restore: (saved: SavedSync) => void;
};

/** Services and documents as they are at some time, each the oldest first. */
export type SavedSync = {
  readonly services: readonly SyncService[];
  readonly documents: readonly SyncDocument[];
};

/** @param kept - how many services and documents there may be, and how many bytes of these. */
export function createSync(clock: EmulatorClock, kept: Kept['sync'] = KEPT.sync): Sync {
  const services = new Map<string, SyncService>();
  const store: SyncStore = createSyncStore(clock, kept);
  const rate = createWriteRate(clock);

  const addService = (friendlyName: string | null, uniqueName: 'default' | null): SyncService => {
    const now = clock.now();
    const sid = newSid('IS');
    const service = { sid, uniqueName, friendlyName, createdAt: now, updatedAt: now };
    services.set(sid, service);
    return service;
  };
  const defaultService = (): SyncService =>
    [...services.values()].find(({ uniqueName }) => uniqueName === 'default') ??
    addService('Default Service', 'default');
  const endOf = (ttl: number | undefined): number | null =>
    ttl === undefined || ttl === 0 ? null : clock.now() + ttl * 1000;

  /** The document as it is now, unless another revision than the wanted one. */
  const current = ({ service, sid }: SyncDocument, revision?: string): SyncDocument | Refusal => {
    const document = store.find(service.sid, sid);
    if (document === undefined) return { kind: 'missing' };
    return revision === undefined || revision === String(document.revision) ? document : { kind: 'stale' };
  };
  const put = (document: SyncDocument): Written | Refusal => {
    const why = store.put(document);
    return why === undefined ? { kind: 'written', document } : { kind: 'full', why };
  };

  defaultService();
  return {
    services() {
      defaultService();
      return [...services.values()];
    },
    findService: (id) => (id === 'default' ? defaultService() : services.get(id)),
    createService(friendlyName) {
      return services.size < kept.services ? addService(friendlyName, null) : undefined;
    },
    updateService(sid, friendlyName) {
      const before = services.get(sid);
      if (before === undefined) return undefined;
      const service = { ...before, friendlyName, updatedAt: clock.now() };
      services.set(sid, service);
      return service;
    },
    deleteService(sid) {
      services.delete(sid);
      for (const document of store.all(sid)) store.delete(document);
    },
    documents: store.all,
    find: store.find,
    create(service, { uniqueName, data = '{}', ttl }) {
      if (uniqueName !== null && store.find(service.sid, uniqueName) !== undefined) return { kind: 'taken' };
      const now = clock.now();
      return put({
        sid: newSid('ET'),
        ...{ uniqueName, service, data },
        revision: 0,
        expiresAt: endOf(ttl),
        createdAt: now,
        updatedAt: now,
        serial: store.nextSerial(),
      });
    },
    update(document, { data, ttl }, revision) {
      const before = current(document, revision);
      if ('kind' in before) return before;
      if (!rate.allows(before.sid)) return { kind: 'tooFast' };
      const written = put({
        ...before,
        data: data ?? before.data,
        revision: before.revision + 1,
        expiresAt: ttl === undefined ? before.expiresAt : endOf(ttl),
        updatedAt: clock.now(),
      });
      if (written.kind === 'written') rate.note(before.sid);
      return written;
    },
    delete(document, revision) {
      const before = current(document, revision);
      if ('kind' in before) return before;
      store.delete(before);
      return { kind: 'written', document: before };
    },
    forget() {
      for (const document of store.all()) store.delete(document);
    },
    save: () => ({ services: [...services.values()], documents: store.all() }),
    restore(saved) {
      services.clear();
      for (const service of saved.services) services.set(service.sid, service);
      defaultService();
      store.restore(saved.documents);
    },
  };
}
