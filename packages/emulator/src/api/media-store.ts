import { randomBytes } from 'node:crypto';

/** A file with its MIME type. */
export type StoredMedia = { readonly contentType: string; readonly content: Uint8Array<ArrayBuffer> };

/**
 * What may be uploaded: the pictures, sounds and films that Twilio takes for MMS, PDF and vCard, and a
 * few others that are likely to be at hand. None of them is a document that a browser would run.
 * Source: https://www.twilio.com/docs/messaging/guides/accepted-mime-types
 */
const TYPES = new Set(
  Object.entries({
    image: 'jpeg jpg gif png heic heif tiff bmp',
    audio: 'basic l24 mp4 mpeg ogg vnd.rn-realaudio vnd.wave 3gpp 3gpp2 ac3 webm amr-nb amr aac',
    video: 'mpeg mp4 quicktime webm 3gpp 3gpp2 3gpp-tt h261 h263 h263-1998 h263-2000 h264',
    text: 'vcard x-vcard',
    application: 'pdf vcard',
  }).flatMap(([kind, names]) => names.split(' ').map((name) => `${kind}/${name}`)),
);

/** In Twilio's table for WhatsApp alone, or not at all: the names that browsers have for WebP, WAV and M4A. */
const OTHER_TYPES = new Set(['image/webp', 'audio/wav', 'audio/x-wav', 'audio/x-m4a']);

/** Whether a file of this type, in lower case, may be uploaded. */
export const acceptsMedia = (contentType: string): boolean =>
  TYPES.has(contentType) || OTHER_TYPES.has(contentType);

/** Whether it is the type of an SVG picture, in lower case. Twilio's table has no SVG; the refusal names it. */
export const isSvg = (contentType: string): boolean => contentType.startsWith('image/svg+xml');

/** The type that a webhook gets for an uploaded file: browsers call a contact card `text/vcard`, captured MMS have `text/x-vcard`. */
export const mmsTypeOf = (contentType: string): string =>
  contentType === 'text/vcard' ? 'text/x-vcard' : contentType;

/** Keeps files that phones of the page send, in memory. */
export type MediaStore = {
  /** Stores a file under a new name, which it returns. */
  readonly add: (media: StoredMedia) => string;
  readonly find: (name: string) => StoredMedia | undefined;
  /** The oldest first. */
  readonly all: () => ({ readonly name: string } & StoredMedia)[];
  /** Adds a file of an earlier run under its name. */
  readonly restore: (name: string, media: StoredMedia) => void;
  /** Calls a listener when a file is added. Returns a function that unsubscribes it. */
  readonly onChange: (listener: () => void) => () => void;
};

/** The oldest file is dropped when there are more. */
const MAX_FILES = 100;

/** Creates an empty store, which keeps the newest hundred files. */
export function createMediaStore(): MediaStore {
  const files = new Map<string, StoredMedia>();
  const listeners = new Set<() => void>();
  return {
    add(media) {
      const name = `ME${randomBytes(16).toString('hex')}`;
      files.set(name, media);
      const [oldest] = files.keys();
      if (files.size > MAX_FILES && oldest !== undefined) files.delete(oldest);
      for (const listener of listeners) listener();
      return name;
    },
    find: (name) => files.get(name),
    all: () => [...files].map(([name, media]) => ({ name, ...media })),
    restore(name, media) {
      files.set(name, media);
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
