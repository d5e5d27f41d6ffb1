import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Emulator, startEmulator, numbersFor } from 'sms-emulator';
import { copyProject, type Project, type Running } from 'test-support';
import { boot, type Booted } from '../support/boot';
import { ACCOUNT, runAgainst, writeEnv } from '../support/deploy';
import { startServerlessApi, type ServerlessApi } from '../support/serverless-api';
import { liveAt } from '../support/uploaded';

// The real `npm run deploy`, with the real twilio-run, in a fresh clone; only what answers it is ours.
const SECRET = '1a'.repeat(32);
const NEW_SECRET = '2b'.repeat(32);

let project: Project;
let api: ServerlessApi;
let first: Running;
let booted: Booted;
/** Twilio's side, whose jars outlive a deploy. */
let twilio: Emulator;

const at = (...path: string[]) => join(project.root, ...path);
const credentials = { ACCOUNT_SID: ACCOUNT.username, AUTH_TOKEN: ACCOUNT.password };
const deploy = (...args: string[]) => runAgainst(api.url, project, 'npm', ['run', 'deploy', '--', ...args]);
const live = () => liveAt(api.resources, 'dev');
const named = (name: string) => api.resources.named(name).map(({ fields }) => fields);
const files = async (folder: string) =>
  (await readdir(at(folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(at(folder).length));
const phone = (to: string) => twilio.phone('+15551110000', { to });

/** Boots what is deployed, and gives each Function of it a number. */
async function bootLive(): Promise<void> {
  booted = await boot(live());
  const paths = live().functions.map(({ path }) => path);
  twilio.engine.setNumbers(numbersFor(booted.url, paths, twilio.engine.numbers()));
}

beforeAll(async () => {
  project = await copyProject();
  twilio = await startEmulator({ webhook: 'http://127.0.0.1/before-the-first-deploy' });
  api = await startServerlessApi(ACCOUNT, { buildsTakeAMoment: true });
  await writeEnv(project, { ...credentials, SESSION_SECRET: SECRET, EMPTY: '' });
  first = deploy();
  await first.ended;
}, 30_000);

afterAll(async () => {
  await twilio.stop();
  await api.stop();
});

describe('npm run deploy', () => {
  it('ends well, prints the domain, and reaches for nothing but the Serverless API', async () => {
    expect(first.output()).toMatch(/^domain +twilio-sms-conversations-1234-dev\.twil\.io *$/m);
    expect(first.output()).not.toContain('The intercept refuses');
    expect(await first.ended).toBe(0);
  });

  it('uploads each file of src/functions as what was built of it, protected when its name says so', async () => {
    const sources = (await files('src/functions')).filter((file) => /(?<!\.d)\.ts$/.test(file));
    expect(sources).toContain('/sms.protected.ts');
    expect(uploaded('functions')).toEqual(
      await expectedOf(sources, (source) => ({
        path: source.replace(/(\.protected|\.private)?\.ts$/, ''),
        file: `dist/functions${source.replace(/\.ts$/, '.js')}`,
      })),
    );
    expect(live().functions).toContainEqual(expect.objectContaining({ path: '/sms', access: 'protected' }));
  });

  it('uploads each file of src/assets as it is, under its name', async () => {
    const assets = await files('src/assets');
    expect(assets).toContain('/index.html');
    expect(uploaded('assets')).toEqual(
      await expectedOf(assets, (asset) => ({
        path: asset.replace(/(\.protected|\.private)(?=\.\w+$)/, ''),
        file: `src/assets${asset}`,
      })),
    );
  });

  it('uploads nothing else: no other file, no map, no source, no secret', () => {
    const versions = api.resources.named('Versions');
    expect(versions).toHaveLength(live().functions.length + live().assets.length);
    for (const { file } of versions) {
      const content = file?.content.toString('latin1') ?? '';
      expect(content).not.toMatch('sourceMappingURL');
      for (const secret of [SECRET, ACCOUNT.username, ACCOUNT.password])
        expect(content).not.toContain(secret);
    }
    const paths = [...live().functions, ...live().assets].map(({ path }) => path);
    expect(paths.filter((path) => /\.(map|tsx?|env)$/.test(path))).toEqual([]);
  });

  it('has the platform install the two dependencies, and run them with Node.js 22', async () => {
    const { dependencies } = JSON.parse(await readFile('package.json', 'utf8')) as { dependencies: object };
    expect(live().dependencies).toEqual(dependencies);
    expect(Object.keys(live().dependencies).sort()).toEqual(['@twilio/runtime-handler', 'twilio']);
    expect(live().runtime).toBe('node22');
  });

  it('sets the variables of .env, but neither the credentials nor empty ones', () => {
    expect(live().variables).toEqual({ SESSION_SECRET: SECRET });
    const holders = (secret: string) => api.requests.filter(({ body }) => body.includes(secret)).length;
    expect([SECRET, ACCOUNT.username, ACCOUNT.password].map(holders)).toEqual([1, 0, 0]);
  });

  it('makes one deployment, after all else', () => {
    expect(named('Deployments')).toEqual([expect.objectContaining({ build_sid: live().buildSid })]);
    expect(api.requests.at(-1)).toMatchObject({
      method: 'POST',
      path: expect.stringMatching(/\/Deployments$/),
    });
  });
});

describe('what was uploaded', () => {
  beforeAll(bootLive);
  afterAll(() => booted.stop());

  it('answers in an empty folder: the counter counts', async () => {
    expect(await phone('/sms').text('hi')).toEqual(['Hello, thanks for the new message.']);
    expect(await phone('/sms').text('hi')).toEqual(['Hello, thanks for message number 2']);
  });

  it('books a table, and is left in the middle of booking another', async () => {
    const guest = phone('/reservation');
    for (const body of ['hi', '4', 'friday', 'Ann', 'skip']) await guest.text(body);
    expect(await guest.text('yes')).toEqual([expect.stringMatching(/^Booked\. Your reference is/)]);
    expect(await guest.text('hi')).toEqual(['How many people?']);
    expect(await guest.text('2')).toEqual(['Friday or Saturday?']);
  });

  it('serves the public assets', async () => {
    const page = await fetch(`${booted.url}/index.html`);
    expect(await page.text()).toBe(await readFile(at('src/assets/index.html'), 'utf8'));
  });
});

describe('a second deploy, in the middle of a conversation', () => {
  const changed = async () => {
    const source = at('src/functions/sms.protected.ts');
    const code = await readFile(source, 'utf8');
    await writeFile(source, code.replace('thanks for message number', 'this is message'));
    await writeEnv(project, { ...credentials, SESSION_SECRET: `${NEW_SECRET},${SECRET}` });
  };

  beforeAll(async () => {
    await changed();
    const [{ collection } = { collection: '' }] = api.resources.named('Variables');
    api.resources.add(collection, { key: 'SET_IN_THE_CONSOLE', value: '1' });
    const second = deploy();
    if ((await second.ended) !== 0) throw new Error(second.output());
    await bootLive();
  }, 30_000);
  afterAll(() => booted.stop());

  it('replaces the build of the same service', () => {
    expect(named('Services')).toHaveLength(1);
    expect(named('Environments')).toHaveLength(1);
    expect(named('Builds')).toHaveLength(2);
    expect(named('Deployments')).toHaveLength(2);
    expect(live().buildSid).toBe(named('Builds')[1]?.sid);
  });

  it('sets the variables of .env, and leaves others as they are', () => {
    const SESSION_SECRET = `${NEW_SECRET},${SECRET}`;
    expect(live().variables).toEqual({ SESSION_SECRET, SET_IN_THE_CONSOLE: '1' });
  });

  it('goes on with the new code and the new secret', async () => {
    expect(await phone('/sms').text('hi')).toEqual(['Hello, this is message 3']);
    expect(await phone('/reservation').text('saturday')).toEqual(['What name is it under?']);
  });
});

/** What was uploaded, by path. */
function uploaded(kind: 'functions' | 'assets') {
  return live()
    [kind].map(({ path, access, file }) => ({ path, access, content: file.content.toString('base64') }))
    .sort(byPath);
}

/** What must be uploaded for these files of the project. */
async function expectedOf(names: string[], of: (name: string) => { path: string; file: string }) {
  const all = names.map(async (name) => {
    const { path, file } = of(name);
    const access = /\.(protected|private)\./.exec(name)?.[1] ?? 'public';
    return { path, access, content: (await readFile(at(file))).toString('base64') };
  });
  return (await Promise.all(all)).sort(byPath);
}

const byPath = (a: { path: string }, b: { path: string }) => a.path.localeCompare(b.path);
