import { randomBytes } from 'node:crypto';
import type { Json } from 'sms-conversation';

/** A file that was uploaded as a version of a Function or an Asset. */
export type File = { readonly name: string; readonly type: string; readonly content: Buffer };

/** A resource of the API: the fields of its JSON, and for a version the file. */
export type Resource = {
  readonly sid: string;
  /** The path of the collection that it is in, as `Services/ZS.../Functions`. */
  readonly collection: string;
  readonly fields: Record<string, Json>;
  readonly file?: File;
};

/** What the API answers instead of a resource, with a number of Twilio's error dictionary. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: number,
    message: string,
  ) {
    super(message);
  }
}

export const notFound = (path: string) =>
  new ApiError(404, 20404, `The requested resource /v1/${path} was not found`);

type Kind = {
  readonly prefix: string;
  readonly required: readonly string[];
  readonly optional?: readonly string[];
  /** The field in which no two of a collection are the same. */
  readonly unique?: string;
};

/** The collections of https://www.twilio.com/docs/serverless/api: the beginning of a SID, and the parameters. */
const KINDS: Readonly<Record<string, Kind>> = {
  Services: {
    prefix: 'ZS',
    required: ['UniqueName', 'FriendlyName'],
    optional: ['IncludeCredentials', 'UiEditable'],
    unique: 'unique_name',
  },
  Environments: { prefix: 'ZE', required: ['UniqueName'], optional: ['DomainSuffix'], unique: 'unique_name' },
  Functions: { prefix: 'ZH', required: ['FriendlyName'] },
  Assets: { prefix: 'ZH', required: ['FriendlyName'] },
  Versions: { prefix: 'ZN', required: ['Path', 'Visibility'] },
  Builds: { prefix: 'ZB', required: [], optional: ['Runtime'] },
  Variables: { prefix: 'ZV', required: ['Key', 'Value'], unique: 'key' },
  Deployments: { prefix: 'ZD', required: ['BuildSid'] },
  Logs: { prefix: 'NO', required: [] },
};

const kindOf = (collection: string): Kind => {
  const kind = KINDS[nameOf(collection)];
  if (kind === undefined) throw notFound(collection);
  return kind;
};

/** The last part of a collection's path. */
export const nameOf = (collection: string): string => collection.slice(collection.lastIndexOf('/') + 1);

const snakeCase = (name: string) => name.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toLowerCase();

/** The parameters that a collection takes, under the names that they have in its JSON. */
export function fieldsOf(collection: string, parameters: FormData): Record<string, Json> {
  const { required, optional = [] } = kindOf(collection);
  const missing = required.filter((name) => !parameters.has(name));
  if (missing.length > 0) throw new ApiError(400, 20001, `Missing required parameter ${missing.join()}`);
  return Object.fromEntries(
    [...required, ...optional]
      .filter((name) => parameters.has(name))
      .map((name) => [snakeCase(name), parameters.get(name) as string]),
  );
}

export type Resources = ReturnType<typeof keepResources>;

/** Keeps the resources of the account with this SID in memory. */
export function keepResources(account: string) {
  const all: Resource[] = [];
  const list = (collection: string) => all.filter((resource) => resource.collection === collection);
  return {
    /** Those of one collection, or of all with this name. */
    list,
    named: (name: string) => all.filter(({ collection }) => nameOf(collection) === name),
    get(path: string): Resource {
      const found = all.find(({ collection, sid }) => `${collection}/${sid}` === path);
      if (found === undefined) throw notFound(path);
      return found;
    },
    add(collection: string, fields: Record<string, Json>, file?: File): Resource {
      const { prefix, unique } = kindOf(collection);
      if (unique !== undefined && list(collection).some((other) => other.fields[unique] === fields[unique])) {
        throw new ApiError(409, 20409, `${nameOf(collection)}: this ${unique} is taken`);
      }
      const sid = prefix + randomBytes(16).toString('hex');
      const resource = {
        sid,
        collection,
        fields: { sid, account_sid: account, ...fields },
        ...(file && { file }),
      };
      all.push(resource);
      return resource;
    },
    remove(resource: Resource): void {
      all.splice(all.indexOf(resource), 1);
    },
  };
}
