import { readFile, rm, symlink } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { buildFunctions, buildFunctionsSync } from '../src/build-functions';
import { OURS, runBuild, startProject } from './support/build-project';

// What a build refuses; what was built before stays in place.
describe('npm run build, when something is wrong,', () => {
  it('leaves a source that does not compile out, with its place, and what was built before in', async () => {
    const { root, files, write } = await startProject();
    await buildFunctions(root);
    await write('src/functions/broken.ts', 'export const = 1;');
    const build = runBuild(root);
    expect(await build.ended).toBe(1);
    expect(build.output()).toContain('src/functions/broken.ts:1:13: ERROR');
    expect(await files('dist/functions')).toEqual(OURS);
  });

  it('says of a Function without a handler where shared code belongs', async () => {
    const { root, files, write } = await startProject();
    await buildFunctions(root);
    await write('src/functions/deep/shared.ts', 'export const handle = () => undefined;');
    const build = runBuild(root);
    expect(await build.ended).toBe(1);
    expect(build.output()).toContain(
      'src/functions/deep/shared.ts:1:1: ERROR: It does not export a handler.',
    );
    expect(() => buildFunctionsSync(root)).toThrow('belongs elsewhere, as in src/lib');
    expect(await files('dist/functions')).toEqual(OURS);
  });

  it.each(['', '// to be written', 'console.log();', 'export type handler = 1;'])(
    'does not build a Function whose source is %j, as an editor leaves it for a moment',
    async (source) => {
      const { root, at, write } = await startProject();
      await buildFunctions(root);
      const before = await readFile(at('dist/functions/sms.protected.js'), 'utf8');
      await write('src/functions/sms.protected.ts', source);
      const problem = 'src/functions/sms.protected.ts:1:1: ERROR: It does not export a handler.';
      await expect(buildFunctions(root)).rejects.toThrow(problem);
      expect(() => buildFunctionsSync(root)).toThrow(problem);
      expect(await readFile(at('dist/functions/sms.protected.js'), 'utf8')).toBe(before);
    },
  );

  it.each([
    '.twilioserverlessrc',
    '.twilioserverlessrc.json',
    '.twilioserverlessrc.yaml',
    '.twilioserverlessrc.yml',
  ])('stops at %s, which the toolkit prefers to the config that builds', async (name) => {
    const { root, write } = await startProject();
    await write(name, '{}');
    await expect(buildFunctions(root)).rejects.toThrow(`${name} would be the toolkit's config in place of`);
  });

  it('stops at the toolkit’s key in package.json', async () => {
    const { root, write } = await startProject();
    await write('package.json', '{ "twilioserverless": {} }');
    await expect(buildFunctions(root)).rejects.toThrow('The key "twilioserverless" in package.json would be');
  });

  it.each<[string, string, string]>([
    ['settings.txt', '../../.env.example', 'is a link to .env.example, which holds variables.'],
    [
      'list.json',
      'list.private.json',
      'would be public, and is a link to src/assets/list.private.json, which looks private.',
    ],
    ['hosts.txt', '/etc/hosts', 'is a link to a file outside of the project.'],
  ])('stops at an Asset %s that is a link to %s', async (name, target, problem) => {
    const { root, at, write } = await startProject();
    await write('src/assets/list.private.json', '[]');
    await symlink(target, at('src/assets', name));
    await expect(buildFunctions(root)).rejects.toThrow(`src/assets/${name} ${problem}`);
  });

  it('lets an Asset be a link to a file of the project that is for everybody', async () => {
    const { root, at } = await startProject();
    await symlink('../../package.json', at('src/assets/about.json'));
    await symlink('index.html', at('src/assets/start.html'));
    expect(await buildFunctions(root)).toEqual(OURS);
  });

  it('stops at an Asset with variables', async () => {
    const { root, write } = await startProject();
    await write('src/assets/.env.production', 'SECRET=1');
    await expect(buildFunctions(root)).rejects.toThrow(
      'src/assets/.env.production would be served, and holds variables.',
    );
  });

  it('stops at names that would be more public than they look, and leaves what was built before in', async () => {
    const { root, at, files, write } = await startProject();
    await buildFunctions(root);
    await write('src/assets/id.private', 'not for everybody');
    await write('src/functions/hook.Protected.ts', 'export const handler = () => undefined;');
    const build = runBuild(root);
    expect(await build.ended).toBe(1);
    expect(build.output()).toContain('src/assets/id.private looks private and would be public');
    expect(build.output()).toContain('Name it src/functions/hook.protected.ts, or');
    expect(await files('dist/functions')).toEqual(OURS);

    await rm(at('src/assets/id.private'));
    await rm(at('src/functions/hook.Protected.ts'));
    expect(await buildFunctions(root)).toEqual(OURS);
  });

  it.each([
    ['nowhere', 'is a symbolic link to nothing'],
    ['.', 'leads back to a folder above it'],
  ])('stops at an Asset that is a link to %s, of which a deploy would not come back', async (target, why) => {
    const { root, at } = await startProject();
    await symlink(target, at('src/assets/link'));
    await expect(buildFunctions(root)).rejects.toThrow(`${at('src/assets/link')} ${why}`);
  });

  it('stops at a linked folder of Functions, and ignores an editor’s lock', async () => {
    const { root, at } = await startProject();
    await symlink('ann@host.1234', at('src/functions/.#sms.protected.ts'));
    expect(await buildFunctions(root)).toEqual(OURS);
    await symlink('../../scripts', at('src/functions/linked'));
    await expect(buildFunctions(root)).rejects.toThrow(
      'src/functions/linked is a link to a folder, which no build follows.',
    );
  });

  it('refuses to build nothing, and leaves what was built', async () => {
    const { root, at, files } = await startProject();
    await buildFunctions(root);
    await rm(at('src/functions'), { recursive: true });
    await expect(buildFunctions(root)).rejects.toThrow(
      'There is no Function: no TypeScript file below src/functions.',
    );
    expect(await files('dist/functions')).toEqual(OURS);
  });
});
