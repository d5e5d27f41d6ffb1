import { bundlePage, type PageFile } from '../page/bundle';

/** The page's files by their paths. */
export type PageFiles = ReadonlyMap<string, PageFile>;

let built: Promise<PageFiles> | undefined;

/** The page's files. They are bundled once in a process. */
export const pageFiles = (): Promise<PageFiles> =>
  (built ??= bundlePage().then((files) => new Map(Object.entries(files))));
