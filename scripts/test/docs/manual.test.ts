import { existsSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { CONTENTS, manualPages, withNavigation } from '../../manual/navigation';
import { markdownFiles, readPage } from '../support/markdown';

const read = (path: string) => (existsSync(path) ? readPage(path) : '');
const pages = manualPages(read);
const paths = pages.map(({ path }) => path);

describe('the manual', () => {
  it('has every page of docs/ once, from the start to the decisions', () => {
    expect([...paths].sort()).toEqual(
      markdownFiles()
        .filter((path) => path.startsWith('docs/'))
        .sort(),
    );
    expect(paths[0]).toBe(CONTENTS);
    expect(paths.indexOf('docs/cookies.md')).toBeLessThan(paths.indexOf('docs/conversations.md'));
  });

  it.each(paths)('%s ends with its navigation: npm run docs writes it', (path) => {
    expect(read(path)).toBe(withNavigation(read(path), path, pages));
  });
});

describe('the navigation', () => {
  const texts: Record<string, string> = {
    'docs/README.md':
      '# Manual\n\n- [One](one.md): first\n- [All](all/README.md)\n\n[Web](https://a.example/x.md)\n',
    'docs/all/README.md': '1. [Deep](deep.md)\n',
  };
  const small = manualPages((path) => texts[path] ?? '');

  it('goes through the contents, and the contents of a folder', () => {
    expect(small.map(({ path }) => path)).toEqual([
      'docs/README.md',
      'docs/one.md',
      'docs/all/README.md',
      'docs/all/deep.md',
    ]);
  });

  it.each([
    ['docs/README.md', 'Next: [One](one.md)'],
    ['docs/one.md', '[Contents](README.md) · Next: [All](all/README.md)'],
    ['docs/all/README.md', 'Previous: [One](../one.md) · [Contents](../README.md) · Next: [Deep](deep.md)'],
    ['docs/all/deep.md', 'Previous: [All](README.md) · [Contents](../README.md)'],
  ])('of %s leads to its neighbours', (path, links) => {
    const page = withNavigation('# Title\n', path, small);
    expect(page).toMatch(/^# Title\n\n<!-- .* -->\n\n---\n\n/);
    expect(page.trimEnd().split('\n').at(-1)).toBe(links);
    expect(withNavigation(page, path, small)).toBe(page);
  });

  it('reads no contents from its own links', () => {
    texts['docs/README.md'] = withNavigation(texts['docs/README.md'] ?? '', CONTENTS, small);
    expect(manualPages((path) => texts[path] ?? '')).toEqual(small);
  });

  it('throws for text behind it, which would be lost', () => {
    const page = withNavigation('# Title\n', 'docs/one.md', small);
    expect(() => withNavigation(`${page}\n## More\n`, 'docs/one.md', small)).toThrow(
      'docs/one.md has text behind its navigation',
    );
  });

  it('throws for a page that the contents do not have', () => {
    expect(() => withNavigation('', 'docs/lost.md', small)).toThrow('docs/lost.md is not in the contents');
  });
});
