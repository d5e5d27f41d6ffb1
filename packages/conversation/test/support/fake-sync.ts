import type { SyncClient, SyncDocument } from '../../src/sync/documents';

/** A request to the fake Sync service. */
export type SyncRequest = {
  readonly method: 'fetch' | 'create' | 'update' | 'remove';
  readonly service: string;
  /** The unique name of the document. */
  readonly name: string;
  readonly data?: unknown;
  readonly ttl?: number;
  readonly ifMatch?: string;
};

/**
 * What happens to a request: it fails before it is applied, or it is applied and its answer is lost, or there is never an
 * answer. Errors are as Twilio's client throws them.
 */
export type Fault = { readonly before: unknown } | { readonly after: unknown } | 'hang' | undefined;

/** A request, or its answer, that waits until the test lets it go on. */
export type Waiting = { readonly request: SyncRequest; readonly goOn: () => void };

type Stored = { readonly json: string; readonly revision: number; readonly expires: number };

/** What Twilio's client throws when Sync answers with this status and error code. */
export const restError = (status: number, code?: number): Error =>
  Object.assign(new Error(`[HTTP ${status}] Failed to execute request`), { status, code });

/** What the client throws when no answer comes. Source: https://axios-http.com/docs/handling_errors */
export const networkError = (code: string): Error => Object.assign(new Error(`network: ${code}`), { code });

/** The data of a document may have, in bytes, and its name, in characters. */
const [MAX_BYTES, MAX_NAME] = [16_384, 320];

let accounts = 0;

/** Twilio Sync in memory: documents of the services `default` and `IS1`, with the clock of the test. */
export function fakeSync() {
  const documents = new Map<string, Stored>();
  const requests: SyncRequest[] = [];
  const waiting: Waiting[] = [];
  const sync = {
    /** All that were made, in order. */
    requests,
    /** What happens to a request. Default: it succeeds. */
    fault: (() => undefined) as (request: SyncRequest) => Fault,
    /** Which requests wait in `waiting` before they are served, and again before they are answered. Default: none. */
    holds: (() => false) as (request: SyncRequest) => boolean,
    waiting,
    /** Whether documents stay when their time is over. Sync deletes them some time after that. */
    keepsExpired: false,
    /** What the client gives as the end of a document's time. */
    dateExpires: (expires: number): unknown => new Date(expires),
    /** The documents of the default service by name: data, and the end of their time. */
    documents: () =>
      [...documents].map(([name, { json, expires }]) => ({
        name,
        data: JSON.parse(json) as Record<string, unknown>,
        expires,
      })),
    /** The data of the only document. */
    data(): Record<string, unknown> {
      const [document, ...more] = sync.documents();
      if (document === undefined || more.length > 0) throw new Error(`${documents.size} documents`);
      return document.data;
    },
    /** Replaces the data of the only document, as somebody else would who has access to the service. */
    replaceData(json: string): void {
      for (const [name, stored] of documents) documents.set(name, { ...stored, json });
    },
    delete: () => {
      documents.clear();
    },
    /** Fails the next requests of a kind in this way. */
    failNext(method: SyncRequest['method'], ...faults: Fault[]): void {
      sync.fault = (request) => (request.method === method ? faults.shift() : undefined);
    },
    /** `context` of a Function of an account of its own; `other` replaces some settings. */
    context: (other: object = {}): object => ({ ...account(), getTwilioClient, ...other }),
    /** The options with which clients were made. */
    clients: [] as unknown[],
  };

  const account = () => ({ ACCOUNT_SID: `AC${(accounts += 1)}`, AUTH_TOKEN: 'token' });
  const getTwilioClient = (options?: object) => {
    sync.clients.push(options);
    return client;
  };
  const client: SyncClient = {
    sync: {
      v1: {
        services(service) {
          if (/[/?]/.test(service)) throw new Error("Parameter 'serviceSid' is not valid.");
          const resource = (name: string) => ({
            fetch: async () => answer({ method: 'fetch', service, name }),
            update: async (changes: { data: object; ttl: number; ifMatch: string }) =>
              answer({ method: 'update', service, name, ...changes }),
            remove: async () => answer({ method: 'remove', service, name }).then(() => true),
          });
          const create = async ({
            uniqueName,
            ...content
          }: {
            uniqueName: string;
            data: object;
            ttl: number;
          }) => answer({ method: 'create', service, name: uniqueName, ...content });
          return { documents: Object.assign(resource, { create }) };
        },
      },
    },
  };

  async function answer(request: SyncRequest): Promise<SyncDocument> {
    const fault = sync.fault(request);
    requests.push(request);
    await held(request);
    if (fault === 'hang') return new Promise(() => undefined);
    if (fault !== undefined && 'before' in fault) throw fault.before;
    try {
      const document = apply(request);
      if (fault !== undefined) throw fault.after;
      return document;
    } finally {
      await held(request);
    }
  }
  const held = async (request: SyncRequest) => {
    if (!sync.holds(request)) return;
    await new Promise<void>((goOn) => {
      waiting.push({ request, goOn });
    });
  };

  /** Serves a request in one go. */
  function apply({ method, service, name, data, ttl = 0, ifMatch }: SyncRequest): SyncDocument {
    if (service !== 'default' && service !== 'IS1') throw restError(404, 20404);
    const found = documents.get(name);
    const isThere = found !== undefined && (sync.keepsExpired || found.expires > Date.now());
    if (method === 'create') {
      if (isThere) throw restError(409, 54301);
      if (name.length > MAX_NAME) throw restError(400, 54302);
      return store(name, data, ttl, 0);
    }
    if (!isThere) throw restError(404, 20404);
    if (method === 'update') {
      if (String(found.revision) !== ifMatch) throw restError(412, 54103);
      return store(name, data, ttl, found.revision + 1);
    }
    if (method === 'remove') documents.delete(name);
    return documentOf(found);
  }
  function store(name: string, data: unknown, ttl: number, revision: number): SyncDocument {
    const stored = { json: JSON.stringify(data), revision, expires: Date.now() + ttl * 1000 };
    if (Buffer.byteLength(stored.json) > MAX_BYTES) throw restError(413, 54006);
    documents.set(name, stored);
    return documentOf(stored);
  }
  const documentOf = ({ json, revision, expires }: Stored): SyncDocument => ({
    data: JSON.parse(json) as unknown,
    revision: String(revision),
    dateExpires: sync.dateExpires(expires),
  });
  return sync;
}

export type FakeSync = ReturnType<typeof fakeSync>;
