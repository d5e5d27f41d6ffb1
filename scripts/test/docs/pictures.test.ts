import { readFileSync, statSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { markdownFiles, projectFiles, readPage } from '../support/markdown';

/** Every picture on a page: where it is, and what is read out in its place. */
const shown = markdownFiles().flatMap((page) =>
  [...readPage(page).matchAll(/!\[([^\]]*)\]\(([^)]+)\)/g)].map(([, alt = '', link = '']) => ({
    path: posix.join(posix.dirname(page), link),
    alt,
  })),
);
const files = projectFiles('docs').filter((path) => path.endsWith('.png'));

describe('the pictures of the documentation', () => {
  it('are each shown on a page, and taken by npm run pictures', () => {
    const paths = new Set(shown.map(({ path }) => path));
    expect(files.length).toBeGreaterThanOrEqual(7);
    expect(files.filter((path) => !paths.has(path))).toEqual([]);
    const script = readFileSync('scripts/manual/take-pictures.ts', 'utf8');
    expect(files.filter((path) => !script.includes(posix.basename(path)))).toEqual([]);
  });

  it('have a text that says what is seen', () => {
    expect(shown.filter(({ alt }) => alt.split(' ').length < 6)).toEqual([]);
  });

  it('have less than 1 MB together', () => {
    expect(files.reduce((bytes, path) => bytes + statSync(path).size, 0)).toBeLessThan(1_000_000);
  });
});
