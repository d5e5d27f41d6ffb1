import { posix } from 'node:path';

/** A page of the manual. */
export type ManualPage = {
  /** Where it is, from the top of the repository: `docs/cookies.md`. */
  readonly path: string;
  /** What the contents call it. */
  readonly title: string;
};

/** Where the manual begins, and where its contents are. */
export const CONTENTS = 'docs/README.md';

const MARK = '<!-- navigation: npm run docs writes it -->';
const NAVIGATION = new RegExp(`${MARK}\\n\\n---\\n\\n[^\\n]*\\s*$`);

/**
 * The pages of the manual in their order: the contents themselves, what their lists lead to, and after a `README.md` of a
 * folder what its list leads to.
 *
 * @param read - the text of a page by its path; empty for one that does not exist.
 */
export const manualPages = (read: (path: string) => string): readonly ManualPage[] => [
  { path: CONTENTS, title: 'Contents' },
  ...listedPages(CONTENTS, read),
];

function listedPages(path: string, read: (path: string) => string): ManualPage[] {
  const lines = withoutNavigation(read(path), path).matchAll(/^(?:-|\d+\.) \[([^\]]+)\]\(([^):#]+\.md)\)/gm);
  return [...lines].flatMap(([, title = '', link = '']) => {
    const page = { path: posix.join(posix.dirname(path), link), title };
    return posix.basename(page.path) === 'README.md' ? [page, ...listedPages(page.path, read)] : [page];
  });
}

/**
 * A page with the navigation of its place in the manual at its end, in place of one that is there.
 *
 * @throws for a page that the manual does not have, and for one with text behind its navigation.
 */
export function withNavigation(text: string, path: string, pages: readonly ManualPage[]): string {
  const index = pages.findIndex((page) => page.path === path);
  if (index === -1) throw new Error(`${path} is not in the contents of the manual, ${CONTENTS}.`);
  const linkTo = ({ path: to, title }: ManualPage) =>
    `[${title}](${posix.relative(posix.dirname(path), to)})`;
  const [previous, next] = [pages[index - 1], pages[index + 1]];
  const links = [
    ...(previous === undefined || previous.path === CONTENTS ? [] : [`Previous: ${linkTo(previous)}`]),
    ...(path === CONTENTS ? [] : [linkTo({ path: CONTENTS, title: 'Contents' })]),
    ...(next === undefined ? [] : [`Next: ${linkTo(next)}`]),
  ];
  return `${withoutNavigation(text, path)}\n\n${MARK}\n\n---\n\n${links.join(' · ')}\n`;
}

function withoutNavigation(text: string, path: string): string {
  const rest = text.replace(NAVIGATION, '').trimEnd();
  // It would be taken for navigation, and be lost.
  if (rest.includes(MARK)) throw new Error(`${path} has text behind its navigation: put it before ${MARK}`);
  return rest;
}
