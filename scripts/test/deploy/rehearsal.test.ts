import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { filesIn } from 'functions-runtime';
import { type Emulator, startEmulator, createNumbering } from 'sms-emulator';
import { closeWithTests, copyProject, type Project, RUNTIMES } from 'test-support';
import { boot, type Booted } from '../support/boot';
import { ACCOUNT, npmRunDeploy, writeEnv } from '../support/deploy';
import { startServerlessApi, type Recorded, type ServerlessApi } from '../support/serverless-api';
import type { Resource } from '../support/serverless-resources';
import { liveAt, type Live } from '../support/uploaded';

// The real `npm run deploy`, with the real twilio-run, in a fresh clone; only what answers it is ours.
const SECRET = '1a'.repeat(32);
const NEW_SECRET = '2b'.repeat(32);

const credentials = { ACCOUNT_SID: ACCOUNT.username, AUTH_TOKEN: ACCOUNT.password };

let project: Project;
let api: ServerlessApi;
/** What came of the first deploy; what it uploaded, and what the project's files were then. */
let first: {
  readonly output: string;
  readonly code: number | null;
  readonly live: Live;
  readonly requests: readonly Recorded[];
  readonly versions: readonly Resource[];
  readonly deployments: readonly unknown[];
  readonly files: ReadonlyMap<string, Buffer>;
};

const at = (...path: string[]) => join(project.root, ...path);
const named = (name: string) => api.resources.named(name).map(({ fields }) => fields);

/** The files below these folders, by their path in the project. */
async function filesBelow(...folders: string[]): Promise<Map<string, Buffer>> {
  const paths = folders.map(async (folder) => (await filesIn(at(folder))).map((file) => `${folder}/${file}`));
  const files = (await Promise.all(paths))
    .flat()
    .map(async (path) => [path, await readFile(at(path))] as const);
  return new Map(await Promise.all(files));
}

beforeAll(async () => {
  project = await copyProject();
  api = await startServerlessApi(ACCOUNT, { buildsTakeAMoment: true });
  closeWithTests(api.stop);
  await writeEnv(project, { ...credentials, SESSION_SECRET: SECRET, EMPTY: '' });
  const deploy = npmRunDeploy(api.url, project);
  const code = await deploy.ended;
  first = {
    output: deploy.output(),
    code,
    live: liveAt(api.resources, 'dev'),
    requests: [...api.requests],
    versions: api.resources.named('Versions'),
    deployments: named('Deployments'),
    files: await filesBelow('src/functions', 'src/assets', 'dist/functions'),
  };
});

/** Twilio's side, whose jars outlive a deploy. Each Function of what is live has a number. */
async function textLive(twilio: Emulator, live: Live, runtime?: string): Promise<Booted> {
  const booted = await boot(live, runtime);
  const paths = live.functions.map(({ path }) => path);
  twilio.engine.setNumbers(createNumbering(booted.url)(paths, twilio.engine.numbers()));
  return booted;
}
async function startTwilio(): Promise<Emulator> {
  const twilio = await startEmulator({ webhook: 'http://127.0.0.1/before-the-first-deploy' });
  closeWithTests(twilio.stop);
  return twilio;
}

describe('npm run deploy', () => {
  it('ends well, prints the domain, and reaches for nothing but the Serverless API', () => {
    expect(first.output).toMatch(/^domain +twilio-sms-conversations-1234-dev\.twil\.io *$/m);
    expect(first.output).not.toContain('The intercept refuses');
    expect(first.output).toContain('npm run number -- +1... /sms\n');
    expect(first.output).toContain(
      'twilio phone-numbers:update +1... --sms-url https://twilio-sms-conversations-1234-dev.twil.io/sms\n',
    );
    expect(first.code).toBe(0);
  });

  it('uploads each file of src/functions as what was built of it, protected when its name says so', () => {
    const sources = below('src/functions').filter((file) => /(?<!\.d)\.ts$/.test(file));
    expect(sources).toContain('/sms.protected.ts');
    expect(uploaded('functions')).toEqual(
      expectedOf(sources, (source) => ({
        path: source.replace(/(\.protected|\.private)?\.ts$/, ''),
        file: `dist/functions${source.replace(/\.ts$/, '.js')}`,
      })),
    );
    expect(first.live.functions).toContainEqual(
      expect.objectContaining({ path: '/sms', access: 'protected' }),
    );
  });

  it('uploads each file of src/assets as it is, under its name', () => {
    const assets = below('src/assets');
    expect(assets).toContain('/index.html');
    expect(uploaded('assets')).toEqual(
      expectedOf(assets, (asset) => ({
        path: asset.replace(/(\.protected|\.private)(?=\.\w+$)/, ''),
        file: `src/assets${asset}`,
      })),
    );
  });

  it('uploads nothing else: no other file, no map, no source, no secret', () => {
    const { versions, live } = first;
    expect(versions).toHaveLength(live.functions.length + live.assets.length);
    for (const { file } of versions) {
      const content = file?.content.toString('latin1') ?? '';
      expect(content).not.toMatch('sourceMappingURL');
      for (const secret of [SECRET, ACCOUNT.username, ACCOUNT.password])
        expect(content).not.toContain(secret);
    }
    const paths = [...live.functions, ...live.assets].map(({ path }) => path);
    expect(paths.filter((path) => /\.(map|tsx?|env)$/.test(path))).toEqual([]);
  });

  it('has the platform install the two dependencies, and run them with Node.js 22', async () => {
    const { dependencies } = JSON.parse(await readFile('package.json', 'utf8')) as { dependencies: object };
    expect(first.live.dependencies).toEqual(dependencies);
    expect(Object.keys(first.live.dependencies).sort()).toEqual(['@twilio/runtime-handler', 'twilio']);
    expect(first.live.runtime).toBe('node22');
  });

  it('sets the variables of .env, but neither the credentials nor empty ones', () => {
    expect(first.live.variables).toEqual({ SESSION_SECRET: SECRET });
    const holders = (secret: string) => first.requests.filter(({ body }) => body.includes(secret)).length;
    expect([SECRET, ACCOUNT.username, ACCOUNT.password].map(holders)).toEqual([1, 0, 0]);
  });

  it('makes one deployment, after all else', () => {
    expect(first.deployments).toEqual([expect.objectContaining({ build_sid: first.live.buildSid })]);
    expect(first.requests.at(-1)).toMatchObject({
      method: 'POST',
      path: expect.stringMatching(/\/Deployments$/),
    });
  });
});

describe.each(RUNTIMES)('what was uploaded, on %s', (runtime) => {
  let twilio: Emulator;
  let booted: Booted;
  beforeAll(async () => {
    twilio = await startTwilio();
    booted = await textLive(twilio, first.live, runtime);
  });

  it('is run by that Node.js', () => {
    expect(booted.version).toMatch(`${runtime.replace('node', 'v')}.`);
  });

  it('answers in an empty folder: the counter counts', async () => {
    const ann = twilio.phone('+15551110000', { to: '/sms' });
    expect(await ann.text('hi')).toEqual(['Hello, thanks for the new message.']);
    expect(await ann.text('hi')).toEqual(['Hello, thanks for message number 2']);
  });

  it('books a table, and begins another booking', async () => {
    const guest = twilio.phone('+15551110000', { to: '/reservation' });
    for (const body of ['hi', '4', 'friday', 'Ann', 'skip']) await guest.text(body);
    expect(await guest.text('yes')).toEqual([expect.stringMatching(/^Booked\. Your reference is/)]);
    expect(await guest.text('hi')).toEqual(['How many people?']);
    expect(await guest.text('2')).toEqual(['Friday or Saturday?']);
  });

  it('serves the public assets', async () => {
    const page = await fetch(`${booted.url}/index.html`);
    expect(await page.text()).toBe(first.files.get('src/assets/index.html')?.toString());
  });
});

describe('a second deploy, in the middle of a conversation', () => {
  let twilio: Emulator;
  let booted: Booted;
  const phone = (to: string) => twilio.phone('+15551110000', { to });
  const live = () => liveAt(api.resources, 'dev');

  /** Ann has texted the counter twice, and is asked for a day by the reservation. */
  async function converse(): Promise<void> {
    for (const body of ['hi', 'hi']) await phone('/sms').text(body);
    for (const body of ['hi', '2']) await phone('/reservation').text(body);
  }

  async function change(): Promise<void> {
    const source = at('src/functions/sms.protected.ts');
    const code = await readFile(source, 'utf8');
    await writeFile(source, code.replace('thanks for message number', 'this is message'));
    await writeEnv(project, { ...credentials, SESSION_SECRET: `${NEW_SECRET},${SECRET}` });
    const [{ collection } = { collection: '' }] = api.resources.named('Variables');
    api.resources.add(collection, { key: 'SET_IN_THE_CONSOLE', value: '1' });
  }

  beforeAll(async () => {
    twilio = await startTwilio();
    booted = await textLive(twilio, first.live);
    await converse();
    await booted.stop();
    await change();
    const second = npmRunDeploy(api.url, project);
    if ((await second.ended) !== 0) throw new Error(second.output());
    booted = await textLive(twilio, live());
  });

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

/** The files of a folder of the project, as they were deployed first: `/sms.protected.ts`. */
const below = (folder: string): string[] =>
  [...first.files.keys()]
    .filter((path) => path.startsWith(`${folder}/`))
    .map((path) => path.slice(folder.length));

/** What was uploaded, by path. */
const uploaded = (kind: 'functions' | 'assets') =>
  first.live[kind]
    .map(({ path, access, file }) => ({ path, access, content: file.content.toString('base64') }))
    .sort(byPath);

/** What must be uploaded for these files of the project. */
const expectedOf = (names: string[], of: (name: string) => { path: string; file: string }) =>
  names
    .map((name) => {
      const { path, file } = of(name);
      const access = /\.(protected|private)\./.exec(name)?.[1] ?? 'public';
      return { path, access, content: first.files.get(file)?.toString('base64') };
    })
    .sort(byPath);

const byPath = (a: { path: string }, b: { path: string }) => (a.path < b.path ? -1 : 1);
