import { relative } from 'node:path';
import type { BuildResult } from 'esbuild';

/** What esbuild has built, as texts by their paths below its `outdir`. */
export const textsOf = (
  outdir: string,
  { outputFiles }: BuildResult<{ write: false }>,
): [path: string, text: string][] => outputFiles.map(({ path, text }) => [relative(outdir, path), text]);
