import { createHmac } from 'node:crypto';
import type { SessionContext } from '../session/session-store';

/** Where a document is: a secret gives its name, and encrypts it. */
export type Place = { readonly documentName: string; readonly secret: string };

/**
 * The places of the document of a conversation, one by each secret. The names tell nobody who talks: From and To are in a
 * keyed hash.
 */
export function placesOf(name: string, { from, to, secrets }: SessionContext): [Place, ...Place[]] {
  const readable = name.replace(/[^\w-]/g, '_');
  return secrets.map((secret) => {
    const hash = createHmac('sha256', secret).update(JSON.stringify(['document', name, from, to]));
    return { documentName: `${readable}.${hash.digest('hex')}`, secret };
  }) as [Place, ...Place[]];
}
