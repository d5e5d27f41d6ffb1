import { type ClientConfig, type GotClient, TwilioServerlessApiClient } from '@twilio-labs/serverless-api';
import { nameOfTrouble, RequestFailure, troubleOf } from './request-failure';
import { mayHaveTakenEffect, pauseBeforeRetry } from './retries';

/** A resource as the API sends it. */
export type ApiResource = { readonly sid: string } & Readonly<Record<string, unknown>>;

/** The Serverless API, with retries. */
export type ServerlessClient = {
  /**
   * The toolkit's client, for the toolkit's functions. They go on after a failed page of a list, and hide why an upload
   * failed; so when a request has failed for good, so do all later ones.
   */
  readonly toolkit: TwilioServerlessApiClient;
  /** The error of the first request of `toolkit` that failed for good: a `RequestFailure`, or what is no trouble of one. */
  readonly failed: () => Error | undefined;
  /** Reads one resource. Rejects with a `RequestFailure`. */
  readonly get: (path: string) => Promise<ApiResource>;
  /** Reads all pages of a collection. Rejects with a `RequestFailure`. */
  readonly list: (path: string) => Promise<ApiResource[]>;
};

/** Waits for some milliseconds. Rejects when the signal aborts. */
export type Pause = (ms: number, signal?: AbortSignal) => Promise<unknown>;

export type ClientOptions = {
  readonly pause: Pause;
  /** Is told of each retry. */
  readonly note: (line: string) => void;
  /** Changes the HTTP client: a test leads it to its own server. */
  readonly connect?: ((got: GotClient) => GotClient) | undefined;
};

/** What a request may have, of all that the HTTP client takes. `form` is sent as a form, `body` as it is. */
type RequestOptions = {
  readonly form?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly responseType?: 'json' | 'text';
  readonly prefixUrl?: string;
  readonly timeout?: Readonly<Record<string, number | undefined>>;
};
type Method = Parameters<TwilioServerlessApiClient['request']>[0];
type Answer = { readonly statusCode: number; readonly body: unknown };

/** How long a connection may stay silent, and how long a request may take in all, an upload longer, in milliseconds. */
const SILENCE_MS = 60_000;
const REQUEST_MS = 2 * 60_000;
const UPLOAD_MS = 15 * 60_000;

/** How many pages of lists a deploy reads at most, of 50 resources each. */
const MAX_PAGES = 100;

/** Makes one for an account. */
export function serverlessClient(
  config: ClientConfig,
  { pause, note, connect = (got) => got }: ClientOptions,
): ServerlessClient {
  const toolkit = new TwilioServerlessApiClient(config);
  const got = connect(toolkit.getClient()).extend({
    // All retries are made below: this client's own would wait in real time.
    retry: { calculateDelay: () => 0 },
    timeout: { connect: SILENCE_MS, socket: SILENCE_MS, request: REQUEST_MS },
    // Twilio's API redirects nothing, and a form with the secrets would go wherever that leads.
    followRedirect: false,
  });
  // A private property to TypeScript only. The toolkit offers no other way to configure the client that it has made.
  Object.assign(toolkit, { client: got });
  const send = toolkit.request.bind(toolkit) as (
    method: Method,
    path: string,
    options: RequestOptions,
  ) => Promise<Answer>;
  const uploading = { ...got.defaults.options.timeout, request: UPLOAD_MS };
  let connected = false;
  /** Aborts with the first request that fails for good: what goes on beside it need not be tried again. */
  const over = new AbortController();

  async function tryOnce(method: Method, path: string, options: RequestOptions): Promise<Answer> {
    try {
      const isUpload = options.body !== undefined && path.endsWith('/Versions');
      const answer = await send(method, path, isUpload ? { ...options, timeout: uploading } : { ...options });
      connected = true;
      assertOfTwilio(method, path, answer);
      return answer;
    } catch (error) {
      connected ||= troubleOf(error)?.kind === 'status';
      throw error;
    }
  }

  const { origin } = new URL(got.defaults.options.prefixUrl);
  let pages = 0;
  /** A page of a list is at an address that an answer named. The client would send the credentials wherever it leads. */
  function assertPage(address: string): void {
    if (new URL(address).origin !== origin) {
      throw new Error(`Twilio's API named a page of a list elsewhere: ${address}. Nothing was sent there.`);
    }
    if (++pages > MAX_PAGES) throw new Error(`Twilio's API named page after page, without end: ${address}.`);
  }

  async function request(method: Method, path: string, given: RequestOptions = {}): Promise<Answer> {
    if (URL.canParse(path)) assertPage(path);
    const name = `${method.toUpperCase()} ${path}`;
    const options = repeatable(given);
    for (let tries = 1; ; tries++) {
      try {
        return await tryOnce(method, path, options);
      } catch (error) {
        const trouble = troubleOf(error);
        if (trouble === undefined) throw error;
        const unsure = mayHaveTakenEffect(trouble);
        const wait = pauseBeforeRetry(trouble, tries, connected);
        if (wait !== undefined) {
          note(`${name}: ${nameOfTrouble(trouble)}; again in ${wait / 1000} s`);
          await pause(wait, over.signal);
        }
        const taken = trouble.kind === 'status' && trouble.status === 409 && path !== 'Services';
        if ((unsure && wait !== undefined) || taken) {
          const created = await findCreated(method, path, given);
          if (created !== undefined) return { statusCode: 201, body: created };
        }
        if (wait === undefined) throw new RequestFailure(name, trouble, tries);
      }
    }
  }

  /** What a creation has created, although its answer did not arrive, or another deploy at the same time. */
  async function findCreated(
    method: Method,
    path: string,
    { form }: RequestOptions,
  ): Promise<ApiResource | undefined> {
    if (method !== 'post' || form === undefined || !isCollection(path)) return undefined;
    return (await list(path)).find((resource) => wasMadeBy(form, resource));
  }

  async function list(path: string): Promise<ApiResource[]> {
    const found: ApiResource[] = [];
    let next: string | null = path;
    while (next !== null) {
      const address: string = next;
      const { body } = await request('get', address, {
        responseType: 'json',
        ...(address.startsWith('http') && { prefixUrl: '' }),
      });
      const page = body as Page;
      found.push(...(page[page.meta.key] as ApiResource[]));
      next = page.meta.next_page_url;
    }
    return found;
  }

  let failure: Error | undefined;
  toolkit.request = (async (method: Method, path: string, options?: RequestOptions) => {
    if (failure !== undefined) throw failure;
    try {
      return await request(method, path, options);
    } catch (error) {
      failure ??= error as Error;
      over.abort();
      throw error;
    }
  }) as TwilioServerlessApiClient['request'];

  return {
    toolkit,
    failed: () => failure,
    get: async (path) => (await request('get', path)).body as ApiResource,
    list,
  };
}

type Page = { readonly meta: { readonly key: string; readonly next_page_url: string | null } } & Readonly<
  Record<string, unknown>
>;

/** An upload's form is a stream, which can be sent once only. */
function repeatable(options: RequestOptions): RequestOptions {
  const form = options.body as
    { getBuffer?: () => Buffer; getHeaders?: () => Record<string, string> } | undefined;
  if (form?.getBuffer === undefined || form.getHeaders === undefined) return options;
  return { ...options, body: form.getBuffer(), headers: { ...options.headers, ...form.getHeaders() } };
}

/** Whether a path is that of a list; a collection and the SID of one in it take turns. */
const isCollection = (path: string): boolean => URL.canParse(path) || path.split('/').length % 2 === 1;

/** A proxy may answer in Twilio's place, with whatever it likes. */
function assertOfTwilio(method: Method, path: string, { statusCode, body }: Answer): void {
  const answer = typeof body === 'string' ? decodeJson(body) : body;
  const { sid, meta, ...lists } = (answer ?? {}) as Partial<Page> & { readonly sid?: unknown };
  const isList = method === 'get' && isCollection(path) && !path.endsWith('/Status');
  const isExpected = isList ? Array.isArray(lists[meta?.key ?? '']) : typeof sid === 'string';
  if (statusCode < 300 && (isExpected || method === 'delete')) return;
  throw Object.assign(new Error("Not an answer of Twilio's API."), { name: 'ParseError' });
}

function decodeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether a resource has each field of the form that it has at all. */
function wasMadeBy(form: Readonly<Record<string, unknown>>, resource: ApiResource): boolean {
  const fields = Object.entries(form).map(([name, value]) => [snakeCase(name), String(value)] as const);
  const known = fields.filter(([name]) => name in resource);
  return known.length > 0 && known.every(([name, value]) => String(resource[name]) === value);
}

const snakeCase = (name: string) => name.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toLowerCase();
