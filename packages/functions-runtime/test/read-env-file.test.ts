import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { temporaryFolder } from 'test-support';
import { readEnvFile } from '../src/read-env-file';

it('reads lines as twilio-run and the Twilio CLI do', async () => {
  const file = join(await temporaryFolder(), '.env');
  await writeFile(
    file,
    [
      '# a comment',
      'PLAIN=a=b',
      ' SPACED = text ',
      'COMMENT=a # b',
      'DOUBLE="a\\nb # c"',
      "SINGLE='a\\nb'",
      'UNCLOSED="a',
      'EMPTY=',
      'export EXPORTED=1',
      'COLON: 1',
      'PLAIN=again\r',
    ].join('\n'),
  );
  expect(readEnvFile(file)).toEqual({
    PLAIN: 'again',
    SPACED: 'text',
    COMMENT: 'a # b',
    DOUBLE: 'a\nb # c',
    SINGLE: 'a\\nb',
    UNCLOSED: 'a',
    EMPTY: '',
  });
});

it('has nothing of a file that is not there, and throws for one that cannot be read', async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, '.env'));
  expect(readEnvFile(join(folder, 'none'))).toBeUndefined();
  expect(() => readEnvFile(join(folder, '.env'))).toThrow('EISDIR');
});
