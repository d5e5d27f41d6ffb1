/** A phone number in E.164, such as `+15551110000`. */
export const PHONE_NUMBER = /^\+[1-9]\d{1,14}$/;

/**
 * A sender's name in place of a number: 1 to 11 letters, digits and spaces, with at least one letter.
 * Source: https://www.twilio.com/docs/glossary/what-alphanumeric-sender-id
 */
export const ALPHANUMERIC_SENDER = /^(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11}$/;

/** The names of this machine, as hosts of a URL. */
export const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Whether a text is a URL. Not `URL.canParse`: in Node.js 20 and 22 that refuses names such as `müller.example` as soon as it has been
 * called a few thousand times. Source: https://github.com/AikidoSec/firewall-node/pull/1086
 */
export function canParseUrl(url: string, base?: string): boolean {
  try {
    new URL(url, base);
    return true;
  } catch {
    return false;
  }
}

/** Whether a text is an absolute URL of HTTP or HTTPS. */
export const isWebUrl = (url: string): boolean => /^https?:\/\//i.test(url) && canParseUrl(url);

/** Resolves a URL against a base. `undefined` when the result is not of HTTP or HTTPS. */
export function resolveUrl(reference: string, base: string): string | undefined {
  const url = canParseUrl(reference, base) ? new URL(reference, base).href : '';
  return isWebUrl(url) ? url : undefined;
}

/** A URL without the user name and password that may stand in it. Text that is not a URL is returned as it is. */
export function withoutCredentials(url: string): string {
  if (!canParseUrl(url)) return url;
  const bare = new URL(url);
  if (bare.username === '' && bare.password === '') return url;
  bare.username = '';
  bare.password = '';
  return bare.href;
}
