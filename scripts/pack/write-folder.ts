import { mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Texts by the paths of their files below a folder: `index.cjs`. */
export type Files = ReadonlyMap<string, string>;

/** Beside the folder, and not in it: what is in it is published. Each process has its own, so that two at once do not meet. */
const STAGING = /^\.staging-(\d+)$/;

/**
 * Makes a folder have these files and no others. Each is written elsewhere and then moved, so that who reads it meanwhile, such as another
 * `npm pack`, has it whole, old or new; so does who comes after a process that was killed.
 */
export function writeFolder(folder: string, files: Files): void {
  const parent = dirname(folder);
  removeLeftOver(parent);
  const staging = join(parent, `.staging-${process.pid}`);
  try {
    for (const [path, text] of files) {
      mkdirSync(dirname(join(staging, path)), { recursive: true });
      writeFileSync(join(staging, path), text);
    }
    for (const path of files.keys()) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      renameSync(join(staging, path), join(folder, path));
    }
    for (const path of filesIn(folder)) if (!files.has(path)) rmSync(join(folder, path), { force: true });
    removeEmpty(folder);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

/** Of processes that were killed. */
function removeLeftOver(parent: string): void {
  for (const name of readdirSync(parent)) {
    const [, pid] = STAGING.exec(name) ?? [];
    if (pid !== undefined && !isRunning(Number(pid)))
      rmSync(join(parent, name), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (path) => statSync(join(folder, path), { throwIfNoEntry: false })?.isDirectory() === false,
  );

function removeEmpty(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    removeEmpty(join(folder, entry.name));
    try {
      rmdirSync(join(folder, entry.name));
    } catch {
      // It is not empty.
    }
  }
}
