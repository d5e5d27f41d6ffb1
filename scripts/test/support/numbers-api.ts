import { createServer, request as sendRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Json } from 'sms-conversation';
import { type Account, API, keepAccount, type Row, SERVERLESS } from './numbers-account';

/** A request as it came over the wire. */
export type NumbersRequest = {
  readonly method: string;
  /** The host that was meant. */
  readonly host: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly form: URLSearchParams;
};

/**
 * What goes wrong: another answer, one that is written by hand, none, or a connection that is cut before the request is
 * carried out, or after. `after`: the request is carried out before the other answer.
 */
export type Fault =
  | { readonly status: number; readonly body: string; readonly after?: boolean }
  | ((response: ServerResponse) => void)
  | 'no answer'
  | 'cut before'
  | 'cut after';

/** A stand-in for Twilio's APIs of phone numbers, Messaging Services and deployed services. */
export type NumbersApi = {
  readonly url: string;
  readonly account: Account;
  /** Every request, refused ones too, oldest first. */
  readonly requests: NumbersRequest[];
  /** Asked for each request; nothing goes wrong by default. */
  fault: (request: NumbersRequest) => Fault | undefined;
  readonly stop: () => Promise<void>;
};

type Options = {
  /** The account of an API key. */
  readonly accountSid?: string;
  /** The most that a page holds, whatever is asked for. */
  readonly pageSize?: number;
  /** Where requests to the Serverless API go instead, if anywhere. */
  readonly serverless?: string;
};

/**
 * Starts one for an account that has nothing yet. Its answers have the fields of `spec/json/twilio_api_v2010.json`,
 * `twilio_messaging_v1.json` and `twilio_serverless_v1.json` of https://github.com/twilio/twilio-oai that are read here.
 *
 * @param credentials - the only ones that it takes.
 */
export async function startNumbersApi(
  credentials: { readonly username: string; readonly password: string },
  { accountSid = credentials.username, pageSize = 1000, serverless }: Options = {},
): Promise<NumbersApi> {
  const account = keepAccount(accountSid);
  const requests: NumbersRequest[] = [];
  const expected = `Basic ${Buffer.from(`${credentials.username}:${credentials.password}`).toString('base64')}`;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname: path, searchParams: query } = new URL(request.url ?? '', 'http://stand-in');
    const { method = '', headers } = request;
    const { host = '' } = headers;
    const body = await text(request);
    const isForm = headers['content-type'] === 'application/x-www-form-urlencoded';
    const asked = { method, host, path, query, form: new URLSearchParams(isForm ? body : '') };
    requests.push(asked);

    const fault = api.fault(asked);
    if (fault === 'no answer') return;
    if (fault === 'cut before') {
      response.destroy();
    } else if (typeof fault === 'function') {
      fault(response);
    } else if (typeof fault === 'object') {
      if (fault.after === true) route(account, asked, pageSize);
      response.writeHead(fault.status, { 'content-type': 'application/json' }).end(fault.body);
    } else if (host === SERVERLESS && serverless !== undefined) {
      forward(request, response, serverless);
    } else {
      const [status, json] =
        headers.authorization === expected
          ? route(account, asked, pageSize)
          : error(401, 20003, 'Authenticate');
      if (fault === 'cut after') response.destroy();
      else response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json));
    }
  }

  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const api: NumbersApi = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    account,
    requests,
    fault: () => undefined,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
  return api;
}

function route({ collections }: Account, asked: NumbersRequest, pageSize: number): [number, Json] {
  const { method, host, path, form } = asked;
  const key = `${host}${path}`.replace(/\.json$/, '');
  const collection = collections.get(key);
  if (method === 'GET' && collection !== undefined) return [200, pageOf(asked, collection, pageSize)];
  const slash = key.lastIndexOf('/');
  const found = collections.get(key.slice(0, slash))?.find(({ sid }) => sid === key.slice(slash + 1));
  if (found === undefined) return error(404, 20404, `The requested resource ${path} was not found`);
  if (method === 'POST') for (const [name, value] of form) found[snakeCase(name)] = value;
  return [200, found];
}

const snakeCase = (name: string) => name.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toLowerCase();

const error = (status: number, code: number, message: string): [number, Json] => [
  status,
  { status, code, message, more_info: `https://www.twilio.com/docs/errors/${code}` },
];

/** One page of a collection, with the address of the next one in the words of the two kinds of API. */
function pageOf({ host, path, query }: NumbersRequest, collection: readonly Row[], most: number): Row {
  const wanted = query.get('PhoneNumber') ?? '';
  // The filter finds every number with these characters in it.
  const all = collection.filter(
    ({ phone_number }) => typeof phone_number !== 'string' || phone_number.includes(wanted),
  );
  const size = Math.min(Number(query.get('PageSize') ?? 50), most);
  const page = Number(query.get('Page') ?? 0);
  const key = snakeCase(path.replace(/^.*\/|\.json$/g, ''));
  const rows = { [key]: all.slice(size * page, size * (page + 1)) };

  const following = new URLSearchParams(query);
  following.set('Page', String(page + 1));
  following.set('PageToken', `PT${page + 1}`);
  const next = all.length > size * (page + 1) ? `${path}?${following.toString()}` : null;
  return host === API
    ? { ...rows, page, page_size: size, next_page_uri: next, uri: path }
    : { ...rows, meta: { key, page, page_size: size, next_page_url: next && `https://${host}${next}` } };
}

function forward(request: IncomingMessage, response: ServerResponse, to: string): void {
  const { method, headers, url = '' } = request;
  sendRequest(`${to}${url}`, { method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  }).end();
}
