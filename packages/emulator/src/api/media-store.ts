import { randomBytes } from 'node:crypto';

/** A file with its MIME type. */
export type StoredMedia = { readonly contentType: string; readonly content: Uint8Array<ArrayBuffer> };

/** Keeps files that phones of the page send, in memory. */
export type MediaStore = {
  /** Stores a file under a new name, which it returns. */
  readonly add: (media: StoredMedia) => string;
  readonly find: (name: string) => StoredMedia | undefined;
};

/** The oldest file is dropped when there are more. */
const MAX_FILES = 100;

/** Creates an empty store, which keeps the newest hundred files. */
export function createMediaStore(): MediaStore {
  const files = new Map<string, StoredMedia>();
  return {
    add(media) {
      const name = `ME${randomBytes(16).toString('hex')}`;
      files.set(name, media);
      const [oldest] = files.keys();
      if (files.size > MAX_FILES && oldest !== undefined) files.delete(oldest);
      return name;
    },
    find: (name) => files.get(name),
  };
}
