import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { type Route, routeOf } from './route';
import type { FoundFile } from './runtime-handler';
import { uploadedFiles, uploadedFunctions } from './uploaded-files';

/** The Functions and Assets of two folders, private ones too. */
export type ServedFiles = { readonly functions: readonly FoundFile[]; readonly assets: readonly FoundFile[] };

/**
 * Finds the files that are served.
 *
 * @param assets - the folder of Assets; by default the one that belongs to that of the Functions, if there is one.
 * @throws Error with advice when there is no Function that can be called, when `assets` is given and no folder, for two files
 *   of one path, and for a file that a deploy refuses.
 */
export function findServedFiles(functions: string, assets?: string): ServedFiles {
  const found = {
    functions: filesOf(resolve(functions), 'function', uploadedFunctions),
    assets: filesOf(assetsFolder(functions, assets), 'asset', uploadedFiles),
  };
  if (found.functions.every(({ access }) => access === 'private'))
    throw new Error(`There is no Function in ${functions}. Build them first: npm run build`);
  assertDistinct([...found.functions, ...found.assets]);
  return found;
}

/** Beside the folder of the Functions, as templates have it, or that of this project: `src/assets` beside `dist`. */
function assetsFolder(functions: string, assets: string | undefined): string | undefined {
  if (assets !== undefined) {
    if (statSync(assets, { throwIfNoEntry: false })?.isDirectory() === true) return resolve(assets);
    throw new Error(
      `There is no folder ${assets}. Name the one that holds the Assets, or leave \`assets\` out.`,
    );
  }
  const beside = dirname(resolve(functions));
  const sources = basename(beside) === 'dist' ? [join(dirname(beside), 'src/assets')] : [];
  return [join(beside, 'assets'), ...sources].find((folder) => existsSync(folder));
}

const filesOf = (
  folder: string | undefined,
  kind: Route['kind'],
  list: (folder: string) => string[],
): FoundFile[] =>
  folder === undefined
    ? []
    : list(folder).map((file) => {
        const { path, access } = routeOf(file, kind);
        return { filePath: join(folder, file), path, name: path, access, content: '' };
      });

function assertDistinct(files: readonly FoundFile[]): void {
  const byPath = new Map<string, string>();
  for (const { path, filePath } of files) {
    const other = byPath.get(path);
    if (other !== undefined)
      throw new Error(
        `${other} and ${filePath} are both ${path}. Rename one: a path is one Function or one Asset.`,
      );
    byPath.set(path, filePath);
  }
}
