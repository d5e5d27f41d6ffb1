import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { BOTKIT, NPM_APPS, PUBLIC_APPS } from './support/npm-apps';
import { OTHER_APPS } from './support/other-apps';
import type { Show } from './support/shows';

const DOC = readFileSync(join(__dirname, '../../docs/compat.md'), 'utf8');
const COLUMNS: readonly Show[] = ['counter', 'survey', 'signature', 'files'];

type Row = { readonly name: string; readonly shows: readonly Show[] };

it.each([
  ['npm', [...NPM_APPS, BOTKIT, ...PUBLIC_APPS]],
  ['other languages', OTHER_APPS],
])('the table of %s in docs/compat.md has each app, and what it shows', (name, apps: readonly Row[]) => {
  const [, table = ''] = DOC.split(`<!-- ${name} -->`);
  const [, , ...rows] = table.split('<!--')[0]?.trim().split('\n') ?? [];
  expect(
    rows.map((row) =>
      row
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    ),
  ).toEqual(
    apps.map(({ name, shows }) => [name, ...COLUMNS.map((show) => (shows.includes(show) ? 'yes' : ''))]),
  );
});
