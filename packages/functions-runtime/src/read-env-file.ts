import { readFileSync } from 'node:fs';
import { parse } from 'dotenv';

/**
 * Reads a file of variables as `twilio-run` and the Twilio CLI read it: by the same version of dotenv, which takes a
 * comment after a value for a part of it, and passes over a line that begins with `export`.
 *
 * @returns `undefined` when there is no such file.
 * @throws Error with its path and what the file system says, when it cannot be read.
 */
export function readEnvFile(path: string): Record<string, string> | undefined {
  try {
    return parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new Error(`${path} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}
