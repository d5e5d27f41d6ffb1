import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Makes `.env` from `.env.example` with a fresh `SESSION_SECRET`. An existing `.env` is never touched.
 *
 * @returns whether it made one.
 */
export async function createEnvFile(root: string): Promise<boolean> {
  const example = await readFile(join(root, '.env.example'), 'utf8');
  const content = example.replace(/^SESSION_SECRET=$/m, `SESSION_SECRET=${randomBytes(32).toString('hex')}`);
  try {
    await writeFile(join(root, '.env'), content, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}
