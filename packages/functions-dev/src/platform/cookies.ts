import { refusal, type Refusal } from './refusal';

// The source of all rules in this file: https://www.twilio.com/docs/runtime/functions/headers-and-cookies/limitations

/** The attributes of a `Set-Cookie`: what follows the first `;`. Source: RFC 6265, section 5.2 */
const attributes = (
  setCookie: string,
): { readonly text: string; readonly name: string; readonly value: string }[] =>
  setCookie
    .split(';')
    .slice(1)
    .map((text) => {
      const [name = '', ...value] = text.split('=');
      return { text, name: name.trim().toLowerCase(), value: value.join('=').trim() };
    });

/**
 * A `Set-Cookie` as the platform sends it: with `HttpOnly` and `Secure`, and with the Function's domain in place of any
 * `Domain`. Here, `Domain` is left out, which means the same: the cookie is for this host. Not every client accepts
 * `Domain=localhost`.
 */
export function hostedCookie(setCookie: string): string {
  const given = attributes(setCookie);
  const kept = given.filter(({ name }) => name !== 'domain').map(({ text }) => text);
  const added = ['HttpOnly', 'Secure'].filter(
    (flag) => !given.some(({ name }) => name === flag.toLowerCase()),
  );
  return [setCookie.split(';', 1)[0] ?? '', ...kept, ...added.map((flag) => ` ${flag}`)].join(';');
}

/**
 * Refuses a `Set-Cookie` whose `Max-Age`, or `Expires` when it has no `Max-Age`, is more than a day ahead.
 *
 * @param longest - in milliseconds.
 * @param now - in milliseconds since 1970.
 */
export function refuseLongCookie(setCookie: string, longest: number, now: number): Refusal | undefined {
  const lifetime = lifetimeOf(setCookie, now);
  if (lifetime === undefined || lifetime <= longest) return undefined;
  return refusal(
    400,
    'Cookies max-age cannot be greater than a day',
    'Set a Max-Age of at most 86400. Twilio keeps the cookie of an SMS for four hours at the most.',
  );
}

/** In milliseconds. The last valid value of each attribute counts. Source: RFC 6265, sections 5.2 and 5.3 */
function lifetimeOf(setCookie: string, now: number): number | undefined {
  const last = (wanted: string, valid: (value: string) => boolean) =>
    attributes(setCookie).findLast(({ name, value }) => name === wanted && valid(value))?.value;
  const maxAge = last('max-age', (value) => /^-?\d+$/.test(value));
  if (maxAge !== undefined) return Number(maxAge) * 1000;
  const expires = last('expires', (value) => !Number.isNaN(Date.parse(value)));
  return expires === undefined ? undefined : Date.parse(expires) - now;
}
