import { encodeJson } from '../json';

/** A word of any language, a number, or an emoji. */
const WORDS = /[\p{L}\p{N}\p{So}]+/gu;

/**
 * Writes what a Function threw with `console.error`, which reaches Twilio's logs and its debugger
 * (https://www.twilio.com/docs/api/errors/82005): name, message and stack of the error and of its causes. But for the stack,
 * `***` replaces settings of 8 characters and more, which may be secrets, words with 7 digits and more, and each word of the
 * texts. What the Function has changed in another way, as by encoding it, is not recognised.
 *
 * @param settings - the Function's `context`.
 * @param texts - of the incoming message. Untrusted.
 * @returns what was thrown, as an Error.
 */
export function logError(thrown: unknown, settings: object, texts: readonly unknown[]): Error {
  const secrets = Object.values(settings)
    .flatMap((setting) => (typeof setting === 'string' ? [setting, ...setting.split(/\s*,\s*/)] : []))
    .filter((secret) => secret.length > 7)
    .sort((a, b) => b.length - a.length); // one may be part of another
  const words = texts.join(' ').toLowerCase().match(WORDS);
  const error = toError(thrown);
  const chain = [error];
  // At most 9: an error may be its own cause.
  for (const { cause } of chain) if (cause !== undefined && chain.length < 9) chain.push(toError(cause));
  const parts = chain.map(({ name, message, stack }) => {
    const frames =
      String(stack)
        .replace(message, '')
        .match(/\n {4}at .*/g) ?? [];
    return secrets
      .reduce((text, secret) => text.replaceAll(secret, '***'), `${name}: ${message}`)
      .replace(WORDS, (word) => (/\d{7}/.test(word) || words?.includes(word.toLowerCase()) ? '***' : word))
      .concat(...frames);
  });
  console.error(parts.join('\nCaused by: '));
  return error;
}

/** What was thrown, as an Error. */
export const toError = (thrown: unknown): Error =>
  thrown instanceof Error ? thrown : new Error(encodeJson(thrown) ?? typeof thrown);
