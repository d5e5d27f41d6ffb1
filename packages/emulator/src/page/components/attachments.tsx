import { useState } from 'preact/hooks';
import type { Media } from '../../engine/types';
import { useAttempt } from '../hooks/use-attempt';
import { ApiError, uploadMedia } from '../state/api';
import { CloseIcon } from './icons';

/** Twilio takes at most 5 MB, and ten pictures. Source: https://www.twilio.com/docs/messaging/guides/accepted-mime-types */
const LARGEST_FILE = 5 * 1024 * 1024;
const MOST_FILES = 10;

/** The pictures that go with the next message. */
export type Attached = {
  readonly media: readonly Media[];
  readonly busy: boolean;
  readonly error: string | null;
  readonly add: (files: readonly File[]) => void;
  readonly remove: (media: Media) => void;
  readonly clear: () => void;
  /** Attaches pictures again that were not sent after all. */
  readonly restore: (media: readonly Media[]) => void;
};

export function useAttached(): Attached {
  const [media, setMedia] = useState<readonly Media[]>([]);
  const { busy, error, run, clear } = useAttempt();
  return {
    media,
    busy,
    error,
    add(files) {
      if (files.length === 0) return;
      run(
        () => {
          const large = files.find(({ size }) => size > LARGEST_FILE);
          if (large !== undefined)
            return refuse(`${large.name} is larger than 5 MB: Twilio would not take it.`);
          if (media.length + files.length > MOST_FILES)
            return refuse(`A message takes ${MOST_FILES} pictures.`);
          return Promise.all(files.map(uploadMedia));
        },
        (added) => {
          setMedia((before) => [...before, ...added]);
        },
      );
    },
    remove(removed) {
      setMedia((before) => before.filter((item) => item !== removed));
    },
    clear() {
      clear();
      setMedia([]);
    },
    restore(unsent) {
      setMedia((before) => [...unsent, ...before].slice(0, MOST_FILES));
    },
  };
}

const refuse = (words: string): Promise<never> => Promise.reject(new ApiError(words, 'media'));

/** The pictures that are attached, each with a way to take it off again. */
export function AttachedPictures({ attached }: { attached: Attached }) {
  if (attached.media.length === 0 && !attached.busy) return null;
  return (
    <ul class="attached" aria-label="Attached pictures">
      {attached.media.map((item, index) => (
        <li key={item.url}>
          <img src={item.url} alt={`Attached picture ${index + 1}`} />
          <button
            type="button"
            class="round"
            onClick={() => {
              attached.remove(item);
            }}
          >
            <CloseIcon />
            <span class="visually-hidden">Remove picture {index + 1}</span>
          </button>
        </li>
      ))}
      {attached.busy && <li class="muted">Attaching…</li>}
    </ul>
  );
}
