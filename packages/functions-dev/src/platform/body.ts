import type { IncomingMessage } from 'node:http';
import { refusal } from './refusal';

/**
 * For a request of more than 1 MB, headers included. The limit is documented, the status is not; 413 is HTTP's (RFC
 * 9110, section 15.5.14).
 * Source: https://www.twilio.com/docs/serverless/functions-assets/functions/request-flow
 */
export const REQUEST_TOO_LARGE = refusal(413, 'Request too large', 'It may have 1 MB, with its headers.');

/**
 * For an answer whose body has more than 4 MB. The limit is documented, the status is not; a Function that fails shows
 * as 5xx (error 82002).
 * Sources: https://www.twilio.com/docs/serverless/functions-assets/functions/request-flow and
 * https://www.twilio.com/docs/api/errors/82002
 */
export const RESPONSE_TOO_LARGE = refusal(502, 'Response too large', 'The body of an answer may have 4 MB.');

/** Reads the body of a request or an answer. Resolves with `undefined` as soon as it exceeds `mostBytes`. */
export async function readBody(message: IncomingMessage, mostBytes: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  // Not destroyed, so that a caller that is still sending can be answered.
  for await (const chunk of message.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > mostBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
