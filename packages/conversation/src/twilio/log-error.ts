import { encodeJson } from '../json';

/**
 * Writes what a Function threw with `console.error`, which reaches Twilio's logs and its debugger
 * (https://www.twilio.com/docs/api/errors/82005): name, message and stack of the error and of its causes. In messages, `***`
 * replaces 7 digits and more, settings of 8 characters and more, which may be secrets, and the texts of the incoming message
 * where they stand as words. What the Function has changed, as by encoding it, is not recognised.
 *
 * @param settings - the Function's `context`.
 * @param texts - of the incoming message. Untrusted.
 * @returns what was thrown, as an Error.
 */
export function logError(thrown: unknown, settings: object, texts: readonly unknown[]): Error {
  const quote = (text: unknown) => String(text).replace(/\W/g, '\\$&');
  const secrets = Object.values(settings)
    .filter((setting) => typeof setting === 'string')
    .flatMap((setting) => [setting, ...setting.split(/\s*,\s*/)])
    .filter((secret) => secret.length > 7)
    .sort((a, b) => b.length - a.length) // one may be part of another
    .map(quote);
  const words = texts.filter(Boolean).map((text) => `(?<!\\w)${quote(text)}(?!\\w)`);
  const hidden = new RegExp([...secrets, ...words, '\\+?\\d{7,}'].join('|'), 'g');

  const error = toError(thrown);
  const chain = [error];
  // At most 9: an error may be its own cause.
  for (const { cause } of chain) if (cause !== undefined && chain.length < 9) chain.push(toError(cause));
  const parts = chain.map(({ name, message, stack }) => {
    const frames =
      String(stack)
        .replace(message, '')
        .match(/\n {4}at .*/g) ?? [];
    return `${name}: ${message.replace(hidden, '***')}${frames.join('')}`;
  });
  console.error(parts.join('\nCaused by: '));
  return error;
}

/** What was thrown, as an Error. */
export const toError = (thrown: unknown): Error =>
  thrown instanceof Error ? thrown : new Error(encodeJson(thrown) ?? typeof thrown);
