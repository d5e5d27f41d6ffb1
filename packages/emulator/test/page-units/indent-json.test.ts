import { expect, it } from '@jest/globals';
import { indentJson } from '../../src/page/display/indent-json';

it.each([
  ['{"sid":"SM1"}', '{\n  "sid": "SM1"\n}'],
  [' [1]', '[\n  1\n]'],
])('indents %s', (source, indented) => {
  expect(indentJson(source)).toBe(indented);
});

it.each(['', '1', '"a"', '<Response/>', '{"sid":', '[hello]'])('leaves %j to others', (source) => {
  expect(indentJson(source)).toBeNull();
});
