import { existsSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import {
  anchorsOf,
  codeSpansOf,
  definitionsOf,
  linksOf,
  markdownFiles,
  projectFiles,
  readPage,
  referencesOf,
} from '../support/markdown';

const pages = markdownFiles();
const files = projectFiles();
const names = new Set(files.map((path) => posix.basename(path)));

const FOLDERS = /^(?:packages|src|scripts|test|docs|bench|compat|torture|\.github|\.ci)\//;
const FILE = /^[\w@.-]+\.(?:ts|tsx|cts|mts|js|cjs|mjs|md|json|jsonl|html|css|svg|png|py|rb|php|go|java|pl)$/;

/** Files that the documentation names and that are not here. */
const NOT_HERE: Readonly<Record<string, string>> = {
  'src/functions/hello.protected.ts': 'the reader makes it',
  'src/functions/status.protected.ts': 'the reader makes it',
  'src/functions/NAME.protected.ts': 'stands for any name',
  'test/NAME.test.ts': 'stands for any name',
  'list.private.json': 'an example of a name',
  'list.PRIVATE.json': 'an example of a name that is refused',
  'src/index.ts': 'of each package',
};

/** Why a link leads nowhere, or `undefined`. */
function deadEnd(page: string, link: string): string | undefined {
  if (/^[a-z]+:/.test(link)) return undefined; // the web; not asked for
  const [target = '', anchor] = link.split('#');
  const path = target === '' ? page : posix.join(posix.dirname(page), decodeURI(target));
  if (!existsSync(path)) return `${page}: ${link} leads to no file`;
  if (anchor === undefined || !path.endsWith('.md')) return undefined;
  return anchorsOf(readPage(path)).includes(anchor) ? undefined : `${page}: ${link} leads to no heading`;
}

/** Whether a path that the documentation names is there: from the top, the page, or its package. */
function exists(page: string, path: string): boolean {
  const [fixed = ''] = path.split('*'); // of a pattern, the folder before it
  const from = ['.', posix.dirname(page), posix.join(posix.dirname(page), 'src')];
  return from.some((folder) => existsSync(posix.join(folder, fixed)));
}

describe('the documentation', () => {
  it('has pages', () => {
    expect(pages).toEqual(expect.arrayContaining(['README.md', 'docs/emulator.md', 'bench/README.md']));
  });

  it.each(pages)('%s: every link leads to a file of the project, and to a heading in it', (page) => {
    expect(linksOf(readPage(page)).flatMap((link) => deadEnd(page, link) ?? [])).toEqual([]);
  });

  it.each(pages)('%s: every reference link has an address', (page) => {
    const defined = new Set(definitionsOf(readPage(page)));
    expect(referencesOf(readPage(page)).filter((name) => !defined.has(name))).toEqual([]);
  });

  it.each(pages)('%s: every file that it names is there', (page) => {
    const named = codeSpansOf(readPage(page))
      .map((span) => span.replace(/(?::\d+)+$/, '')) // a line and a column
      .filter((span) => !(span in NOT_HERE));
    const gone = named.filter((span) =>
      FOLDERS.test(span) && /^[\w@./*-]+$/.test(span)
        ? !exists(page, span)
        : FILE.test(span) && !names.has(span),
    );
    expect(gone).toEqual([]);
  });

  it('every file that is excepted is named, and is not there', () => {
    const spans = new Set(pages.flatMap((page) => codeSpansOf(readPage(page))));
    const needless = Object.keys(NOT_HERE).filter(
      (name) => !spans.has(name) || existsSync(name) || names.has(name),
    );
    expect(needless).toEqual([]);
  });
});

it.each([
  ['## `conversation(name, code, options)`', 'conversationname-code-options'],
  ['### Options: `conversation(name, code, options)`', 'options-conversationname-code-options'],
  ["# The emulator: Twilio's side of an SMS", 'the-emulator-twilios-side-of-an-sms'],
  [
    '## Faults, and what only the hosted platform refuses',
    'faults-and-what-only-the-hosted-platform-refuses',
  ],
  ['## A - b', 'a---b'],
  ['## Adiós', 'adiós'],
])('the anchor of %s', (heading, anchor) => {
  expect(anchorsOf(`${heading}\n\ntext\n\n${heading}\n`)).toEqual([anchor, `${anchor}-1`]);
});
