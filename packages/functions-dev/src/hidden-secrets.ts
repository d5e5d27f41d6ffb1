import { join } from 'node:path';
import { readEnvFile } from 'functions-runtime';

/** Shorter values may be words of any message. */
const SHORTEST = 8;

/** The variables that no page shows, whatever a Function prints: whoever has one of them can sign requests or cookies. */
export const CREDENTIALS: readonly string[] = ['AUTH_TOKEN', 'SESSION_SECRET'];

/**
 * What no message of ours may show: the values of `.env`, and each of those that commas separate; none when it cannot be read.
 *
 * @param root - the project's folder.
 * @param more - other variables.
 * @param names - only the values of these variables; of all by default.
 */
export function secretsOf(
  root: string,
  more: Readonly<Record<string, string>> = {},
  names?: readonly string[],
): string[] {
  return [...variablesIn(join(root, '.env')), ...Object.entries(more)]
    .filter(([name]) => names === undefined || names.includes(name))
    .flatMap(([, value]) => [value, ...value.split(/\s*,\s*/)])
    .filter((value) => value.length >= SHORTEST)
    .sort((a, b) => b.length - a.length); // one may be part of another
}

function variablesIn(path: string): [name: string, value: string][] {
  try {
    return Object.entries(readEnvFile(path) ?? {});
  } catch {
    return [];
  }
}

/** A text with three asterisks in place of these. */
export const withSecretsHidden = (text: string, secrets: readonly string[]): string =>
  secrets.reduce((rest, secret) => rest.replaceAll(secret, '***'), text);
