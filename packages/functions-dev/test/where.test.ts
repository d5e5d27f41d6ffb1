import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { temporaryFolder } from 'test-support';
import { buildFunctions } from '../src/build-functions';
import { where } from '../src/where';

const SOURCE = `type Event = { Body: string };

export const handler = (_: unknown, event: Event): void => {
  throw new Error('no ' + event.Body);
};
`;

/** A map with other properties. */
const changed = (properties: object) => (map: string) =>
  JSON.stringify({ ...(JSON.parse(map) as object), ...properties });

const nothing = () => Promise.resolve('');

describe('npm run where', () => {
  let root: string;
  let place: string;
  // Each test has its own: some change the sources and the maps.
  beforeEach(async () => {
    root = await temporaryFolder();
    await mkdir(join(root, 'src/functions'), { recursive: true });
    await writeFile(join(root, 'src/functions/broken.protected.ts'), SOURCE);
    await mkdir(join(root, 'src/functions/admin'));
    await writeFile(join(root, 'src/functions/admin/broken.protected.ts'), `// another one\n${SOURCE}`);
    await writeFile(join(root, 'src/functions/fine.ts'), 'export const handler = () => undefined;\n');
    await buildFunctions(root);
    const built = join(root, 'dist/functions/broken.protected.js');
    const { handler } = createRequire(__filename)(built) as { handler: (...args: unknown[]) => void };
    let stack = '';
    try {
      handler({}, { Body: 'x' });
    } catch (error) {
      stack = (error as Error).stack ?? '';
    }
    [, place = ''] = /broken\.protected\.js:(\d+:\d+)/.exec(stack) ?? [];
  });

  const HERE = `src/functions/broken.protected.ts:4:9    throw new Error('no ' + event.Body);`;
  const HANDLER = `/var/task/handlers/ZN${'0'.repeat(32)}.js`;

  it('prints the line of TypeScript, and by which maps', async () => {
    const printed = await where(root, [`broken.protected.js:${place}`], nothing);
    expect(printed).toContain(HERE);
    expect(printed).toContain('By dist/maps, the last build, 2');
    expect(await where(root, ['--function=broken', place], nothing)).toContain(HERE);
  });

  it('maps a whole stack, as Twilio names the Function', async () => {
    const stack = `Error: no [Body]\n    at exports.handler (${HANDLER}:${place})\n    at node:internal/x:1:1\n`;
    const printed = await where(root, [], () => Promise.resolve(stack));
    expect(printed).toContain(
      `${stack.split('\n')[1] ?? ''}\n        if admin/broken.protected.js: src/functions/admin/`,
    );
    expect(printed).toContain(`        if broken.protected.js: ${HERE}`);
    expect(printed).toContain('    at node:internal/x:1:1');
    expect(await where(root, ['--function', '/broken'], () => Promise.resolve(stack))).toContain(`  ${HERE}`);
  });

  it.each([
    [['admin/broken.protected.js:']],
    [['--function', 'admin/broken']],
    [['/x/admin/broken.protected.js:']],
    [['C:\\clone\\dist\\functions\\admin\\broken.protected.js:']],
  ])('does not take a nested Function for another one: %j', async ([first = '', ...rest]) => {
    const args = first.endsWith(':') ? [first + place] : [first, ...rest, place];
    expect(await where(root, args, nothing)).toContain('        src/functions/admin/broken.protected.ts:5:9');
  });

  it('takes a stack of Windows', async () => {
    const line = `    at handler (C:\\clone\\dist\\functions\\broken.protected.js:${place})`;
    expect(await where(root, [], () => Promise.resolve(line))).toContain(`${line}\n        ${HERE}`);
  });

  it('takes no time of day for a place', async () => {
    const stack = `2026-05-01 3:3:05 Error: x\n    at exports.handler (${HANDLER}:${place})`;
    const printed = await where(root, ['--function', 'broken'], () => Promise.resolve(stack));
    expect(printed).toContain(`${stack}\n        ${HERE}`);
  });

  it.each([
    ['letters', 'a'.repeat(300_000)],
    ['slashes', '/'.repeat(300_000)],
    ['ends of paths', '.js:'.repeat(75_000)],
    ['digits', `.js:${'1'.repeat(300_000)}`],
    ['spaces', ' '.repeat(300_000)],
    ['parentheses', '('.repeat(300_000)],
  ])('is done in a moment with 300 kB of %s', async (_, text) => {
    const stack = `${text}x (broken.protected.js:${place})${text}`;
    const began = performance.now();
    const printed = await where(root, [], () => Promise.resolve(stack));
    expect(performance.now() - began).toBeLessThan(2000);
    expect(printed).toContain(HERE);
  });

  it.each<[string, (whole: string) => string]>([
    ['nothing', () => ''],
    ['a half of it', (whole) => whole.slice(0, whole.length / 2)],
    ['{}', () => '{}'],
    ['null', () => 'null'],
    ['another version', changed({ version: 2 })],
    ['no sources', changed({ sources: undefined })],
    ['no content of the sources', changed({ sourcesContent: undefined })],
    ['sources that are no files', changed({ sources: ['a.ts'] })],
  ])('names a map that holds %s, and goes on with the others', async (_, change) => {
    const map = 'dist/maps/admin/broken.protected.js.map';
    const whole = await readFile(join(root, map), 'utf8');
    await writeFile(join(root, map), change(whole));
    const stack = `    at x (${HANDLER}:${place})\n    at y (${HANDLER}:${place})`;
    const printed = await where(root, [], () => Promise.resolve(stack));
    expect(printed.split(HERE)).toHaveLength(3);
    expect(
      printed.split(`${map} is not a source map, or not all of one, and was left out: npm run build`),
    ).toHaveLength(2);
    await expect(where(root, [`admin/broken.protected.js:${place}`], nothing)).rejects.toThrow(
      `${map} is not a source map, or not all of one, and was left out: npm run build`,
    );

    await buildFunctions(root);
    expect(await readFile(join(root, map), 'utf8')).toBe(whole);
  });

  it('finds a place in a source without content', async () => {
    const map = join(root, 'dist/maps/broken.protected.js.map');
    await writeFile(map, changed({ sourcesContent: [null, null] })(await readFile(map, 'utf8')));
    const printed = await where(root, [`broken.protected.js:${place}`], nothing);
    expect(printed).toContain('        src/functions/broken.protected.ts:4:9    \n');
    await buildFunctions(root);
  });

  it('prefers the maps of the last deploy', async () => {
    await mkdir(join(root, 'dist/deployed'));
    await rename(join(root, 'dist/maps'), join(root, 'dist/deployed/maps'));
    const printed = await where(root, [`broken.protected.js:${place}`], nothing);
    expect(printed).toContain('By dist/deployed/maps, the last deploy from here');

    await writeFile(join(root, 'src/functions/broken.protected.ts'), `\n${SOURCE}`);
    await buildFunctions(root);
    expect(await where(root, [`broken.protected.js:${place}`], nothing)).toContain('protected.ts:4:9');
    const built = await where(root, ['--build', `broken.protected.js:${place}`], nothing);
    expect(built).toContain('protected.ts:5:9');
    expect(built).toContain('By dist/maps, the last build');
  });

  it.each([
    ['no place', ['hello'], 'No place in'],
    ['an unknown file', ['other.js:1:1'], 'No place in'],
    ['a line that is not there', ['broken.protected.js:9999:1'], 'No place in'],
    [
      'an unknown Function',
      ['--function', 'other', '1:1'],
      'No Function "other". There are: admin/broken.protected.js, broken',
    ],
    ['nothing', [], 'npm run where --'],
  ])('refuses %s', async (_, args, problem) => {
    await expect(where(root, args, nothing)).rejects.toThrow(problem);
  });

  it('says what to do without maps', async () => {
    await expect(where(await temporaryFolder(), ['a.js:1:1'], nothing)).rejects.toThrow('npm run build');
  });
});
