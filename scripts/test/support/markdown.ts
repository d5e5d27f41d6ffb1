import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';

/** Folders that are made or installed, and what is no part of the project. */
const NOT_OURS = new Set([
  'node_modules',
  'dist',
  'coverage',
  '.git',
  '.emulator',
  '.stryker-tmp',
  'reports',
]);

/** Every file of the project, from the top of the repository, with `/` between folders. */
export const projectFiles = (folder = '.'): readonly string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(folder, entry.name);
    if (!entry.isDirectory()) return [path];
    return NOT_OURS.has(entry.name) ? [] : projectFiles(path);
  });

/** Every page of documentation in the project. */
export const markdownFiles = (): readonly string[] => projectFiles().filter((path) => path.endsWith('.md'));

export const readPage = (path: string): string => readFileSync(path, 'utf8');

const FENCE = /^( *)```(\w*)[^\n]*\n(.*?)^\1``` *$/gms;

/** A page without its blocks of code. */
const proseOf = (page: string): string => page.replaceAll(FENCE, '').replaceAll(/<!--.*?-->/gs, '');

/** What stands between single backticks, outside of blocks of code. A span may go over the end of a line. */
export const codeSpansOf = (page: string): readonly string[] =>
  [...proseOf(page).matchAll(/(`+)(.+?)\1(?!`)/gs)].map(([, , span = '']) => span.trim());

/** Where links, pictures and link definitions of a page lead to. */
export function linksOf(page: string): readonly string[] {
  const prose = proseOf(page).replaceAll(/(`+)(.+?)\1(?!`)/gs, 'code');
  return [
    ...[...prose.matchAll(/\]\(\s*<?([^)\s>]+)[^)]*\)/g)],
    ...[...prose.matchAll(/^\[(?!\^)[^\]]+\]: +(\S+)/gm)],
  ].map(([, target = '']) => target);
}

/** Names of reference links, `[text][name]` and `[name][]`, in lower case as they are compared. */
export const referencesOf = (page: string): readonly string[] =>
  [...proseOf(page).matchAll(/\[([^\]^]+)\]\[([^\]]*)\]/g)].map(([, text = '', name = '']) =>
    (name || text).toLowerCase(),
  );

/** Names for which the page has an address, in lower case. */
export const definitionsOf = (page: string): readonly string[] =>
  [...proseOf(page).matchAll(/^\[(?!\^)([^\]]+)\]: +\S+/gm)].map(([, name = '']) => name.toLowerCase());

/**
 * The anchors that GitHub makes of the headings of a page: lower case, without punctuation, hyphens for spaces, and
 * `-1` behind one that was there before.
 */
export function anchorsOf(page: string): readonly string[] {
  const seen = new Map<string, number>();
  return [...proseOf(page).matchAll(/^#{1,6} +(.+?) *#* *$/gm)].map(([, heading = '']) => {
    const anchor = heading
      .replaceAll(/\[([^\]]+)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, '')
      .replaceAll(' ', '-');
    const times = seen.get(anchor) ?? 0;
    seen.set(anchor, times + 1);
    return times === 0 ? anchor : `${anchor}-${times}`;
  });
}

/** The commands of the blocks of shell code of a page: one a line, without comments, continued lines joined. */
export const shellLinesOf = (page: string): readonly string[] =>
  [...page.matchAll(FENCE)]
    .filter(([, , language]) => language === 'sh' || language === 'bash' || language === 'console')
    .flatMap(([, , , code = '']) => code.replaceAll(/\\\n\s*/g, '').split('\n'))
    .map((line) => line.replace(/(^|\s)#.*$/, '').trim())
    .filter((line) => line !== '');

/** The words of a command as a shell reads them, without expansion of variables. */
export const wordsOf = (line: string): readonly string[] =>
  [...line.matchAll(/(?:[^\s'"]|'[^']*'|"[^"]*")+/g)].map(([word]) =>
    word.replaceAll(/'([^']*)'|"([^"]*)"/g, (_, single?: string, double?: string) => single ?? double ?? ''),
  );
