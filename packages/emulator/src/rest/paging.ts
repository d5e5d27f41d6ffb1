import { RestError } from './rest-error';

/** Some items of a list. */
export type ListPage<Item> = {
  readonly items: readonly Item[];
  readonly page: number;
  readonly pageSize: number;
  /** Index of the first item, and of the last one. */
  readonly start: number;
  readonly end: number;
  /** Queries of this page and of others; `null` where there is none. */
  readonly queries: {
    readonly first: string;
    readonly own: string;
    readonly next: string | null;
    readonly previous: string | null;
  };
};

const DEFAULT_SIZE = 50;
const MAX_SIZE = 1000;

/**
 * A page of a list. Where it begins says `PageToken`, so that items which come or go meanwhile are neither left out nor seen
 * twice: `PA` and the SID of the last item of the page before, or `PB` and that of the first item of the page behind. With
 * `serialOf` the token has the serial number too, and still leads on when its item has been deleted.
 *
 * @param query - `PageSize`, `Page` and `PageToken`; what else it has stays in the pages' queries.
 * @param serialOf - a number of each item, the largest first.
 * @throws RestError 20001 for a page that cannot be.
 */
export function pageOf<Item>(
  all: readonly Item[],
  sidOf: (item: Item) => string,
  query: URLSearchParams,
  serialOf?: (item: Item) => number,
): ListPage<Item> {
  const page = wholeNumber(query, 'Page', 0, 0);
  const pageSize = Math.min(wholeNumber(query, 'PageSize', DEFAULT_SIZE, 1), MAX_SIZE);
  const token = query.get('PageToken') ?? '';
  const [, side, sid, serial] = /^(PA|PB)([^.]*)(?:\.(\d+))?$/.exec(token) ?? [];
  const at = all.findIndex((item) => sidOf(item) === sid);
  const place = at === -1 && serial !== undefined && serialOf ? placeOf(Number(serial), all, serialOf) : at;
  let start = page * pageSize;
  let end = start + pageSize;
  if (place !== -1 && side === 'PA') {
    start = at === -1 ? place : place + 1;
    end = start + pageSize;
  } else if (place !== -1 && side === 'PB') {
    start = Math.max(0, place - pageSize);
    end = place;
  }
  const items = all.slice(start, end);
  const tokenOf = (item: Item): string => sidOf(item) + (serialOf === undefined ? '' : `.${serialOf(item)}`);
  const [first, last] = [items[0], items.at(-1)];
  const queryOf = (number: number, itsToken: string | null): string => {
    const own = new URLSearchParams(query);
    for (const name of ['PageSize', 'Page', 'PageToken']) own.delete(name);
    own.set('PageSize', String(pageSize));
    own.set('Page', String(number));
    if (itsToken !== null && itsToken !== '') own.set('PageToken', itsToken);
    return `?${own.toString()}`;
  };
  const hasNext = last !== undefined && end < all.length;
  return {
    items,
    page,
    pageSize,
    start: items.length === 0 ? 0 : start,
    end: items.length === 0 ? 0 : start + items.length - 1,
    queries: {
      first: queryOf(0, null),
      own: queryOf(page, token),
      next: hasNext ? queryOf(page + 1, `PA${tokenOf(last)}`) : null,
      previous:
        start > 0 && first !== undefined ? queryOf(Math.max(page - 1, 0), `PB${tokenOf(first)}`) : null,
    },
  };
}

/** Where an item that is gone would be. */
function placeOf<Item>(serial: number, all: readonly Item[], serialOf: (item: Item) => number): number {
  const next = all.findIndex((item) => serialOf(item) < serial);
  return next === -1 ? all.length : next;
}

function wholeNumber(query: URLSearchParams, name: string, standard: number, min: number): number {
  const text = query.get(name) ?? '';
  if (text === '') return standard;
  const number = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
  if (number >= min) return number;
  throw new RestError(400, 20001, `${name} must be a whole number from ${min}`);
}

/** A page of a list of the API of 2010. `path`: of the list. `key`: of its items. */
export const listOf2010 = <Item>(
  { page, pageSize, start, end, queries }: ListPage<Item>,
  path: string,
  key: string,
  items: readonly object[],
) => ({
  end,
  first_page_uri: path + queries.first,
  next_page_uri: queries.next === null ? null : path + queries.next,
  page,
  page_size: pageSize,
  previous_page_uri: queries.previous === null ? null : path + queries.previous,
  start,
  uri: path + queries.own,
  [key]: items,
});

/** A page of a list of a newer API. `url`: of the list. */
export const listOfV1 = <Item>(
  { page, pageSize, queries }: ListPage<Item>,
  url: string,
  key: string,
  items: readonly object[],
) => ({
  meta: {
    page,
    page_size: pageSize,
    first_page_url: url + queries.first,
    previous_page_url: queries.previous === null ? null : url + queries.previous,
    next_page_url: queries.next === null ? null : url + queries.next,
    key,
    url: url + queries.own,
  },
  [key]: items,
});
