import { inspect } from 'node:util';

/**
 * Writes what a Function threw with `console.error`, which reaches Twilio's logs and its debugger
 * (https://www.twilio.com/docs/api/errors/82005): name, message and stack of the error and of its causes. In messages,
 * `***` replaces phone numbers, texts of the incoming message, and settings of 8 characters or more, which may be secrets.
 *
 * @param settings - the Function's `context`.
 * @param texts - of the incoming message. Untrusted.
 */
export function logError(thrown: Error, settings: object, texts: readonly unknown[]): void {
  const strings = Object.values(settings).filter((setting) => typeof setting === 'string');
  const secrets = strings.flatMap((setting) => setting.split(/\s*,\s*/)).filter(({ length }) => length > 7);
  const hidden = [...secrets, ...(texts.filter(Boolean) as string[]), /\+\d{5,}/g];

  const parts: string[] = [];
  // At most 9: an error may be its own cause.
  for (let error: unknown = thrown; error !== undefined && parts.length < 9;) {
    const { name, message, stack, cause } = toError(error);
    const frames = stack?.replace(message, '').match(/\n {4}at .*/g) ?? [];
    const shown = hidden.reduce<string>((text, secret) => text.replaceAll(secret, '***'), message);
    parts.push(`${name}: ${shown}${frames.join('')}`);
    error = cause;
  }
  console.error(parts.join('\nCaused by: '));
}

/** What was thrown, as an Error. */
export const toError = (thrown: unknown): Error =>
  thrown instanceof Error ? thrown : new Error(inspect(thrown));
