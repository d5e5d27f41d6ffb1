import { type IncomingHttpHeaders, request } from 'node:http';

export type ApiAnswer = {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** `undefined` when the body is no JSON. */
  readonly json: unknown;
};

type ApiRequest = {
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  readonly host?: string;
};

/**
 * Calls the API with node:http, which lets a test forge `Host` and `Origin`. A body that is neither a string nor bytes is
 * sent as JSON.
 *
 * @param host - where to connect to.
 */
export const callApi = (
  url: string,
  method: string,
  path: string,
  { body, headers = {}, host = '127.0.0.1' }: ApiRequest = {},
): Promise<ApiAnswer> =>
  new Promise((resolve, reject) => {
    const { port } = new URL(url);
    const content =
      body === undefined || typeof body === 'string' || body instanceof Uint8Array
        ? body
        : JSON.stringify(body);
    const outgoing = request({
      host,
      port,
      method,
      path,
      agent: false,
      headers: { Host: `localhost:${port}`, ...headers },
    });
    outgoing.once('error', reject).once('response', (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.once('error', reject).once('end', () => {
        const text = Buffer.concat(chunks).toString();
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, text, json: parse(text) });
      });
    });
    outgoing.end(content);
  });

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export type ApiEvents = {
  /** Resolves with the next events, up to and including the first that `isLast` accepts. */
  readonly until: (isLast: (event: ApiEvent) => boolean) => Promise<ApiEvent[]>;
  readonly close: () => Promise<void>;
};
export type ApiEvent = { readonly type: string; readonly [field: string]: unknown };

/** Reads `GET /api/events`; resolves once it is connected. */
export async function listen(url: string): Promise<ApiEvents> {
  const response = await fetch(`${url}/api/events`);
  if (response.body === null) throw new Error(`HTTP ${response.status} without events.`);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = (await reader.read()).value ?? '';
  return {
    async until(isLast) {
      const events: ApiEvent[] = [];
      for (;;) {
        const [block, ...rest] = text.split('\n\n');
        if (rest.length === 0) {
          const { value, done } = await reader.read();
          if (done) throw new Error('The events ended.');
          text += value;
          continue;
        }
        text = rest.join('\n\n');
        const [, name, data] = /^event: (.*)\ndata: (.*)$/m.exec(block ?? '') ?? [];
        if (data === undefined) continue;
        const event = JSON.parse(data) as ApiEvent;
        if (event.type !== name) throw new Error(`The event ${name ?? ''} has the type ${event.type}.`);
        events.push(event);
        if (isLast(event)) return events;
      }
    },
    close: () => reader.cancel(),
  };
}
