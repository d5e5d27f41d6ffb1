import { bundlePage, type PageFile } from '../page/bundle';

let built: Promise<ReadonlyMap<string, PageFile>> | undefined;

/** The page's files by their paths. They are bundled once in a process. */
export const pageFiles = (): Promise<ReadonlyMap<string, PageFile>> =>
  (built ??= bundlePage().then((files) => new Map(Object.entries(files))));
