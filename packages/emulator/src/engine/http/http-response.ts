import { decodeText } from './decode-text';
import type { Pair } from '../types';

/** The response to an HTTP request, its body as bytes. */
export type HttpResponse = {
  readonly status: number;
  /** In the order and the spelling in which they came. */
  readonly headers: readonly Pair[];
  readonly body: Buffer;
};

/** The value of the first header with this name, given in lower case. */
export const headerOf = ({ headers }: HttpResponse, wanted: string): string | undefined =>
  headers.find(([name]) => name.toLowerCase() === wanted)?.[1];

/** The values of all `Set-Cookie` headers. */
export const setCookiesOf = ({ headers }: HttpResponse): string[] =>
  headers.filter(([name]) => name.toLowerCase() === 'set-cookie').map(([, value]) => value);

/** The media type of the body in lower case, without its parameters; empty when there is none. */
export const mediaTypeOf = (response: HttpResponse): string =>
  headerOf(response, 'content-type')?.split(';')[0]?.trim().toLowerCase() ?? '';

/** The body as text, in the charset of its `Content-Type`, if it has one that is known. */
export const textOf = (response: HttpResponse): string =>
  decodeText(response.body, /charset="?([\w.:-]+)/i.exec(headerOf(response, 'content-type') ?? '')?.[1]);
