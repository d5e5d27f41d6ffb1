import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { processesBelow, writeProject } from 'test-support';
import { readTypeCheck, startTypeCheck } from '../src/type-check';

const CONFIG = JSON.stringify({
  compilerOptions: { strict: true, types: [], lib: ['es2022'] },
  include: ['src', 'test'],
});
const GOOD = 'export const size: number = 1;\n';
const BAD = "export const size: number = 'x';\n";

const stops: AbortController[] = [];

afterEach(() => {
  for (const stop of stops.splice(0)) stop.abort();
});

/** A type check of a folder with these files, and the next thing that it says. */
async function check(files: Readonly<Record<string, string>>, hasTypeScript = true) {
  const root = await writeProject({ 'package.json': '{}', ...files });
  if (hasTypeScript) await symlink(join(process.cwd(), 'node_modules'), join(root, 'node_modules'));
  const said: unknown[] = [];
  let wake = (): void => undefined;
  const say = (what: unknown): void => {
    said.push(what);
    wake();
  };
  const stop = new AbortController();
  stops.push(stop);
  const types = startTypeCheck({
    root,
    stopping: stop.signal,
    onChecked(problems, total) {
      say({ problems, total });
    },
    onUnable(reason) {
      say(reason);
    },
  });
  return {
    root,
    stop,
    check: types.check,
    next: async () => {
      while (said.length === 0) await new Promise<void>((resolve) => (wake = resolve));
      return said.shift();
    },
  };
}

const PROBLEM = {
  message: "TS2322: Type 'string' is not assignable to type 'number'.",
  at: { file: 'src/a.ts', line: 1, column: 14 },
};

describe('the types of src', () => {
  it('are checked again after each change, also of several at once', async () => {
    const types = await check({ 'tsconfig.json': CONFIG, 'src/a.ts': BAD, 'test/b.ts': BAD });
    types.check();
    expect(await types.next()).toEqual({ problems: [PROBLEM], total: 1 });
    await writeFile(join(types.root, 'src/a.ts'), GOOD);
    types.check();
    types.check();
    expect(await types.next()).toEqual({ problems: [], total: 0 });
    await writeFile(join(types.root, 'src/c.ts'), BAD.repeat(30).replace(/size/g, 's'));
    types.check();
    expect(await types.next()).toMatchObject({ problems: { length: 20 }, total: expect.any(Number) });
  });

  it.each([
    ['without TypeScript', { 'tsconfig.json': CONFIG }, false, "Cannot find module 'typescript'"],
    ['without a tsconfig.json', {}, true, 'tsconfig.json'],
    [
      'with a TypeScript of another kind',
      { 'tsconfig.json': CONFIG, 'node_modules/typescript/index.js': 'exports.version = "7.0.0";' },
      false,
      'this version of TypeScript, 7.0.0, has no interface for that',
    ],
    [
      'with a broken TypeScript',
      { 'tsconfig.json': CONFIG, 'node_modules/typescript/index.js': 'process.abort();' },
      false,
      'its process has ended (SIGABRT)',
    ],
  ])('are not checked %s, and that is said once', async (_, files, hasTypeScript, reason) => {
    const types = await check({ 'src/a.ts': BAD, ...files }, hasTypeScript);
    types.check();
    expect(await types.next()).toContain(reason);
    types.check();
  });

  it('are not checked any more when everything stops', async () => {
    const types = await check({ 'tsconfig.json': CONFIG, 'src/a.ts': BAD });
    types.check();
    await types.next();
    types.stop.abort();
    types.check();
    const isRunning = () =>
      processesBelow(process.pid).some(({ command }) => command.includes('check-types.cjs'));
    while (isRunning()) await new Promise((resolve) => setImmediate(resolve));
    expect(isRunning()).toBe(false);
  });
});

it.each([
  [{}, true],
  [{ TYPE_CHECK: 'on' }, true],
  [{ TYPE_CHECK: 'off' }, false],
])('of %j, types are checked: %s', (env, expected) => {
  expect(readTypeCheck(env)).toBe(expected);
});

it('refuses another value of TYPE_CHECK by its name', () => {
  expect(() => readTypeCheck({ TYPE_CHECK: 'no' })).toThrow('TYPE_CHECK must be on or off, not "no".');
});
