import { lstatSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';

/**
 * The files of a folder that twilio-run serves and deploys, relative to it and sorted: also those that begin with a dot,
 * those to which a symbolic link leads, and those in a linked folder, but no `.DS_Store`. None when there is no such folder.
 * Source: `getDirContent` of @twilio-labs/serverless-api, which ends with ENOENT where a link leads to nothing, and does not
 * end where links lead back to a folder above them.
 *
 * @throws Error for such a link, with its path.
 */
export function uploadedFiles(folder: string): string[] {
  const isFolder = statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true;
  return isFolder ? filesBelow(folder, '', []) : [];
}

/** Those of `uploadedFiles` that are deployed as Functions. */
export const uploadedFunctions = (folder: string): string[] =>
  uploadedFiles(folder).filter((file) => extname(file) === '.js');

/** @param above - the real paths of the folders on the way here. */
function filesBelow(root: string, folder: string, above: readonly string[]): string[] {
  const real = realpathSync(join(root, folder));
  if (above.includes(real)) {
    throw new Error(`${join(root, folder)} leads back to a folder above it: a deploy would never end.`);
  }
  return readdirSync(real)
    .sort()
    .flatMap((name) => {
      const file = join(folder, name);
      const entry = statAt(join(root, file));
      if (entry?.isDirectory() === true) return filesBelow(root, file, [...above, real]);
      return entry?.isFile() === true && name !== '.DS_Store' ? [file] : [];
    });
}

/** `undefined` for a file that has gone since its folder was read, as an editor's temporary ones do. */
function statAt(path: string) {
  try {
    return statSync(path);
  } catch (error) {
    if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return undefined;
    const why = `${path} is a symbolic link to nothing: a deploy would fail. Remove it, or make what it names.`;
    throw new Error(why, { cause: error });
  }
}
