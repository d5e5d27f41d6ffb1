import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { isObject, type Json } from 'sms-conversation';
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
  readonly stop: () => Promise<void>;
};

const HOST = 'serverless.twilio.com';
const UPLOAD_HOST = 'serverless-upload.twilio.com';

/**
 * Starts one for an account that has nothing yet.
 *
 * @param credentials - the only ones that it takes.
 * @param buildsTakeAMoment - whether the first question about a build hears that it is not ready; twilio-run then
 *   asks again after a second.
 */
export async function startServerlessApi(
  credentials: { readonly username: string; readonly password: string },
  { buildsTakeAMoment = false } = {},
): Promise<ServerlessApi> {
  const requests: Recorded[] = [];
  const resources = keepResources();
  const expected = `Basic ${Buffer.from(`${credentials.username}:${credentials.password}`).toString('base64')}`;

  async function answer(request: IncomingMessage): Promise<[number, Json?]> {
    const { pathname } = new URL(request.url ?? '', 'http://stand-in');
    const { method = '', headers } = request;
    const path = pathname.replace(/^\/v1\//, '');
    const { host = '' } = headers;
    const recorded = { method, host, path, body: await buffer(request) };
    requests.push(recorded);
    if (headers.authorization !== expected) throw new ApiError(401, 20003, 'Authenticate');
    const uploads = method === 'POST' && path.endsWith('/Versions');
    if (host !== (uploads ? UPLOAD_HOST : HOST)) throw notFound(`${path} at ${host}`);
    return await route(recorded, headers['content-type']);
  }

  async function route({ method, path, body }: Recorded, type = ''): Promise<[number, Json?]> {
    // A collection and the SID of one in it take turns.
    const parts = path.split('/');
    const isCollection = parts.length % 2 === 1;
    const [parent, status] = [parts.slice(0, -1).join('/'), parts.at(-1) === 'Status'];
    if (isCollection && parent !== '') resources.get(parent);

    if (method === 'GET' && status) return [200, statusOf(parent)];
    if (method === 'GET' && isCollection) return [200, page(path)];
    if (method === 'GET') return [200, resources.get(path).fields];
    if (method === 'DELETE' && !isCollection) {
      resources.remove(resources.get(path));
      return [204];
    }
    if (method !== 'POST') throw new ApiError(405, 20004, 'Method not allowed');
    const form = new Response(new Uint8Array(body), { headers: { 'content-type': type } });
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- only for servers that meet large or hostile forms
    const parameters = await form.formData();
    if (isCollection) return [201, (await create(resources, path, parameters)).fields];
    return [200, update(resources.get(path), fieldsOf(parent, parameters)).fields];
  }

  const page = (path: string): Json => {
    const key = nameOf(path).toLowerCase();
    return {
      [key]: resources.list(path).map(({ fields }) => fields),
      meta: { key, next_page_url: null },
    };
  };

  function statusOf(path: string): Json {
    const { sid, fields } = resources.get(path);
    const { status = buildsTakeAMoment ? 'building' : 'completed' } = fields;
    fields.status = 'completed';
    return { sid, status };
  }

  const server = createServer((request, response) => {
    void answer(request)
      .catch((error: unknown): [number, Json] => {
        const { status, code, message } =
          error instanceof ApiError ? error : new ApiError(500, 20500, String(error));
        return [status, { status, code, message, more_info: `https://www.twilio.com/docs/errors/${code}` }];
      })
      .then(([status, body]) => {
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(isObject(body) ? JSON.stringify(body) : undefined);
      });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    resources,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
