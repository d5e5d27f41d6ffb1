import { validateRequest } from 'twilio';
import { startWithClient } from './rest-client';
import { ACCOUNT } from './rest-client';
import { ANN } from './turns';
import type { EmulatorOptions } from '../../src/driver';
import type { SeenRequest, serveWebhook } from './webhook-server';

export const PUBLIC = 'https://their.name';

/** An app behind a public address, an emulator that is served, the real client, and Ann's phone. Closes everything. */
export async function startPublic(
  answers: Parameters<typeof serveWebhook>[0],
  options: EmulatorOptions = { publicUrl: PUBLIC },
) {
  const at = await startWithClient(answers, options);
  return { ...at, ann: at.twilio.phone(ANN) };
}

/** Whether a request is signed for a URL. */
export const isSignedFor = ({ header, method, parameters }: SeenRequest, url: string): boolean =>
  validateRequest(
    ACCOUNT.authToken,
    header('x-twilio-signature') ?? '',
    url,
    method === 'GET' ? {} : Object.fromEntries(parameters),
  );

/** The requests that an app has got: where to, and by which address it is known by their headers. */
export const seenBy = (requests: readonly SeenRequest[]) =>
  requests.map(({ path, header }) => [
    path,
    `${header('x-forwarded-proto') ?? ''}://${header('x-forwarded-host') ?? ''}`,
  ]);
