import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type BuildOptions, buildSync, type OutputFile } from 'esbuild';
import { assertNames } from './assert-names';
import { entryOf, explained } from './function-entries';

const SOURCES = 'src/functions';
const OUTPUT = 'dist/functions';

/** What is bundled: `entryOf` each Function. Always written in the same place, which the bundles name. */
const ENTRIES = 'dist/entries';

/** Beside `dist/functions`, every file of which is uploaded. `source-maps.cjs` reads them. */
const MAPS = 'dist/maps';
/** The maps of what was built to be deployed last, for the stacks in Twilio's logs. */
const DEPLOYED_MAPS = 'dist/deployed/maps';

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
 * @returns the Functions' files, relative to `dist/functions`, sorted.
 * @throws Error with esbuild's messages, one when there is no Function, or what `assertNames` throws; what was built before
 *   stays in place.
 */
export async function buildFunctions(root: string): Promise<string[]> {
  const { outputFiles } = await build(optionsOf(root)).catch((error: unknown) => {
    throw explained(error);
  });
  return write(root, outputFiles, [MAPS]);
}

/**
 * The same at once, for a tool that loads its config synchronously.
 *
 * @param isDeployed - whether the maps are also kept for the stacks in Twilio's logs.
 */
export function buildFunctionsSync(root: string, { isDeployed = false } = {}): string[] {
  return write(root, bundleSync(root), isDeployed ? [MAPS, DEPLOYED_MAPS] : [MAPS]);
}

function bundleSync(root: string): OutputFile[] {
  const options = optionsOf(root);
  try {
    return buildSync(options).outputFiles;
  } catch (error) {
    throw explained(error);
  }
}

function optionsOf(root: string): BuildOptions & { write: false } {
  const sources = filesIn(join(root, SOURCES)).filter((file) => /(?<!\.d)\.ts$/.test(file));
  if (sources.length === 0) {
    throw new Error(`There is no Function: no TypeScript file below ${SOURCES}. Each file there is one URL.`);
  }
  assertNames(root, sources);
  return {
    absWorkingDir: root,
    entryPoints: writeEntries(root, sources),
    outbase: ENTRIES,
    outdir: OUTPUT,
    bundle: true,
    external: ['twilio', '@twilio/*'],
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    charset: 'utf8',
    logLevel: 'silent',
    sourcemap: 'external', // without a comment in the Function that names its map
    write: false,
  };
}

/** Writes the modules that are bundled for these Functions, and returns their paths. */
function writeEntries(root: string, sources: readonly string[]): string[] {
  const entries = sources.map((file) => ({ file, entry: join(ENTRIES, file.replace(/\.ts$/, '.js')) }));
  try {
    for (const { file, entry } of entries) {
      const source = relative(dirname(entry), join(SOURCES, file)).replaceAll('\\', '/');
      writeIfChanged(join(root, entry), join(root, STAGING, entry), Buffer.from(entryOf(source)));
    }
  } finally {
    endStaging(root);
  }
  return entries.map(({ entry }) => entry);
}

type Built = ReadonlyMap<string, Uint8Array>;

function write(root: string, outputFiles: readonly OutputFile[], mapFolders: readonly string[]): string[] {
  const built = contentsByFile(root, outputFiles);
  const files = [...built.keys()].sort();
  const functions = files.filter((file) => file.endsWith('.js'));
  const maps = files.filter((file) => file.endsWith('.map'));
  try {
    // First the maps: a Function that is loaded then has its own.
    for (const folder of mapFolders) update(root, folder, maps, built);
    update(root, OUTPUT, functions, built);
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

/** Makes a folder hold these files, and nothing else. */
function update(root: string, folder: string, files: readonly string[], built: Built): void {
  mkdirSync(join(root, folder), { recursive: true });
  for (const file of files) {
    writeIfChanged(
      join(root, folder, file),
      join(root, STAGING, folder, file),
      built.get(file) ?? Buffer.of(),
    );
  }
  for (const file of filesIn(join(root, folder))) {
    if (!files.includes(file)) rmSync(join(root, folder, file), { force: true });
  }
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
