// `prepack` of sms-emulator: builds its dist/, which is what is published of its sources. Nothing in this repository reads it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type BuildOptions, type Plugin } from 'esbuild';
import { BUILD_OPTIONS } from './build-options';
import { fail } from './fail';
import { bundleDeclarations } from './declarations';
import { licensesOf } from './licenses';
import { ROOT } from './root';
import { textsOf } from './texts-of';
import { writeFolder } from './write-folder';
import { pageFiles } from 'sms-emulator';

const FOLDER = join(ROOT, 'packages/emulator');
const SOURCES = join(FOLDER, 'src');

/** What the command takes from index.cjs, so that the package has it once. */
const OF_INDEX = /^\.\/(?:account|api\/page-files|api\/server|engine\/engine|state-file\/state-file)$/;

const packaged: Plugin = {
  name: 'packaged',
  setup(esbuild) {
    // In place of what bundles the page with esbuild, what reads the bundled page.
    esbuild.onResolve({ filter: /\/page\/bundle$/ }, () => ({ path: join(SOURCES, 'api/built-page.ts') }));
    // One for the whole process, also for who has loaded sms-emulator/divert before.
    esbuild.onResolve({ filter: /\/divert\.cjs$/ }, () => ({ path: '../src/divert.cjs', external: true }));
    esbuild.onResolve({ filter: OF_INDEX }, ({ importer }) =>
      importer === join(SOURCES, 'command.ts') ? { path: './index.cjs', external: true } : undefined,
    );
  },
};

const OPTIONS = {
  ...BUILD_OPTIONS,
  outdir: join(FOLDER, 'dist'),
  // Names of functions and lines stay, for stacks; comments go with the types.
  minifySyntax: true,
  plugins: [packaged],
  external: ['@jest/globals', 'vitest'],
} satisfies BuildOptions;

async function buildEmulator(): Promise<void> {
  const [scripts, modules, types, page, ofPage] = await Promise.all([
    build({
      ...OPTIONS,
      entryPoints: ['index', 'command', 'jest'].map((name) => join(SOURCES, `${name}.ts`)),
      format: 'cjs',
      outExtension: { '.js': '.cjs' },
    }),
    build({
      ...OPTIONS,
      entryPoints: [join(SOURCES, 'vitest.mjs')],
      format: 'esm',
      outExtension: { '.js': '.mjs' },
    }),
    bundleDeclarations(ROOT, {
      entries: { index: join(SOURCES, 'index.ts'), jest: join(SOURCES, 'jest.ts') },
      included: [],
      optional: [],
      external: [],
    }),
    pageFiles(),
    build({
      ...OPTIONS,
      entryPoints: [join(SOURCES, 'page/main.tsx')],
      tsconfig: join(SOURCES, 'page/tsconfig.json'),
    }),
  ]);
  writeFolder(
    join(FOLDER, 'dist'),
    new Map([
      ...textsOf(OPTIONS.outdir, scripts),
      ...textsOf(OPTIONS.outdir, modules),
      ...types,
      ['vitest.d.mts', readFileSync(join(SOURCES, 'vitest.d.mts'), 'utf8')],
      // One for the whole process, in Node.js's own realm: own-realm.ts loads it as the file that it is.
      ['calls.cjs', readFileSync(join(ROOT, 'packages/functions-runtime/src/calls.cjs'), 'utf8')],
      ['page.json', JSON.stringify(Object.fromEntries(page))],
      ['LICENSES.txt', licensesOf(ROOT, [scripts.metafile, modules.metafile, ofPage.metafile])],
    ]),
  );
}

buildEmulator().catch(fail);
