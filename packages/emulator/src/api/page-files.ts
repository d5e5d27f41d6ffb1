import { bundlePage, type PageFile } from '../page/bundle';

/** The page's files by their paths, built now. */
export const pageFiles = async (): Promise<ReadonlyMap<string, PageFile>> =>
  new Map(Object.entries(await bundlePage()));
