import { useEffect } from 'preact/hooks';
import type { Media } from '../../engine/types';
import { useAttempt } from '../hooks/use-attempt';
import { ApiError, errorText, isMediaHere, uploadMedia } from '../state/api';
import { CloseIcon } from './icons';

/** Twilio accepts at most 5 MB and ten pictures. Source: https://www.twilio.com/docs/messaging/guides/accepted-mime-types */
const LARGEST_FILE = 5 * 1024 * 1024;
const MOST_FILES = 10;

/** The pictures that will be sent with the next message. */
export type Attachments = {
  readonly media: readonly Media[];
  readonly busy: boolean;
  readonly error: string | null;
  readonly add: (files: readonly File[]) => void;
  readonly remove: (media: Media) => void;
  readonly clear: () => void;
  /** Attaches again the pictures of a message that was refused. */
  readonly restore: (media: readonly Media[]) => void;
};

/**
 * The pictures of the composer: uploads them when they are added. Those that the emulator has lost, as by a restart, are removed at first.
 *
 * @param change - changes which there are.
 */
export function useAttachments(
  media: readonly Media[],
  change: (update: (before: readonly Media[]) => readonly Media[]) => void,
): Attachments {
  const { busy, error, run, clear } = useAttempt();
  useEffect(() => {
    if (media.length === 0) return;
    void Promise.all(media.map(isMediaHere)).then((here) => {
      const lost = media.filter((_, index) => here[index] === false);
      if (lost.length > 0) change((before) => before.filter((item) => !lost.includes(item)));
    });
  }, []);
  return {
    media,
    busy,
    error,
    add(files) {
      if (files.length === 0) return;
      run(() => {
        const empty = files.find(({ size }) => size === 0);
        if (empty !== undefined) return refuse(`${empty.name} is empty: there is nothing to send.`);
        const large = files.find(({ size }) => size > LARGEST_FILE);
        if (large !== undefined)
          return refuse(`${large.name} is larger than 5 MB: Twilio would not take it.`);
        if (media.length + files.length > MOST_FILES)
          return refuse(`A message takes ${MOST_FILES} pictures.`);
        return uploadAll(files, (added) => {
          change((before) => [...before, ...added]);
        });
      });
    },
    remove(removed) {
      change((before) => before.filter((item) => item !== removed));
    },
    clear() {
      clear();
      change(() => []);
    },
    restore(unsent) {
      change((before) => [...unsent, ...before].slice(0, MOST_FILES));
    },
  };
}

/** Uploads files, and attaches those that are not refused. @throws ApiError for the others. */
async function uploadAll(files: readonly File[], attach: (added: readonly Media[]) => void): Promise<void> {
  const results = await Promise.allSettled(files.map(upload));
  attach(results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : [])));
  const refused = results
    .filter((result) => result.status === 'rejected')
    .map(({ reason }) => reason as unknown);
  if (refused.length === 1) throw refused[0];
  if (refused.length > 1) throw new ApiError(refused.map(errorText).join(' '), 'media');
}

/** Uploads a file; the error of one that is refused begins with its name. */
const upload = (file: File): Promise<Media> =>
  uploadMedia(file).catch((refused: unknown) => {
    if (!(refused instanceof ApiError) || refused.isUnreachable) throw refused;
    throw new ApiError(`${file.name} was not attached. ${refused.message}`, refused.field);
  });

const refuse = (words: string): Promise<never> => Promise.reject(new ApiError(words, 'media'));

/** The attached pictures, each with a button that removes it. */
export function AttachmentList({ attachments }: { attachments: Attachments }) {
  if (attachments.media.length === 0 && !attachments.busy) return null;
  return (
    <ul class="attachments" aria-label="Attached pictures">
      {attachments.media.map((item, index) => (
        <li key={item.url}>
          <img src={item.url} alt={`Attached picture ${index + 1}`} />
          <button
            type="button"
            class="round"
            onClick={() => {
              attachments.remove(item);
            }}
          >
            <CloseIcon />
            <span class="visually-hidden">Remove picture {index + 1}</span>
          </button>
        </li>
      ))}
      {attachments.busy && <li class="muted">Attaching…</li>}
    </ul>
  );
}
