import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type OutputFile } from 'esbuild';
import { filesIn } from 'functions-runtime';

const SOURCES = 'src/functions';
const OUTPUT = 'dist/functions';

/** Beside `dist/functions`, every file of which is uploaded. `source-maps.cjs` reads them. */
const MAPS = 'dist/maps';

/** Files are written here first and then moved: a Function that is called during a build is whole, old or new. */
const STAGING = 'dist/.staging';

export type BuildOptions = {
  /** Whether to write a source map of each Function to `dist/maps`, for a debugger. The Functions are the same. */
  readonly maps?: boolean;
};

/**
 * Bundles each TypeScript file below `src/functions` into one self-contained CommonJS file under the same path in
 * `dist/functions`, and removes everything else from there. Only `twilio` and `@twilio/*` stay external: the
 * platform installs those.
 *
 * @param root - the project's folder.
 * @returns the Functions' files, relative to `dist/functions`, sorted.
 * @throws esbuild's `BuildFailure`, with the errors in its message; what was built before stays in place.
 */
export async function buildFunctions(root: string, { maps = false }: BuildOptions = {}): Promise<string[]> {
  const sources = (await filesIn(join(root, SOURCES))).filter((file) => /(?<!\.d)\.ts$/.test(file));
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: sources.map((file) => join(SOURCES, file)),
    outbase: SOURCES,
    outdir: OUTPUT,
    bundle: true,
    external: ['twilio', '@twilio/*'],
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    charset: 'utf8',
    logLevel: 'silent',
    sourcemap: maps ? 'external' : false, // without a comment in the Function that names its map
    write: false,
  });

  const built = contentsByFile(root, outputFiles);
  const files = [...built.keys()].sort();
  const functions = files.filter((file) => file.endsWith('.js'));
  const mapFiles = files.filter((file) => file.endsWith('.map'));
  if (maps) await update(root, MAPS, mapFiles, built); // first: a Function that is loaded then has its map
  await update(root, OUTPUT, functions, built);
  return functions;
}

type Built = ReadonlyMap<string, Uint8Array>;

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
async function update(root: string, folder: string, files: readonly string[], built: Built): Promise<void> {
  await mkdir(join(root, folder), { recursive: true });
  for (const file of files) {
    await writeIfChanged(join(root, folder, file), join(root, STAGING, file), built.get(file) ?? Buffer.of());
  }
  for (const file of await filesIn(join(root, folder))) {
    if (!files.includes(file)) await rm(join(root, folder, file));
  }
}

async function writeIfChanged(path: string, staged: string, contents: Uint8Array): Promise<void> {
  const before = await readFile(path).catch(() => undefined);
  if (before?.equals(contents)) return;
  await mkdir(dirname(staged), { recursive: true });
  await mkdir(dirname(path), { recursive: true });
  await writeFile(staged, contents);
  await rename(staged, path);
}
