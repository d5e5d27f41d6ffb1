import { PassThrough } from 'node:stream';
import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readJsonLines } from '../src/json-lines';
import { settle } from './support/manual-timers';

/** What is read of these chunks. */
async function read(...chunks: (string | Uint8Array)[]): Promise<unknown[]> {
  const stream = new PassThrough();
  const values: unknown[] = [];
  readJsonLines(stream, (value) => values.push(value));
  for (const chunk of chunks) {
    stream.write(chunk);
    await settle();
  }
  return values;
}

it.each([
  ['one line', ['{"id":1}\n'], [{ id: 1 }]],
  ['two lines at once', ['1\n2\n'], [1, 2]],
  ['a line in pieces', ['{"i', 'd":', '1}', '\n'], [{ id: 1 }]],
  ['a character in pieces', [Buffer.from('"'), Buffer.of(0xc3), Buffer.of(0xa9, 0x22, 0x0a)], ['é']],
  ['a line that is no JSON', ['garbage\n1\n'], [1]],
  ['half a line before ours, which begins with a line break', ['{"id":', '\n{"id":2}\n'], [{ id: 2 }]],
  ['a line of 1,000 characters', [`"${'x'.repeat(998)}"\n`], ['x'.repeat(998)]],
  ['a longer one', [`"${'x'.repeat(999)}"\n1\n`], [1]],
  ['a longer one in pieces', [...Array.from({ length: 2000 }, () => '1'), '\n1\n'], [1]],
])('reads %s', async (_, chunks, values) => {
  expect(await read(...chunks)).toEqual(values);
});

it('throws for nothing that is written', async () => {
  const chunk = fc.oneof(fc.uint8Array(), fc.string(), fc.constantFrom('\n', '{', '"', '{"id":'));
  await fc.assert(
    fc.asyncProperty(fc.array(chunk), async (chunks) => {
      expect((await read(...chunks, '\n{"id":3}\n')).at(-1)).toEqual({ id: 3 });
    }),
  );
});
