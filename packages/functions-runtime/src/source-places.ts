import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A place in a file of the app. Lines and columns begin at 1; they are missing where only the file is known. */
export type SourcePlace = {
  /** Relative to the project's folder, with slashes: `src/functions/sms.protected.ts`. */
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
};

/** No line of a stack is nearly as long. The expression below takes quadratic time. */
const LONGEST_LINE = 1000;

/** `at x (/a/b.js:1:2)`, `at file:///a/b.js:1:2`, and the first line of a SyntaxError's stack: `/a/b.js:1`. */
const PLACE = /(?:^|[( ])((?:file:\/\/)?(?:\/|[A-Za-z]:[\\/]).*?):(\d+)(?::(\d+))?\)?$/;

/**
 * The places of a stack, or of a text with several, that are in the app's own files: not in node_modules, not in a workspace that is
 * installed there by a link, as a library of this repository is, and not in what the build generates. A place in a built
 * Function, `dist/functions/sms.js`, becomes that of its source, when there is a source map (`dist/maps/sms.js.map`).
 *
 * @param root - the project's folder. Places outside of it are not its own.
 */
export function ownPlaces(text: string, root: string): SourcePlace[] {
  const libraries = linkedPackages(root);
  return text.split('\n').flatMap((line) => {
    const [, path, row, column] = (line.length > LONGEST_LINE ? undefined : PLACE.exec(line.trimEnd())) ?? [];
    if (path === undefined) return [];
    const place = toSource(pathOf(path), Number(row), Number(column ?? NaN));
    const file = relative(root, place.path).split(sep).join('/');
    const isForeign =
      /^\.\.(?:\/|$)|(?:^|\/)node_modules\/|^dist\/entries\//.test(file) ||
      libraries.some((folder) => place.path.startsWith(folder + sep));
    if (isForeign) return [];
    return { file, line: place.line, ...(Number.isNaN(place.column) ? {} : { column: place.column }) };
  });
}

/** The folder of the app whose built Functions are in this one: the working directory, when they are below that. */
export function projectOf(functions: string): string {
  const folder = resolve(functions);
  if (folder.startsWith(process.cwd() + sep)) return process.cwd();
  const above = dirname(folder);
  return basename(above) === 'dist' ? dirname(above) : above;
}

/**
 * The source of a Function: what it was built from, or the file itself.
 *
 * @param root - the project's folder.
 * @param folder - that of the built Functions, relative to it.
 * @param file - the Function's file below that: `sms.protected.js`.
 */
export function sourceOfFunction(root: string, folder: string, file: string): SourcePlace {
  const source = `src/functions/${file.replace(/\.js$/, '.ts')}`;
  return { file: existsSync(join(root, source)) ? source : `${folder}/${file}` };
}

function pathOf(place: string): string {
  try {
    return place.startsWith('file:') ? fileURLToPath(place) : place;
  } catch {
    return place;
  }
}

type Position = { readonly path: string; readonly line: number; readonly column: number };

function toSource(path: string, line: number, column: number): Position {
  const [, folder, file] = /^(.*[\\/])functions[\\/](.*\.js)$/.exec(path) ?? [];
  if (folder === undefined || file === undefined || basename(dirname(`${folder}x`)) !== 'dist')
    return { path, line, column };
  try {
    const payload = JSON.parse(readFileSync(join(folder, 'maps', `${file}.map`), 'utf8')) as SourceMapPayload;
    const entry = new SourceMap(payload).findEntry(line - 1, Number.isNaN(column) ? 0 : column - 1);
    if ('originalSource' in entry && entry.generatedLine === line - 1)
      return {
        path: pathOf(entry.originalSource),
        line: entry.originalLine + 1,
        column: entry.originalColumn + 1,
      };
  } catch {
    // a Function that was not built here
  }
  return { path, line, column };
}

const linked = new Map<string, readonly string[]>();

/** The folders of the packages that a project's node_modules have by a link. They are read once. */
function linkedPackages(root: string): readonly string[] {
  const known = linked.get(root);
  if (known !== undefined) return known;
  const found = linksIn(join(root, 'node_modules'));
  linked.set(root, found);
  return found;
}

function linksIn(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isSymbolicLink()) return realpathSync(path);
      return entry.name.startsWith('@') ? linksIn(path) : [];
    });
  } catch {
    return []; // nothing is installed, or a link leads to nothing
  }
}
