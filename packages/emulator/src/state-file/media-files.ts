import { constants } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { MediaStore } from '../api/media-store';
import { replaceFile } from './write-file';

/** Keeps uploaded files in a folder, one file each. */
export type MediaFiles = {
  /** Writes those that are new, and removes those that are gone. */
  readonly save: () => Promise<void>;
};

/** The name of an uploaded file, and of one that was being written. */
const NAME = /^ME[0-9a-f]{32}(?:\.new)?$/;

export function createMediaFiles(folder: string, media: MediaStore): MediaFiles {
  const written = new Set<string>();
  return {
    async save() {
      const current = new Set(media.all().map(({ name }) => name));
      for (const { name, content } of media.all()) {
        if (written.has(name)) continue;
        await replaceFile(join(folder, name), [content]);
        written.add(name);
      }
      for (const name of [...written]) if (!current.has(name)) written.delete(name);
      for (const name of await readdir(folder).catch(() => [] as string[]))
        if (NAME.test(name) && !current.has(name)) await rm(join(folder, name), { force: true });
    },
  };
}

/** No link to another file. */
const OWN_FILE = constants.O_RDONLY | constants.O_NOFOLLOW;

/** Puts the files of an earlier run back. One that is not there any more is left out. */
export async function restoreMedia(
  folder: string,
  saved: readonly { readonly name: string; readonly contentType: string }[],
  media: MediaStore,
): Promise<void> {
  for (const { name, contentType } of saved) {
    const content = await readFile(join(folder, name), { flag: OWN_FILE }).catch(() => undefined);
    if (content !== undefined) media.restore(name, { contentType, content: new Uint8Array(content) });
  }
}
