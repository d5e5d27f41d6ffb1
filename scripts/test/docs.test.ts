import { execFileSync } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { expect, it } from '@jest/globals';

const read = (path: string) => readFile(path, 'utf8');

it('the README shows the whole of the Function /sms as it is', async () => {
  const source = await read('src/functions/sms.protected.ts');
  expect(await read('README.md')).toContain('```ts\n' + source + '```');
});

it('dependencies are the two that Twilio installs, in exact versions', async () => {
  const { dependencies } = JSON.parse(await read('package.json')) as { dependencies: Record<string, string> };
  expect(dependencies).toEqual({
    '@twilio/runtime-handler': '2.0.1',
    twilio: expect.stringMatching(/^\d+\.\d+\.\d+$/),
  });
});

it.each(['functions-runtime', 'test-support'])('the README of %s has a row for each file', async (name) => {
  const readme = await read(`packages/${name}/README.md`);
  const files = (await readdir(`packages/${name}/src`)).filter((file) => file !== 'index.ts');
  expect(files.filter((file) => !readme.includes(`\`${file}\``))).toEqual([]);
});

it('the pinned twilio-run has every command and option that the documentation names', async () => {
  const named = [
    ...(await read('docs/deploying.md')).matchAll(/npx twilio-run ([a-z ]+?)((?: +--.*)?)$/gm),
  ].map(([, command = '', options = '']) => ({
    // `env set` is in the file env/env-set, `list builds` in the file list.
    module: command
      .trim()
      .replace(/^(env) /, '$1/$1-')
      .replace(/ .*/, ''),
    options: [...options.matchAll(/--([a-z-]+)/g)].map(([, option]) => option),
  }));
  expect(named.length).toBeGreaterThanOrEqual(4);
  // One process for all: twilio-run takes half a second to load.
  const script = `console.log(JSON.stringify(${JSON.stringify(named)}.map(({ module }) =>
    Object.keys(require('twilio-run/dist/commands/' + module).cliInfo.options))))`;
  const known = JSON.parse(
    execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' }),
  ) as string[][];
  for (const [index, { options }] of named.entries())
    expect(known[index]).toEqual(expect.arrayContaining(options));
});
