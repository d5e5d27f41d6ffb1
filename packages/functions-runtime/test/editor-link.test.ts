import { expect, it } from '@jest/globals';
import { readEditorUrl } from '../src/editor-link';

const urlOf = (template: string | undefined, place = { file: 'src/a b&c.ts', line: 12, column: 5 }) =>
  readEditorUrl('/home/me', template === undefined ? {} : { EDITOR_URL: template })(place).url;

it.each([
  ['VS Code by default', undefined, 'vscode://file/home/me/src/a%20b%26c.ts:12:5'],
  ['VS Code for an empty one', '', 'vscode://file/home/me/src/a%20b%26c.ts:12:5'],
  [
    'another editor',
    'idea://open?file={file}&line={line}&column={column}',
    'idea://open?file=/home/me/src/a%20b%26c.ts&line=12&column=5',
  ],
  ['none', 'off', undefined],
])('a place is opened in %s', (_, template, url) => {
  expect(urlOf(template)).toBe(url);
});

it('a file without a line is opened at its beginning', () => {
  expect(readEditorUrl('/home/me', {})({ file: 'a.ts' }).url).toBe('vscode://file/home/me/a.ts:1:1');
});

it.each(['code', 'javascript:alert("{file}")', 'JAVASCRIPT:{file}', 'data:{file}', 'vscode://file'])(
  'EDITOR_URL=%s is refused by its name',
  (template) => {
    expect(() => urlOf(template)).toThrow('EDITOR_URL must be the address of an editor');
  },
);
