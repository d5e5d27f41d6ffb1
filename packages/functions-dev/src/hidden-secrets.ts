import { join } from 'node:path';
import { readEnvFile } from 'functions-runtime';

/** Shorter values may be words of any message. */
const SHORTEST = 8;

/**
 * What no message of ours may show: the values of `.env`, and each of those that commas separate; none when it cannot be read.
 *
 * @param root - the project's folder.
 * @param more - other values.
 */
export function secretsOf(root: string, more: readonly string[] = []): string[] {
  return [...valuesIn(join(root, '.env')), ...more]
    .flatMap((value) => [value, ...value.split(/\s*,\s*/)])
    .filter((value) => value.length >= SHORTEST)
    .sort((a, b) => b.length - a.length); // one may be part of another
}

function valuesIn(path: string): string[] {
  try {
    return Object.values(readEnvFile(path) ?? {});
  } catch {
    return [];
  }
}

/** A text with three asterisks in place of these. */
export const withSecretsHidden = (text: string, secrets: readonly string[]): string =>
  secrets.reduce((rest, secret) => rest.replaceAll(secret, '***'), text);
