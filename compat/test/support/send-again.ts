import { once } from 'node:events';
import { type IncomingMessage, request as httpRequest } from 'node:http';
import type { Exchange } from 'sms-emulator';

/**
 * Makes a request of the emulator once more, with its headers and so its signature, and with these parameters changed.
 *
 * @param origin - of the app.
 * @returns the status of the answer.
 */
export async function sendAgain(
  origin: string,
  { method, url, headers, parameters }: Exchange['request'],
  changes: Readonly<Record<string, string>> = {},
): Promise<number> {
  const form = new URLSearchParams();
  for (const [name, value] of parameters) form.append(name, changes[name] ?? value);
  const { pathname, search, searchParams } = new URL(url);
  for (const [name, value] of Object.entries(changes)) searchParams.set(name, value);
  // A query that is not changed goes as it came: written anew, its spaces could be other characters.
  const isChangedGet = method === 'GET' && Object.keys(changes).length > 0;
  const path = pathname + (isChangedGet ? `?${searchParams.toString()}` : search);
  const body = method === 'GET' ? '' : form.toString();
  const again = httpRequest(origin + path, {
    agent: false, // a connection of its own, as the emulator's are
    method,
    headers: [
      ...headers.filter(([name]) => name !== 'Content-Length').flat(),
      ...['Content-Length', String(Buffer.byteLength(body))],
    ],
  });
  again.end(body);
  const [response] = (await once(again, 'response')) as [IncomingMessage];
  response.resume();
  await once(response, 'end');
  return response.statusCode ?? 0;
}
