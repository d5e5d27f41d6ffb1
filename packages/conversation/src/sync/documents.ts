import { ConversationError } from '../errors';
import { clientOf, statusOf } from '../rest/client';
import { withRetries } from '../rest/retry';
import type { SessionContext } from '../session/session-store';

/** A Sync document, as the client gives it. */
export type SyncDocument = {
  readonly data: unknown;
  /** Changes with each write. */
  readonly revision: string;
  readonly dateExpires: Date | null;
};

/** What is used of Twilio's client, of any version. */
export type SyncClient = {
  readonly sync: {
    readonly v1: { readonly services: (sid: string) => { readonly documents: DocumentList } };
  };
};

type DocumentList = {
  (name: string): {
    readonly fetch: () => Promise<SyncDocument>;
    readonly update: (changes: { data: object; ttl: number; ifMatch: string }) => Promise<SyncDocument>;
    readonly remove: () => Promise<boolean>;
  };
  readonly create: (document: { uniqueName: string; data: object; ttl: number }) => Promise<SyncDocument>;
};

/** What is written: `ttl` in seconds from now, which an update without one would not move. */
type Content = { readonly data: object; readonly ttl: number };

/** Another turn has written the document since it was read. */
export class TurnConflict extends Error {
  override readonly name = 'TurnConflict';

  constructor() {
    super('Another message of this conversation was answered meanwhile.');
  }
}

/**
 * Documents of a Sync service. Every request is made again while it fails in a way that passes.
 * Source: https://www.twilio.com/docs/sync/api/document-resource
 */
export type Documents = {
  readonly find: (name: string) => Promise<SyncDocument | undefined>;
  /**
   * Writes a document: when its revision is still this one, or, without a revision, when there is no such document.
   * @throws TurnConflict
   */
  readonly write: (name: string, content: Content, revision: string | undefined) => Promise<SyncDocument>;
  readonly remove: (name: string) => Promise<void>;
};

/**
 * @param serviceSid - of the Sync service. Default: `SYNC_SERVICE_SID` of the Function, or the account's default service.
 * @param signal - ends the attempts.
 */
export function documentsOf(
  { platform }: SessionContext,
  signal: AbortSignal,
  serviceSid: string | undefined,
): Documents {
  const sid = serviceSid ?? (firstText(platform?.SYNC_SERVICE_SID) || 'default');
  const documents = (): DocumentList => (clientOf(platform) as SyncClient).sync.v1.services(sid).documents;
  const request = async <Result>(
    make: (list: DocumentList) => Promise<Result>,
    answers: Readonly<Record<number, () => Result>> = {},
  ): Promise<Result> => {
    try {
      return await withRetries(signal, () => make(documents()));
    } catch (error) {
      const status = statusOf(error);
      const answer = status === undefined ? undefined : answers[status];
      if (answer !== undefined) return answer();
      if (status === 401 || status === 403 || status === 404) throw serviceError(sid, error);
      throw error;
    }
  };
  const conflict = (): never => {
    throw new TurnConflict();
  };
  const tooLarge = (): never => {
    throw new ConversationError('session-too-large', 'Sync refused the session as too large. Store less.');
  };
  return {
    find: (name) => request<SyncDocument | undefined>((list) => list(name).fetch(), { 404: () => undefined }),
    write: (name, content, revision) =>
      revision === undefined
        ? request((list) => list.create({ uniqueName: name, ...content }), { 409: conflict, 413: tooLarge })
        : request((list) => list(name).update({ ...content, ifMatch: revision }), {
            404: conflict, // it was deleted, or its time was over
            412: conflict,
            413: tooLarge,
          }),
    async remove(name) {
      await request((list) => list(name).remove(), { 404: () => true });
    },
  };
}

const firstText = (setting: unknown): string => (typeof setting === 'string' ? setting : '');

const serviceError = (sid: string, cause: unknown) =>
  new ConversationError(
    'sync-service',
    `The Sync service ${sid} cannot be used. Set SYNC_SERVICE_SID to one of this account, or leave it out for the account's ` +
      'default one, and check AUTH_TOKEN.',
    { cause },
  );
