import { createServer, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { isObject, type Json } from 'sms-conversation';
import { type Fault, faultPlayer } from './serverless-faults';
import { create, update } from './serverless-rules';
import { ApiError, fieldsOf, keepResources, nameOf, notFound, type Resources } from './serverless-resources';

/** A request as it came over the wire. */
export type Recorded = {
  readonly method: string;
  /** The host that was meant. */
  readonly host: string;
  /** Without `/v1/`, as `Services/ZS.../Builds`. */
  readonly path: string;
  readonly body: Buffer;
};

/** A stand-in for Twilio's Serverless API that listens on this machine. */
export type ServerlessApi = {
  readonly url: string;
  /** Every request, refused ones too, oldest first. */
  readonly requests: readonly Recorded[];
  readonly resources: Resources;
  /** Replaces the faults that it plays. */
  readonly setFaults: (faults: readonly Fault[]) => void;
  readonly stop: () => Promise<void>;
};

const HOST = 'serverless.twilio.com';
const UPLOAD_HOST = 'serverless-upload.twilio.com';

/** The default is 50 (https://www.twilio.com/docs/usage/twilios-response#pagination); with two, tests meet the next page. */
const PAGE_SIZE = 2;

type Credentials = { readonly username: string; readonly password: string };
type Answer = {
  readonly status: number;
  readonly body?: Json | undefined;
  readonly headers?: Readonly<Record<string, string>>;
};

/**
 * Starts one for an account that has nothing yet.
 *
 * @param account - its SID and token.
 * @param apiKey - a key of the account and its secret, taken in their place.
 * @param buildsTakeAMoment - whether the first question about a build hears that it is not ready; twilio-run then
 *   asks again after a second.
 */
export async function startServerlessApi(
  account: Credentials,
  { buildsTakeAMoment = false, apiKey = account } = {},
): Promise<ServerlessApi> {
  const requests: Recorded[] = [];
  const resources = keepResources(account.username);
  const faults = faultPlayer();
  const accepted = [account, apiKey].map(basicAuthorization);

  /** Resolves with `undefined` when the connection is to be cut. */
  async function misbehave(request: IncomingMessage): Promise<Answer | undefined> {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://stand-in');
    const { method = '', headers } = request;
    const path = pathname.replace(/^\/v1\//, '');
    const { host = '' } = headers;
    const recorded = { method, host, path, body: await buffer(request) };
    requests.push(recorded);
    const fault = faults.next(method, path);
    if (fault === 'cut before') return undefined;
    if (typeof fault === 'function') await fault();
    else if (typeof fault === 'object') return fault;
    const answered = answer(recorded, headers, searchParams).catch(errorAnswer);
    return fault === 'cut after' ? answered.then(() => undefined) : answered;
  }

  async function answer(
    recorded: Recorded,
    headers: IncomingHttpHeaders,
    query: URLSearchParams,
  ): Promise<Answer> {
    const { method, host, path } = recorded;
    if (!accepted.includes(headers.authorization ?? '')) throw new ApiError(401, 20003, 'Authenticate');
    const uploads = method === 'POST' && path.endsWith('/Versions');
    if (host !== (uploads ? UPLOAD_HOST : HOST)) throw notFound(`${path} at ${host}`);
    return await route(recorded, query, headers['content-type']);
  }

  async function route({ method, path, body }: Recorded, query: URLSearchParams, type = ''): Promise<Answer> {
    // A collection and the SID of one in it take turns.
    const parts = path.split('/');
    const isCollection = parts.length % 2 === 1;
    const [parent, status] = [parts.slice(0, -1).join('/'), parts.at(-1) === 'Status'];
    if (isCollection && parent !== '') resources.get(parent);

    if (method === 'GET' && status) return { status: 200, body: statusOf(parent) };
    if (method === 'GET' && isCollection) return { status: 200, body: page(path, query) };
    if (method === 'GET') return { status: 200, body: resources.get(path).fields };
    if (method === 'DELETE' && !isCollection) {
      resources.remove(resources.get(path));
      return { status: 204 };
    }
    if (method !== 'POST') throw new ApiError(405, 20004, 'Method not allowed');
    const form = new Response(new Uint8Array(body), { headers: { 'content-type': type } });
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- only for servers that meet large or hostile forms
    const parameters = await form.formData();
    if (isCollection) return { status: 201, body: (await create(resources, path, parameters)).fields };
    return { status: 200, body: update(resources.get(path), fieldsOf(parent, parameters)).fields };
  }

  function page(path: string, query: URLSearchParams): Json {
    const key = nameOf(path).toLowerCase();
    const size = Number(query.get('PageSize') ?? PAGE_SIZE);
    const number = Number(query.get('Page') ?? 0);
    const all = resources.list(path);
    const shown = all.slice(number * size, (number + 1) * size);
    const address = (index: number, token = '') =>
      `https://${HOST}/v1/${path}?PageSize=${size}&Page=${index}${token}`;
    const isLast = (number + 1) * size >= all.length;
    return {
      [key]: shown.map(({ fields }) => fields),
      meta: {
        key,
        page: number,
        page_size: size,
        url: address(number),
        first_page_url: address(0),
        previous_page_url: number === 0 ? null : address(number - 1),
        next_page_url: isLast ? null : address(number + 1, `&PageToken=PA${shown.at(-1)?.sid ?? ''}`),
      },
    };
  }

  function statusOf(path: string): Json {
    const { sid, fields } = resources.get(path);
    const { status = buildsTakeAMoment ? 'building' : 'completed' } = fields;
    fields.status = 'completed';
    return { sid, status };
  }

  const server = createServer((request, response) => {
    void misbehave(request).then((answered) => {
      if (answered === undefined) {
        request.socket.destroy();
        return;
      }
      const { status, body, headers } = answered;
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(isObject(body) ? JSON.stringify(body) : body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    resources,
    setFaults: (next) => {
      faults.set(next);
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

function errorAnswer(error: unknown): Answer {
  const { status, code, message } =
    error instanceof ApiError ? error : new ApiError(500, 20500, String(error));
  return {
    status,
    body: { status, code, message, more_info: `https://www.twilio.com/docs/errors/${code}` },
  };
}

const basicAuthorization = ({ username, password }: Credentials): string =>
  `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
