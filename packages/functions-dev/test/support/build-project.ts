import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { filesIn } from 'functions-runtime';
import { copyProject, run } from 'test-support';

/** The Functions of the project, as they are built. */
export const OURS = [
  'appointments/book.protected.js',
  'appointments/confirm.protected.js',
  'reservation.protected.js',
  'sms.protected.js',
];

/** What `npm run build` runs. */
export const runBuild = (root: string) => run(root, 'node_modules/.bin/functions-dev', ['build']);

/** A copy of the project for one test, which changes it. */
export async function startProject() {
  const { root } = await copyProject();
  const at = (...path: string[]) => join(root, ...path);
  return {
    root,
    at,
    /** The files below a folder, sorted. */
    files: async (folder: string) => (await filesIn(at(folder))).sort(),
    write: async (path: string, text: string): Promise<void> => {
      await mkdir(dirname(at(path)), { recursive: true });
      await writeFile(at(path), text);
    },
  };
}
