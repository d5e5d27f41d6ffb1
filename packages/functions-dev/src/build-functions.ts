import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type BuildFailure, type BuildOptions, buildSync, type OutputFile, stop } from 'esbuild';
import { assertConfig } from './assert-config';
import { assertNames } from './assert-names';
import { entryOf, explained } from './function-entries';

const SOURCES = 'src/functions';
const OUTPUT = 'dist/functions';

/** What is bundled for most Functions: `entryOf` each. Always written in the same place, which the bundles name. */
const ENTRIES = 'dist/entries';

/** Beside `dist/functions`, every file of which is uploaded. `source-maps.cjs` reads them. */
const MAPS = 'dist/maps';
/** Folders with a second copy of the maps, in `maps`: of what is being deployed, and of what was deployed last. */
const DEPLOYING = 'dist/deploying';
const DEPLOYED = 'dist/deployed';

/** Functions that are no longer built, while a process that served them may still answer. `removed-functions.cjs` loads them. */
const REMOVED = 'dist/removed';

/**
 * Files are written here first and then moved: a Function that is called during a build is whole, old or new. Each process
 * has its own, so that two builds at once do not meet.
 */
const STAGING = `dist/.staging/${process.pid}`;

/**
 * Bundles each TypeScript file below `src/functions` into one self-contained CommonJS file under the same path in
 * `dist/functions`, and removes everything else from there. Only `twilio` and `@twilio/*` stay external: the
 * platform installs those. Writes a source map of each to `dist/maps`. Types are not checked.
 *
 * @param root - the project's folder.
 * @param keepRemoved - moves what it removes to `dist/removed`: a process serves it.
 * @returns the Functions' files, relative to `dist/functions`, sorted.
 * @throws Error with esbuild's messages, one when there is no Function, or what `assertNames` throws; what was built before
 *   stays in place.
 */
export async function buildFunctions(root: string, keepRemoved = false): Promise<string[]> {
  return write(root, await bundle(root), [MAPS], keepRemoved ? REMOVED : undefined);
}

/** Removes what builds have kept: nothing is served. */
export function forgetRemoved(root: string): void {
  rmSync(join(root, REMOVED), { recursive: true, force: true });
}

async function bundle(root: string): Promise<OutputFile[]> {
  const options = optionsOf(root);
  const buildAgain = async (error: unknown) => {
    if ('errors' in (error as BuildFailure)) throw error as BuildFailure;
    await stop(); // esbuild's process has ended; it is started by the next build
    return build(options);
  };
  try {
    return (await build(options).catch(buildAgain)).outputFiles;
  } catch (error) {
    throw explained(error, root);
  }
}

/**
 * The same at once, for a tool that loads its config synchronously.
 *
 * @param keepMaps - `after` a deploy by {@link keepMapsOfDeploy}, for the stacks in Twilio's logs, or `now`, when nobody says how
 *   the deploy ended.
 */
export function buildFunctionsSync(root: string, keepMaps?: 'now' | 'after'): string[] {
  const kept = keepMaps && join(keepMaps === 'now' ? DEPLOYED : DEPLOYING, 'maps');
  return write(root, bundleSync(root), kept === undefined ? [MAPS] : [MAPS, kept]);
}

/** Keeps the maps of a deploy that has succeeded. */
export function keepMapsOfDeploy(root: string): void {
  try {
    rmSync(join(root, DEPLOYED), { recursive: true, force: true });
    renameSync(join(root, DEPLOYING), join(root, DEPLOYED));
  } catch {
    // Another deploy keeps its own at this moment. No deploy fails for its maps.
  }
}

function bundleSync(root: string): OutputFile[] {
  const options = optionsOf(root);
  try {
    return buildSync(options).outputFiles;
  } catch (error) {
    throw explained(error, root);
  }
}

function optionsOf(root: string): BuildOptions & { write: false } {
  const sources = sourcesIn(root);
  if (sources.length === 0) {
    throw new Error(`There is no Function: no TypeScript file below ${SOURCES}. Each file there is one URL.`);
  }
  assertConfig(root);
  assertNames(root, sources);
  return {
    absWorkingDir: root,
    entryPoints: writeEntries(root, sources),
    outdir: OUTPUT,
    bundle: true,
    external: ['twilio', '@twilio/*'],
    // The sources of this repository's packages. `exports` of no other package have it; `module` is esbuild's own.
    conditions: ['twilio-sms-conversations', 'module'],
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    charset: 'utf8',
    logLevel: 'silent',
    // Of an empty source, as an editor leaves it for a moment, esbuild would make a Function without a handler.
    logOverride: { 'import-is-undefined': 'error' },
    sourcemap: 'external', // without a comment in the Function that names its map
    write: false,
  };
}

/** The files of TypeScript below `src/functions`, relative to it. An editor's lock on a file is a link to nothing. */
function sourcesIn(root: string): string[] {
  const files = filesIn(join(root, SOURCES)).map((file) => {
    return { file, stats: statSync(join(root, SOURCES, file), { throwIfNoEntry: false }) };
  });
  const linked = files.find(({ stats }) => stats?.isDirectory() === true);
  if (linked !== undefined) {
    throw new Error(
      `${join(SOURCES, linked.file)} is a link to a folder, which no build follows. Move the folder there.`,
    );
  }
  return files.flatMap(({ file, stats }) =>
    stats !== undefined && /(?<!\.d)\.ts$/.test(file) ? [file] : [],
  );
}

/**
 * What is bundled for these Functions. A private one, which only other Functions load, exports all that its source does;
 * for the others, `entryOf` is written.
 */
function writeEntries(root: string, sources: readonly string[]): { in: string; out: string }[] {
  try {
    return sources.map((file) => {
      const source = join(SOURCES, file);
      const out = file.replace(/\.ts$/, '');
      if (out.endsWith('.private')) return { in: source, out };
      const entry = join(ENTRIES, `${out}.js`);
      const path = relative(dirname(entry), source).replaceAll('\\', '/');
      writeIfChanged(join(root, entry), join(root, STAGING, entry), Buffer.from(entryOf(path)));
      return { in: entry, out };
    });
  } finally {
    endStaging(root);
  }
}

type Built = ReadonlyMap<string, Uint8Array>;

function write(
  root: string,
  outputFiles: readonly OutputFile[],
  mapFolders: readonly string[],
  removed?: string,
): string[] {
  const built = contentsByFile(root, outputFiles);
  const files = [...built.keys()].sort();
  const functions = files.filter((file) => file.endsWith('.js'));
  const maps = files.filter((file) => file.endsWith('.map'));
  try {
    // First the maps: a Function that is loaded then has its own.
    for (const folder of mapFolders) update(root, folder, maps, built);
    update(root, OUTPUT, functions, built, removed);
  } finally {
    endStaging(root);
  }
  return functions;
}

/** What was built, by its path below `dist/functions`. */
function contentsByFile(root: string, outputFiles: readonly OutputFile[]): Built {
  const built = outputFiles.map(({ path, contents, text }): [string, Uint8Array] => [
    relative(join(root, OUTPUT), path),
    path.endsWith('.map') ? withAbsoluteSources(text, dirname(path)) : contents,
  ]);
  return new Map(built);
}

/** A source map that holds wherever it is: its sources as `file:` URLs. */
function withAbsoluteSources(text: string, folder: string): Uint8Array {
  const map = JSON.parse(text) as { sources: string[] };
  const sources = map.sources.map((source) => pathToFileURL(resolve(folder, source)).href);
  return Buffer.from(JSON.stringify({ ...map, sources }));
}

/**
 * Makes a folder hold these files, and nothing else.
 *
 * @param removed - where others are moved; by default they are removed.
 */
function update(
  root: string,
  folder: string,
  files: readonly string[],
  built: Built,
  removed?: string,
): void {
  // What is in a linked folder, as in one of sources, is not the build's to remove.
  if (lstatSync(join(root, folder), { throwIfNoEntry: false })?.isSymbolicLink() === true)
    rmSync(join(root, folder));
  mkdirSync(join(root, folder), { recursive: true });
  for (const file of files) {
    writeIfChanged(
      join(root, folder, file),
      join(root, STAGING, folder, file),
      built.get(file) ?? Buffer.of(),
    );
  }
  for (const file of filesIn(join(root, folder))) {
    if (!files.includes(file)) remove(join(root, folder, file), removed && join(root, removed, file));
  }
}

function remove(path: string, keptAt: string | undefined): void {
  if (keptAt !== undefined) {
    try {
      mkdirSync(dirname(keptAt), { recursive: true });
      renameSync(path, keptAt);
      return;
    } catch {
      // Another build has removed it, or a folder has its name. No build fails for that.
    }
  }
  rmSync(path, { force: true });
}

function writeIfChanged(path: string, staged: string, contents: Uint8Array): void {
  if (read(path)?.equals(contents) === true) return;
  mkdirSync(dirname(staged), { recursive: true });
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(staged, contents);
  renameSync(staged, path);
}

const endStaging = (root: string): void => {
  rmSync(join(root, STAGING), { recursive: true, force: true });
};

function read(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

/** The paths of all files below a folder, relative to it. None when the folder does not exist. */
function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
  } catch {
    return [];
  }
}
