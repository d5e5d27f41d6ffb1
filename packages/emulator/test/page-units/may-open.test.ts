import { expect, it } from '@jest/globals';
import { mayOpen } from '../../src/page/display/may-open';

it.each(['vscode://file/a.ts:1:2', 'idea://open?file=a.ts', 'https://a.example/'])('opens %s', (url) => {
  expect(mayOpen(url)).toBe(true);
});

it.each([
  'javascript:alert(1)',
  ' JavaScript:alert(1)',
  'java\tscript:alert(1)',
  'java\r\nscript:alert(1)',
  '\u0001javascript:alert(1)',
  'data:text/html,x',
  'vbscript:x',
  'a.ts',
  '',
])('does not open %j', (url) => {
  expect(mayOpen(url)).toBe(false);
});
