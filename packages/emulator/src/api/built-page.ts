import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PageFiles } from '../page/bundle';

/** In the published package, what `bundlePage` is here: the page was bundled when it was packed, and lies beside the code. */
export const bundlePage = async (): Promise<PageFiles> =>
  JSON.parse(await readFile(join(__dirname, 'page.json'), 'utf8')) as PageFiles;
