import type { EmulatorClock } from '../clock';
import type { Kept } from '../limits';
import type { SyncDocument } from './sync';

/** The live documents of all services. A live one is never dropped to make room for another. */
export type SyncStore = {
  /** A live document by its SID or its unique name. */
  readonly find: (service: string, id: string) => SyncDocument | undefined;
  /** The live documents of a service, or of all, the oldest first. */
  readonly all: (service?: string) => SyncDocument[];
  /** Adds a document, or replaces the one with its SID. Returns what there is room for, when there is none for it. */
  readonly put: (document: SyncDocument) => string | undefined;
  readonly delete: (document: SyncDocument) => void;
  readonly nextSerial: () => number;
  /** Adds documents that were saved, the oldest first, as far as there is room for them. */
  readonly restore: (documents: readonly SyncDocument[]) => void;
};

/** About, of a document without its texts, in memory. */
const ENTRY_BYTES = 500;

export function createSyncStore(clock: EmulatorClock, kept: Kept['sync']): SyncStore {
  /** By their SIDs, the oldest first. Those that have expired are here until they are looked for, or there is too much. */
  const documents = new Map<string, SyncDocument>();
  /** Those with a unique name, by service and name. */
  const names = new Map<string, SyncDocument>();
  let bytes = 0;
  let serial = 0;

  const remove = ({ sid }: SyncDocument): void => {
    const document = documents.get(sid);
    if (document === undefined) return;
    documents.delete(sid);
    names.delete(nameKey(document));
    bytes -= sizeOf(document);
  };
  const alive = (document: SyncDocument | undefined): SyncDocument | undefined => {
    if (document === undefined) return undefined;
    if (document.expiresAt === null || document.expiresAt > clock.now()) return document;
    remove(document);
    return undefined;
  };
  const all = (service?: string): SyncDocument[] =>
    [...documents.values()].filter(
      (document) =>
        alive(document) !== undefined && (service === undefined || document.service.sid === service),
    );
  /** Why a document has no room in place of the one before. */
  const problemOf = (document: SyncDocument): string | undefined => {
    const before = documents.get(document.sid);
    const bytesAfter = bytes + sizeOf(document) - (before === undefined ? 0 : sizeOf(before));
    const count = documents.size + (before === undefined ? 1 : 0);
    if (count > kept.documents) return `at most ${kept.documents} Sync documents`;
    return bytesAfter > kept.bytes ? `at most ${kept.bytes} bytes of Sync documents` : undefined;
  };
  const put = (document: SyncDocument): string | undefined => {
    if (problemOf(document) !== undefined) all(); // drops what has expired
    const problem = problemOf(document);
    if (problem !== undefined) return problem;
    const before = documents.get(document.sid);
    bytes += sizeOf(document) - (before === undefined ? 0 : sizeOf(before));
    documents.set(document.sid, document);
    if (document.uniqueName !== null) names.set(nameKey(document), document);
    return undefined;
  };
  return {
    find(service, id) {
      const document = documents.get(id) ?? names.get(keyOf(service, id));
      return document?.service.sid === service ? alive(document) : undefined;
    },
    all,
    put,
    delete: remove,
    nextSerial: () => ++serial,
    restore(saved) {
      for (const document of saved) {
        put(document);
        serial = Math.max(serial, document.serial);
      }
    },
  };
}

const keyOf = (service: string, name: string): string => `${service} ${name}`;

const nameKey = ({ service, uniqueName }: SyncDocument): string => keyOf(service.sid, uniqueName ?? '');

/** About how many bytes of memory it takes: two for each UTF-16 unit. */
const sizeOf = ({ data, uniqueName }: SyncDocument): number =>
  2 * (data.length + (uniqueName?.length ?? 0)) + ENTRY_BYTES;
