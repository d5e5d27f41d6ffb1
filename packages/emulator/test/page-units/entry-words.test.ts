import { expect, it } from '@jest/globals';
import { entryWords } from '../../src/page/display/entry-words';

it.each([
  [{ detail: 'HTTP 500.' }, 'HTTP 500.'],
  [
    { detail: 'unclosed tag: Message', position: { line: 4, column: 11 } },
    'unclosed tag: Message. Line 4, column 11 of the answer.',
  ],
  [
    { detail: 'This is no TwiML.', position: { line: 1, column: 1 } },
    'This is no TwiML. Line 1, column 1 of the answer.',
  ],
])('of %j: %s', (entry, words) => {
  expect(entryWords(entry)).toBe(words);
});
