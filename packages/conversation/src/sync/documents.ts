import { ConversationError } from '../errors';
import { clientOf, statusOf } from '../rest/client';
import { withRetries } from '../rest/retry';
import type { SessionContext } from '../session/session-store';
import { TurnConflict } from '../session/turn-conflict';

/** A Sync document, as the client gives it. */
export type SyncDocument = {
  readonly data: unknown;
  /** Changes with each write. */
  readonly revision: string;
  /** The client gives what is no date as it came. */
  readonly dateExpires: unknown;
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

/**
 * Documents of a Sync service. Every request is made again while it fails in a way that passes.
 * Source: https://www.twilio.com/docs/sync/api/document-resource
 */
export type Documents = {
  readonly find: (name: string) => Promise<SyncDocument | undefined>;
  /**
   * Writes a document: when its revision is still this one, or, without a revision, when there is no such document.
   * @param isOurs - whether data is what this write wrote, and no other one. An attempt whose answer was lost is recognized by it.
   * @throws TurnConflict
   */
  readonly write: (
    name: string,
    content: Content,
    revision: string | undefined,
    isOurs: (data: unknown) => boolean,
  ) => Promise<SyncDocument>;
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
  const listOf = (client: SyncClient): DocumentList => {
    try {
      return client.sync.v1.services(sid).documents;
    } catch (error) {
      throw serviceError(sid, error); // a slash, for example
    }
  };
  const request = async <Result>(
    make: (list: DocumentList) => Promise<Result>,
    answers: Readonly<Record<number, () => Result>>,
  ): Promise<Result> => {
    const list = listOf(clientOf(platform) as SyncClient);
    try {
      return await withRetries(signal, () => make(list));
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
  const find = (name: string) =>
    request<SyncDocument | undefined>((list) => list(name).fetch(), { 404: () => undefined });
  return {
    find,
    async write(name, content, revision, isOurs) {
      let attempts = 0;
      const attempt = (list: DocumentList) => {
        attempts += 1;
        return revision === undefined
          ? list.create({ uniqueName: name, ...content })
          : list(name).update({ ...content, ifMatch: revision });
      };
      // An update finds nothing when the document was deleted meanwhile, or its time was over.
      const answers = { [revision === undefined ? 409 : 404]: conflict, 412: conflict, 413: tooLarge };
      try {
        return await request(attempt, answers);
      } catch (error) {
        if (!(error instanceof TurnConflict) || attempts === 1) throw error;
        const document = await find(name);
        if (document === undefined || !isOurs(document.data)) throw error;
        return document;
      }
    },
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
