import { expect, it } from '@jest/globals';
import { markedLines } from '../../src/page/display/marked-lines';

const SOURCE = Array.from({ length: 30 }, (_, index) => `line ${index + 1}`).join('\n');
const numbers = (...marks: [line: number, column: number][]) =>
  markedLines(
    SOURCE,
    marks.map(([line, column]) => ({ line, column, note: 'oh' })),
  ).map((line) => (line === null ? '…' : `${line.number}${line.marks.length > 0 ? '!' : ''}`));

it.each([
  ['around a mark', [[10, 1]], '… 5 6 7 8 9 10! 11 12 13 14 15 …'],
  ['at the beginning', [[1, 1]], '1! 2 3 4 5 6 …'],
  ['of a mark behind the end', [[99, 1]], '… 25 26 27 28 29 30!'],
  [
    'around two that are near',
    [
      [8, 1],
      [12, 4],
    ],
    '… 3 4 5 6 7 8! 9 10 11 12! 13 14 15 16 17 …',
  ],
] as [string, [number, number][], string][])('shows the lines %s', (_, marks, expected) => {
  expect(numbers(...marks).join(' ')).toBe(expected);
});

it('shows none without a mark', () => {
  expect(numbers()).toEqual(['…']);
});
