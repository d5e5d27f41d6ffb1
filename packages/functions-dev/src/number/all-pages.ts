import { ask } from './api';
import { NotTwilio } from './not-twilio';

/** A page of the `twilio` client. */
type Page<Resource> = {
  readonly instances: readonly Resource[];
  readonly nextPage: () => Promise<Page<Resource>> | undefined;
};

/** Far more than an account has: of phone numbers there are 1000 on a page. */
const MAX_PAGES = 300;

/**
 * Reads a list to its end.
 *
 * @param doing - what for, as it follows "while".
 * @param read - reads one resource; what it throws means that the list is not Twilio's.
 * @throws ApiFailure, for a list without end too.
 */
export const allPages = <Resource, T>(
  doing: string,
  first: () => Promise<Page<Resource>>,
  read: (resource: Resource) => T,
): Promise<T[]> =>
  ask(doing, async () => {
    const pages: T[][] = [];
    let page: Page<Resource> | undefined = await first();
    while (page !== undefined) {
      if (pages.length === MAX_PAGES) throw new NotTwilio(`its list went on after ${MAX_PAGES} pages`);
      pages.push(page.instances.map(read));
      page = await page.nextPage();
    }
    return pages.flat();
  });
