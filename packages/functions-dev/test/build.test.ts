import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildFunctions } from '../src/build-functions';
import { createEnvFile } from '../src/env-file';
import { copyProject, run, type Project, sendWebhook, SECRET } from 'test-support';
import { CookieJar } from 'tough-cookie';

const OURS = ['reservation.protected.js', 'sms.protected.js'];

let project: Project;
beforeAll(async () => {
  project = await copyProject();
});

const at = (...path: string[]) => join(project.root, ...path);
const built = async () =>
  (await readdir(at('dist/functions'), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(at('dist/functions').length + 1))
    .sort();

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(at(path)), { recursive: true });
  await writeFile(at(path), text);
}

describe('npm run build', () => {
  it('makes one file for each Function under the same path, and nothing else', async () => {
    await write('src/functions/deep/er/hook.ts', 'export const handler = () => undefined;');
    await write('src/functions/types.d.ts', 'declare const nothing: 0;');
    await write('src/functions/notes.md', 'not a Function');
    await write('dist/functions/old.js', 'a Function that was removed');
    await write('dist/functions/old/sms.js.map', '{}');
    const build = run(project.root, 'npm', ['run', 'build']);
    expect(await build.ended).toBe(0);
    expect(build.output()).toContain('dist/functions/sms.protected.js');
    expect(await built()).toEqual(['deep/er/hook.js', ...OURS]);

    await rm(at('src/functions/deep'), { recursive: true });
    expect(await buildFunctions(project.root)).toEqual(OURS);
    expect(await built()).toEqual(OURS);
  });

  it('leaves a source that does not compile out, with its place, and what was built before in', async () => {
    await write('src/functions/broken.ts', 'export const = 1;');
    const build = run(project.root, 'npm', ['run', 'build']);
    expect(await build.ended).toBe(1);
    expect(build.output()).toContain('src/functions/broken.ts:1:13: ERROR');
    await rm(at('src/functions/broken.ts'));
    expect(await built()).toEqual(OURS);
  });

  it('leaves twilio and @twilio/* to the platform, and bundles every other package', async () => {
    await write(
      'src/functions/uses.ts',
      `import twilio from 'twilio'; import handler from '@twilio/runtime-handler/dev'; import { CookieJar } from 'tough-cookie';
       export const all = [twilio, handler, CookieJar];`,
    );
    await buildFunctions(project.root);
    const text = await readFile(at('dist/functions/uses.js'), 'utf8');
    const required = [...text.matchAll(/require\("([^"]+)"\)/g)].map(([, name]) => name);
    expect(required).toEqual(expect.arrayContaining(['twilio', '@twilio/runtime-handler/dev']));
    expect(required).not.toContain('tough-cookie');
    await rm(at('src/functions/uses.ts'));
    await buildFunctions(project.root);
  });
});

describe('the artifact', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sms-artifact-'));
    await mkdir(join(folder, 'functions'));
    await mkdir(join(folder, 'node_modules/@twilio'), { recursive: true });
    await buildFunctions(project.root);
    await cp(at('dist/functions/sms.protected.js'), join(folder, 'functions/sms.protected.js'));
    const { dependencies } = JSON.parse(await readFile('package.json', 'utf8')) as { dependencies: object };
    await writeFile(join(folder, 'package.json'), JSON.stringify({ dependencies }));
    for (const name of Object.keys(dependencies)) {
      await symlink(join(process.cwd(), 'node_modules', name), join(folder, 'node_modules', name));
    }
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('answers alone, with only the dependencies, and requires nothing but node:crypto and node:util', async () => {
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
    expect(new Set(required)).toEqual(new Set(['node:crypto', 'node:util']));
  });

  it('is readable CommonJS without a source map, and at most 10 kB', async () => {
    const text = await readFile(join(folder, 'functions/sms.protected.js'), 'utf8');
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(10_000);
    expect(text).toContain('module.exports =');
    expect(text).toContain('// src/functions/sms.protected.ts');
    expect(text).toContain('function sessionCookie(');
    expect(text).not.toContain('sourceMappingURL');
    expect(text).not.toContain('serverless-runtime-types');
  });
});

describe('the file .env', () => {
  it('is made once, for its owner alone, with a new secret each time, and never touched again', async () => {
    const secrets = [];
    for (let made = 0; made < 2; made++) {
      expect(await createEnvFile(project.root)).toBe(true);
      secrets.push(await project.env('SESSION_SECRET'));
      await writeFile(at('.env'), 'MINE=1');
      expect(await createEnvFile(project.root)).toBe(false);
      expect(await readFile(at('.env'), 'utf8')).toBe('MINE=1');
      await rm(at('.env'));
    }
    expect(secrets[0]).toMatch(/^[0-9a-f]{64}$/);
    expect(secrets[1]).not.toBe(secrets[0]);
  });
});
