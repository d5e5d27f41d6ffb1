import { randomBytes } from 'node:crypto';

export type StoredMedia = { readonly contentType: string; readonly content: Uint8Array<ArrayBuffer> };

/** The pictures that phones of the page send, kept in memory for as long as the emulator runs. */
export type MediaStore = {
  /** Keeps a file; returns its name. */
  readonly add: (media: StoredMedia) => string;
  readonly find: (name: string) => StoredMedia | undefined;
};

/** The oldest ones go when there are more than this. */
const MOST = 100;

export function createMediaStore(): MediaStore {
  const files = new Map<string, StoredMedia>();
  return {
    add(media) {
      const name = `ME${randomBytes(16).toString('hex')}`;
      files.set(name, media);
      const [oldest] = files.keys();
      if (files.size > MOST && oldest !== undefined) files.delete(oldest);
      return name;
    },
    find: (name) => files.get(name),
  };
}
