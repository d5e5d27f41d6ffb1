import { refusal, type Refusal } from './refusal';

const METHODS = ['GET', 'POST', 'OPTIONS'];

/**
 * Refuses all methods but GET, POST and OPTIONS. The platform's status is not documented; 405 with `Allow` is HTTP's (RFC
 * 9110, section 15.5.6).
 * Source: https://www.twilio.com/docs/serverless/functions-assets/functions/request-flow
 */
export function refuseMethod(method: string): Refusal | undefined {
  if (METHODS.includes(method)) return undefined;
  const advice = 'Twilio Functions answer GET, POST and OPTIONS only.';
  return refusal(405, 'Method not allowed', advice, { Allow: METHODS.join(', ') });
}

/**
 * Refuses a GET that has a body. The status is documented, the text is not.
 * Source: https://www.twilio.com/docs/serverless/functions-assets/functions/request-flow
 */
export function refuseBodyOfGet(method: string, body: Buffer): Refusal | undefined {
  if (method !== 'GET' || body.length === 0) return undefined;
  return refusal(403, 'Forbidden', 'Twilio Functions refuse a GET with a body.');
}
