// `prepack` of sms-conversation: builds its dist/, which is what is published of its sources. Nothing in this repository reads it.
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { build, type BuildOptions, type Plugin } from 'esbuild';
import { bundleDeclarations } from './declarations';
import { BUILD_OPTIONS } from './build-options';
import { fail } from './fail';
import { licensesOf } from './licenses';
import { ROOT } from './root';
import { textsOf } from './texts-of';
import { writeFolder } from './write-folder';

const FOLDER = join(ROOT, 'packages/conversation');
const SOURCES = join(FOLDER, 'src');

const OPTIONS = { ...BUILD_OPTIONS, outdir: join(FOLDER, 'dist') } satisfies BuildOptions;

/** Keeps each source a module of its own; an npm package becomes a part of the one that imports it. */
const fileByFile: Plugin = {
  name: 'file by file',
  setup(esbuild) {
    esbuild.onResolve({ filter: /^\./ }, ({ importer, path }) => {
      if (!importer.startsWith(SOURCES)) return undefined;
      const isFile = existsSync(`${resolve(dirname(importer), path)}.ts`);
      return { path: `${path}${isFile ? '' : '/index'}.mjs`, external: true, sideEffects: false };
    });
  },
};

const sources = (): string[] =>
  readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'));

async function buildConversation(): Promise<void> {
  const [script, modules, types] = await Promise.all([
    build({
      ...OPTIONS,
      entryPoints: [join(SOURCES, 'index.ts')],
      format: 'cjs',
      outExtension: { '.js': '.cjs' },
    }),
    // For bundlers alone, and file by file: with `sideEffects: false` they leave out what a Function does not use.
    build({
      ...OPTIONS,
      entryPoints: sources().map((path) => join(SOURCES, path)),
      outbase: SOURCES,
      outdir: join(FOLDER, 'dist/esm'),
      format: 'esm',
      outExtension: { '.js': '.mjs' },
      plugins: [fileByFile],
    }),
    bundleDeclarations(ROOT, {
      entries: { index: join(SOURCES, 'index.ts') },
      included: ['@standard-schema/spec', 'libphonenumber-js'],
      optional: ['@twilio-labs/serverless-runtime-types/types'],
      external: [],
    }),
  ]);
  writeFolder(
    join(FOLDER, 'dist'),
    new Map([
      ...textsOf(OPTIONS.outdir, script),
      ...textsOf(OPTIONS.outdir, modules),
      ...types,
      ['LICENSES.txt', licensesOf(ROOT, [script.metafile])],
    ]),
  );
}

buildConversation().catch(fail);
