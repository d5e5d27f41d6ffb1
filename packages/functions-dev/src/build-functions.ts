import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { build } from 'esbuild';
import { filesIn } from 'functions-runtime';

const SOURCES = 'src/functions';
const OUTPUT = 'dist/functions';

/** Files are written here first: a Function that is called during a build is whole, the old one or the new. */
const STAGING = 'dist/.staging';

/**
 * Bundles each TypeScript file below `src/functions` into one self-contained CommonJS file under the same path in
 * `dist/functions`, and removes everything else from there. Only `twilio` and `@twilio/*` stay external: the
 * platform installs those.
 *
 * @param root - the project's folder.
 * @returns the Functions' files, relative to `dist/functions`, sorted.
 * @throws esbuild's `BuildFailure`, with the errors in its message; what was built before stays in place.
 */
export async function buildFunctions(root: string): Promise<string[]> {
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
    write: false,
  });

  const output = join(root, OUTPUT);
  const built = outputFiles.map(({ path }) => relative(output, path)).sort();
  await mkdir(output, { recursive: true });
  for (const { path, contents } of outputFiles) await writeIfChanged(root, path, contents);
  for (const file of await filesIn(output)) {
    if (!built.includes(file)) await rm(join(output, file));
  }
  return built;
}

async function writeIfChanged(root: string, path: string, contents: Uint8Array): Promise<void> {
  const before = await readFile(path).catch(() => undefined);
  if (before?.equals(contents)) return;
  const staged = join(root, STAGING, relative(join(root, OUTPUT), path));
  await mkdir(dirname(staged), { recursive: true });
  await mkdir(dirname(path), { recursive: true });
  await writeFile(staged, contents);
  await rename(staged, path);
}
