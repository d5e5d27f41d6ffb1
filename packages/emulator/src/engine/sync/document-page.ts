import type { SyncDocument } from './sync';
import { viewOfDocument } from './touched-documents';
import type { LiveDocument } from '../types';

/** Some Sync documents. */
export type DocumentPage = {
  readonly documents: readonly LiveDocument[];
  /** Where the next page, of newer ones, begins; `null` on the last one. */
  readonly next: number | null;
};

/** Of one page: documents, and UTF-16 units of their data. One alone always has room. */
const MAX_PAGE = { documents: 1000, data: 5 * 1024 * 1024 };

/**
 * The oldest documents, or those that were created after an earlier page.
 *
 * @param all - the oldest first.
 * @param after - the `next` of the page before.
 */
export function documentPageOf(all: readonly SyncDocument[], after = 0): DocumentPage {
  const newer = all.filter(({ serial }) => serial > after);
  const page: SyncDocument[] = [];
  let data = 0;
  for (const document of newer) {
    data += document.data.length;
    if (page.length > 0 && (page.length === MAX_PAGE.documents || data > MAX_PAGE.data)) break;
    page.push(document);
  }
  return {
    documents: page.map(viewOfDocument),
    next: page.length === newer.length ? null : (page.at(-1)?.serial ?? null),
  };
}
