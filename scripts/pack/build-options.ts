import type { BuildOptions } from 'esbuild';
import { ROOT } from './root';

/** How both packages are bundled for Node.js. */
export const BUILD_OPTIONS = {
  absWorkingDir: ROOT,
  bundle: true,
  platform: 'node',
  target: 'node20',
  charset: 'utf8',
  legalComments: 'none',
  logLevel: 'silent',
  metafile: true,
  write: false,
} satisfies BuildOptions;
