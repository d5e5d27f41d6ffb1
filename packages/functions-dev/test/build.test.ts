import childProcess from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { stop } from 'esbuild';
import { copyProject, run, SECRET, sendWebhook, temporaryFolder } from 'test-support';
import { CookieJar } from 'tough-cookie';
import { buildFunctions, buildFunctionsSync, keepMapsOfDeploy } from '../src/build-functions';
import { createEnvFile } from '../src/env-file';
import { OURS, runBuild, startProject } from './support/build-project';

describe('npm run build', () => {
  it('makes one file for each Function under the same path, and nothing else', async () => {
    const { root, at, files, write } = await startProject();
    await write('src/functions/deep/er/hook.ts', 'export const handler = () => undefined;');
    await write('src/functions/types.d.ts', 'declare const nothing: 0;');
    await write('src/functions/notes.md', 'not a Function');
    await write('dist/functions/old.js', 'a Function that was removed');
    await write('dist/functions/old/sms.js.map', '{}');
    const build = run(root, 'npm', ['run', 'build']);
    expect(await build.ended).toBe(0);
    expect(build.output()).toContain('dist/functions/sms.protected.js');
    expect(await files('dist/functions')).toEqual(['deep/er/hook.js', ...OURS].sort());

    await rm(at('src/functions/deep'), { recursive: true });
    expect(await buildFunctions(root)).toEqual(OURS);
    expect(await files('dist/functions')).toEqual(OURS);
  });

  it('leaves what a linked output folder leads to', async () => {
    const { root, at, files } = await startProject();
    await mkdir(at('dist'));
    await symlink('../src/functions', at('dist/functions'));
    await buildFunctions(root);
    expect(await files('src/functions')).toEqual(OURS.map((file) => file.replace(/js$/, 'ts')));
    expect(await files('dist/functions')).toEqual(OURS);
  });

  it('exports the handler of a Function alone, in strict mode, and everything of a private one', async () => {
    const { root, at, write } = await startProject();
    const source =
      'export const other = 1; export function handler(this: unknown) { return this; } export default 2;';
    await write('src/functions/called.ts', source);
    await write('src/functions/deep/loaded.private.ts', source);
    await write(
      'src/functions/common.ts',
      'declare const exports: object; Object.assign(exports, { handler: 1 });',
    );
    await buildFunctions(root);
    const called = createRequire(at('package.json'))(at('dist/functions/called.js')) as {
      handler: () => unknown;
    };
    expect(Object.keys(called)).toEqual(['handler']);
    expect(called.handler.call(undefined)).toBeUndefined();
    const loaded: unknown = createRequire(at('package.json'))(at('dist/functions/deep/loaded.private.js'));
    expect(Object.keys(loaded as object).sort()).toEqual(['default', 'handler', 'other']);
    const common: unknown = createRequire(at('package.json'))(at('dist/functions/common.js'));
    expect(common).toEqual({ handler: 1 });
  });

  it('leaves twilio and @twilio/* to the platform, and bundles every other package', async () => {
    const { root, at, write } = await startProject();
    await write(
      'src/functions/uses.ts',
      `import twilio from 'twilio'; import devHandler from '@twilio/runtime-handler/dev'; import { CookieJar } from 'tough-cookie';
       export const handler = () => [twilio, devHandler, CookieJar];`,
    );
    await buildFunctions(root);
    const text = await readFile(at('dist/functions/uses.js'), 'utf8');
    const required = [...text.matchAll(/require\("([^"]+)"\)/g)].map(([, name]) => name);
    expect(required).toEqual(expect.arrayContaining(['twilio', '@twilio/runtime-handler/dev']));
    expect(required).not.toContain('tough-cookie');
  });

  it('writes maps beside the Functions, and keeps those of what was deployed', async () => {
    const { root, at, files, write } = await startProject();
    await write('dist/maps/old.js.map', '{}');
    await buildFunctions(root);
    expect(await files('dist/functions')).toEqual(OURS);
    expect(await files('dist/maps')).toEqual(OURS.map((file) => `${file}.map`));
    const { sources } = JSON.parse(await readFile(at('dist/maps/sms.protected.js.map'), 'utf8')) as {
      sources: string[];
    };
    expect(sources).toContain(pathToFileURL(at('src/functions/sms.protected.ts')).href);
    expect(await files('dist/deployed')).toEqual([]);

    buildFunctionsSync(root, 'after');
    keepMapsOfDeploy(root);
    await write('src/functions/new.ts', 'export const handler = () => undefined;');
    await buildFunctions(root);
    expect(await files('dist/maps')).toContain('new.js.map');
    expect(await files('dist/deployed/maps')).toEqual(OURS.map((file) => `${file}.map`));
    buildFunctionsSync(root, 'after'); // of a deploy that fails
    expect(await files('dist/deployed/maps')).toEqual(OURS.map((file) => `${file}.map`));
    buildFunctionsSync(root, 'now');
    expect(await files('dist/deployed/maps')).toContain('new.js.map');
  });

  it('goes on when esbuild’s process has ended', async () => {
    const { root, files, write } = await startProject();
    await stop();
    const spawn = jest.spyOn(childProcess, 'spawn');
    await buildFunctions(root);
    const [started] = spawn.mock.results;
    spawn.mockRestore();
    const esbuild = started?.value as childProcess.ChildProcess;
    esbuild.kill('SIGKILL');
    await once(esbuild, 'close');

    await write('src/functions/new.ts', 'export const handler = () => undefined;');
    expect(await buildFunctions(root)).toEqual(['new.js', ...OURS].sort());
    expect(await files('dist/functions')).toEqual(['new.js', ...OURS].sort());
  });

  it('is whole when several processes build at once', async () => {
    const { root, files } = await startProject();
    const builds = Array.from({ length: 4 }, () => runBuild(root));
    expect(await Promise.all(builds.map(({ ended }) => ended))).toEqual([0, 0, 0, 0]);
    expect(await files('dist/functions')).toEqual(OURS);
    expect((await files('dist')).filter((file) => file.startsWith('.staging'))).toEqual([]);
  });
});

describe('the artifact', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await temporaryFolder();
    await mkdir(join(folder, 'functions'));
    await mkdir(join(folder, 'node_modules/@twilio'), { recursive: true });
    await cp('dist/functions/sms.protected.js', join(folder, 'functions/sms.protected.js'));
    const { dependencies } = JSON.parse(await readFile('package.json', 'utf8')) as { dependencies: object };
    await writeFile(join(folder, 'package.json'), JSON.stringify({ dependencies }));
    for (const name of Object.keys(dependencies)) {
      await symlink(join(process.cwd(), 'node_modules', name), join(folder, 'node_modules', name));
    }
  });

  it('answers alone, with only the dependencies, and requires nothing but node:crypto', async () => {
    const script = join(__dirname, 'support/serve-artifact.cjs');
    const served = run(folder, process.execPath, [script, folder, 'sms.protected.js'], {
      SESSION_SECRET: SECRET,
    });
    await served.prints('port');
    const url = `http://127.0.0.1:${/port (\d+) /.exec(served.output())?.[1] ?? ''}/sms`;
    const jar = new CookieJar();
    const message = { From: '+15551110000', To: '+15552220000', Body: 'hi' };
    expect((await sendWebhook(url, message, { jar })).texts).toEqual(['Hello, thanks for the new message.']);
    expect((await sendWebhook(url, message, { jar })).texts).toEqual(['Hello, thanks for message number 2']);
    await served.interrupt();
    const required = [...served.output().matchAll(/requires (\S+)/g)].map(([, name]) => name);
    expect(new Set(required)).toEqual(new Set(['node:crypto']));
  });

  it('is readable CommonJS without a source map, and at most 10 kB', async () => {
    const text = await readFile(join(folder, 'functions/sms.protected.js'), 'utf8');
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(10_000);
    expect(text).toContain('exports.handler = handler;');
    expect(text).not.toContain('__export');
    expect(text).toContain('// src/functions/sms.protected.ts');
    expect(text).toContain('function sessionCookie(');
    expect(text).not.toContain('sourceMappingURL');
    expect(text).not.toContain('serverless-runtime-types');
  });
});

describe('the file .env', () => {
  it('is made once, for its owner alone, with a new secret each time, and never touched again', async () => {
    const project = await copyProject();
    const file = join(project.root, '.env');
    const secrets = [];
    for (let made = 0; made < 2; made++) {
      expect(await createEnvFile(project.root)).toBe(true);
      expect((await stat(file)).mode & 0o777).toBe(0o600);
      secrets.push(await project.env('SESSION_SECRET'));
      await writeFile(file, 'MINE=1');
      expect(await createEnvFile(project.root)).toBe(false);
      expect(await readFile(file, 'utf8')).toBe('MINE=1');
      await rm(file);
    }
    expect(secrets[0]).toMatch(/^[0-9a-f]{64}$/);
    expect(secrets[1]).not.toBe(secrets[0]);
  });
});
