import { mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** The text that is made and written at a time, in UTF-16 units: a millisecond or so, after which others have their turn. */
const CHUNK = 64 * 1024;

/**
 * Replaces a file, which only its owner can read. Whenever this is ended, by a signal or a power cut, the file is the old one or the new one:
 * the new one is written beside it, reaches the disk, and then takes its name.
 */
export async function replaceFile(path: string, parts: Iterable<string | Uint8Array>): Promise<void> {
  const beside = `${path}.new`;
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await rm(beside, { force: true });
  try {
    const file = await open(beside, 'wx', 0o600);
    try {
      let chunk = '';
      for (const part of parts) {
        if (typeof part === 'string') chunk += part;
        else await file.writeFile(part);
        if (chunk.length < CHUNK) continue;
        await file.writeFile(chunk);
        chunk = '';
      }
      await file.writeFile(chunk);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true }).catch(() => undefined);
    throw error;
  }
  await syncFolder(dirname(path));
}

/** Has the new name reach the disk. Not every system can. */
async function syncFolder(path: string): Promise<void> {
  try {
    const folder = await open(path, 'r');
    await folder.sync().finally(() => folder.close());
  } catch {
    // Then a power cut may leave the old file.
  }
}

/** Keeps a folder out of Git, whatever the project's own `.gitignore` says: what is in it holds cookies. */
export async function ignoreFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  await writeFile(`${path}/.gitignore`, '*\n', { flag: 'wx' }).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  });
}
