import { MAX_MEDIA, type Media } from './message';

/**
 * Reads the files of an MMS from a webhook's parameters: `NumMedia`, `MediaUrl0`, `MediaContentType0` and so on. Leaves
 * out files without a web address; never throws.
 * Source: https://www.twilio.com/docs/messaging/guides/webhook-request#media-related-parameters
 */
export function readMedia(parameters: Readonly<Record<string, unknown>>): Media[] {
  const count = Math.min(Number(text(parameters.NumMedia) || 0) || 0, MAX_MEDIA);
  return Array.from({ length: Math.max(0, Math.trunc(count)) }, (_, index) => ({
    url: text(parameters[`MediaUrl${index}`]),
    contentType: text(parameters[`MediaContentType${index}`]),
  })).filter(({ url }) => /^https?:\/\//i.test(url));
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
