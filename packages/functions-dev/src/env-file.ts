import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Creates `.env` from `.env.example` with a random `SESSION_SECRET`. Never changes an existing `.env`.
 *
 * @returns whether it created one.
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
