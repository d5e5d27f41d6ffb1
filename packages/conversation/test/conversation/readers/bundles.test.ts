import { describe, expect, it } from '@jest/globals';
import { build } from 'esbuild';

/** The bytes of each file in the bundle of a program, by its path. */
async function bundle(contents: string): Promise<[path: string, bytes: number][]> {
  const { metafile } = await build({
    stdin: { contents, resolveDir: __dirname, loader: 'ts' },
    bundle: true,
    platform: 'node',
    metafile: true,
    write: false,
    outdir: 'dist',
  });
  return Object.values(metafile.outputs)
    .flatMap(({ inputs }) => Object.entries(inputs))
    .map(([path, { bytesInOutput }]): [string, number] => [path, bytesInOutput])
    .filter(([, bytes]) => bytes > 0);
}

const OF = '../../../src/conversation/readers';
const using = (reader: string, file: string) =>
  bundle(`import { ${reader} } from '${OF}/${file}'; console.log(${reader});`);
const CALENDAR = /\/readers\/calendar\//;
const PHONE_NUMBERS = /node_modules\/libphonenumber-js\//;

describe('the bundle with a reader', () => {
  it.each([
    ['text', 'text', []],
    ['date', 'date', [CALENDAR]],
    ['time', 'time', [CALENDAR]],
    ['dateTime', 'date-time', [CALENDAR]],
    ['email', 'email', []],
    ['files', 'files', []],
    ['phoneNumber', 'phone-number', [PHONE_NUMBERS]],
  ])('%s has only what that reader needs', async (reader, file, needed) => {
    const paths = (await using(reader, file)).map(([path]) => path);
    expect([CALENDAR, PHONE_NUMBERS].filter((part) => paths.some((path) => part.test(path)))).toEqual(needed);
  });

  it.each([
    ['dateTime', 'date-time', 40_000],
    ['email', 'email', 10_000],
    ['phoneNumber', 'phone-number', 200_000],
  ])('%s is small', async (reader, file, limit) => {
    const bytes = (await using(reader, file)).reduce((sum, [, size]) => sum + size, 0);
    expect(bytes).toBeLessThan(limit);
  });
});
