import { createReadStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import { startRealTimer } from 'functions-runtime';
import { createMediaStore, type MediaStore } from '../api/media-store';
import type { Engine } from '../engine/engine-type';
import type { OwnNumber } from '../engine/types';
import { linesOf, readLines, type SavedState, UnreadableState } from './format';
import { createMediaFiles, restoreMedia } from './media-files';
import { createSaveLoop } from './save-loop';
import { ignoreFolder, replaceFile } from './write-file';

/** The folder of the state of every run, below that of the project. Git ignores it. */
export const STATE_FOLDER = '.emulator';

/** The largest file that is read. All that an engine keeps takes less. */
const MAX_BYTES = 1024 * 1024 * 1024;

/** What an earlier run has left, and how this one leaves it for the next. */
export type StateFile = {
  /** `undefined` when there is nothing, when it cannot be read, or when this run begins anew. */
  readonly saved: SavedState | undefined;
  /** The uploaded files, those of the earlier run among them. */
  readonly media: MediaStore;
  /**
   * Begins to save what changes. What is there and was not read is set aside. To be called when the ports are open, so that no other run
   * of this folder does the same; until then nothing is written. Never rejects: what does not work is printed.
   */
  readonly keep: (what: KeptState) => Promise<StateKeeper>;
};

/** What is kept. */
export type KeptState = {
  readonly engine: Engine;
  /** Numbers of Functions that are gone. */
  readonly gone?: () => readonly OwnNumber[];
};

/** Saves until it is closed. */
export type StateKeeper = {
  /** Saves what has not been saved yet. To be called before the ports are closed. */
  readonly close: () => Promise<void>;
};

/**
 * Opens the state of an earlier run in a folder, and writes nothing.
 *
 * @param root - the folder of the project.
 * @param name - of the state: each command and port has one of its own, so that two at the same time do not meet.
 * @param fresh - begin anew, and set aside what is there.
 * @param print - prints a line for the user.
 */
export async function openStateFile(
  root: string,
  name: string,
  fresh: boolean,
  print: (line: string) => void,
): Promise<StateFile> {
  const folder = join(root, STATE_FOLDER, name);
  const path = join(folder, 'state.jsonl');
  const mediaFolder = join(folder, 'media');
  const found = fresh ? 'fresh' : await readState(path);
  const saved = typeof found === 'object' && 'snapshot' in found ? found : undefined;
  const media = createMediaStore();
  await restoreMedia(mediaFolder, saved?.media ?? [], media);

  return {
    saved,
    media,
    async keep({ engine, gone = () => [] }) {
      const files = createMediaFiles(mediaFolder, media);
      let lastProblem = '';
      const save = async (): Promise<void> => {
        try {
          await files.save();
          const { accountSid, messagingServiceSid } = engine.account;
          const account = {
            accountSid,
            ...(messagingServiceSid === undefined ? {} : { messagingServiceSid }),
          };
          const named = media.all().map(({ name: file, contentType }) => ({ name: file, contentType }));
          await replaceFile(
            path,
            linesOf({ snapshot: engine.snapshot(), account, gone: gone(), media: named }),
          );
          lastProblem = '';
        } catch (error) {
          const problem = (error as Error).message;
          if (problem !== lastProblem) print(`A restart will lose what is new: ${problem}.`);
          lastProblem = problem;
        }
      };
      try {
        await setAside(folder, found, (line) => {
          print(line.replaceAll(folder, relative(root, folder)));
        });
        await ignoreFolder(join(root, STATE_FOLDER));
      } catch (error) {
        print(`A restart will lose everything: ${(error as Error).message}.`);
        return { close: () => Promise.resolve() };
      }
      const loop = createSaveLoop(save, startRealTimer);
      const stop = [engine.onChange(loop.changed), media.onChange(loop.changed)];
      loop.changed();
      return {
        async close() {
          await loop.close();
          for (const unsubscribe of stop) unsubscribe();
        },
      };
    },
  };
}

/** What is there: a state, nothing, or why it cannot be read. */
async function readState(path: string): Promise<SavedState | 'nothing' | { readonly why: string }> {
  try {
    const found = await stat(path);
    // A named pipe would be waited for, without a word.
    if (!found.isFile()) throw new UnreadableState('It is not a file.');
    if (found.size > MAX_BYTES) throw new UnreadableState('It is larger than 1 GB.');
    return await readWhole(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'nothing';
    const { message } = error as Error;
    return { why: error instanceof UnreadableState ? message : `${message}.` };
  }
}

async function readWhole(path: string): Promise<SavedState> {
  const input = createReadStream(path, 'utf8');
  const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
  // An error of its input ends it, and is not told of.
  const failed = new Promise<never>((_, reject) => input.once('error', reject));
  try {
    return await Promise.race([readLines(lines), failed]);
  } finally {
    lines.close();
    input.destroy();
  }
}

/** Renames what was not read, so that it can be looked at: the last one that was left for a fresh start, and each that is unreadable. */
async function setAside(
  folder: string,
  found: Awaited<ReturnType<typeof readState>> | 'fresh',
  print: (line: string) => void,
): Promise<void> {
  if (found === 'nothing' || (typeof found === 'object' && 'snapshot' in found)) return;
  const isThere = await stat(folder).then(
    () => true,
    () => false,
  );
  if (!isThere) return;
  if (found === 'fresh') {
    const aside = `${folder}.before-fresh`;
    await rm(aside, { recursive: true, force: true });
    await rename(folder, aside);
    print(`Begun anew. What was there is in ${basename(aside)}, until the next --fresh.`);
    return;
  }
  const aside = `${folder}.unreadable-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`;
  await rename(folder, aside);
  print(
    `What the run before has left cannot be read, and is set aside as ${aside}. ${found.why} This run begins anew.`,
  );
}
