import { bundlePage } from '../page/bundle';
import type { PageFile } from './app';

/** The page's files by their paths, built now. */
export const pageFiles = async (): Promise<ReadonlyMap<string, PageFile>> =>
  new Map(Object.entries(await bundlePage()));
