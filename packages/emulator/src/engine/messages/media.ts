const TYPES = new Map(
  Object.entries({
    jpg: 'image/jpeg',
    jpeg: 'image/jpeg',
    png: 'image/png',
    gif: 'image/gif',
    webp: 'image/webp',
    mp4: 'video/mp4',
    mp3: 'audio/mpeg',
    pdf: 'application/pdf',
    vcf: 'text/x-vcard', // of captured contact cards by MMS
  }),
);

/** Guesses a file's MIME type by the ending of its URL; `application/octet-stream` when it is unknown. */
export const guessType = (url: string): string =>
  TYPES.get(/\.(\w+)(?:[?#]|$)/.exec(url)?.[1]?.toLowerCase() ?? '') ?? 'application/octet-stream';
