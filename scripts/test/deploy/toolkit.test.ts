import { access, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { closeWithTests, copyProject, freePort, type Project, run, SECRET } from 'test-support';
import { ACCOUNT, runAgainst, writeEnv } from '../support/deploy';
import { startServerlessApi, type ServerlessApi } from '../support/serverless-api';
import { liveAt } from '../support/uploaded';

// What `twilio serverless:deploy` does too: a tool of Twilio reads the config, and nobody has built anything.
const CREDENTIALS = { ACCOUNT_SID: ACCOUNT.username, AUTH_TOKEN: ACCOUNT.password };
const TWILIO_RUN = 'node_modules/.bin/twilio-run';

let project: Project;
let api: ServerlessApi;
const at = (path: string) => join(project.root, path);

async function deploy(...args: string[]) {
  const command = runAgainst(api.url, project, TWILIO_RUN, ['deploy', ...args]);
  const code = await command.ended;
  // It wraps lines, behind a bar.
  return { code, output: command.output().replaceAll(/\s*│\s*/g, ' ') };
}

/** The uploaded code of each Function that is live, by its path. */
const liveCode = () =>
  Object.fromEntries(
    liveAt(api.resources, 'dev').functions.map(({ path, file }) => [path, file.content.toString()]),
  );

async function edit(source: string, from: string, to: string): Promise<void> {
  const text = await readFile(at(source), 'utf8');
  await writeFile(at(source), text.replace(from, to));
}

beforeEach(async () => {
  project = await copyProject();
  api = await startServerlessApi(ACCOUNT);
  closeWithTests(api.stop);
  await writeEnv(project, { ...CREDENTIALS, SESSION_SECRET: SECRET });
});

const APPOINTMENTS = ['/appointments/book', '/appointments/confirm'];

describe('twilio-run deploy', () => {
  it('uploads the source of the moment: in a fresh clone, after an edit and a rename, with a type error', async () => {
    expect((await deploy()).code).toBe(0);
    expect(Object.keys(liveCode()).sort()).toEqual([...APPOINTMENTS, '/reservation', '/sms']);

    await edit('src/functions/sms.protected.ts', 'thanks for message number', 'this is message');
    await rename(at('src/functions/reservation.protected.ts'), at('src/functions/table.protected.ts'));
    await writeFile(at('src/functions/wrong-type.ts'), 'export const handler: string = 1;');
    expect((await deploy()).code).toBe(0);
    expect(Object.keys(liveCode()).sort()).toEqual([...APPOINTMENTS, '/sms', '/table', '/wrong-type']);
    expect(liveCode()['/sms']).toContain('this is message');
  });

  it('uploads whole files when two deploy at once', async () => {
    await deploy();
    await edit('src/functions/sms.protected.ts', 'thanks for message number', 'now it is message');
    const codes = (await Promise.all([deploy(), deploy()])).map(({ code }) => code);
    expect(codes).toEqual([0, 0]);
    const built = await readFile(at('dist/functions/sms.protected.js'), 'utf8');
    expect(built).toContain('now it is message');
    expect(liveCode()['/sms']).toBe(built);
  });

  it.each<[string, () => Promise<void>, string[], string]>([
    [
      'a source does not compile',
      () => writeFile(at('src/functions/broken.ts'), 'export const = 1;'),
      [],
      'src/functions/broken.ts:1:13: ERROR',
    ],
    ['there is no file of --env', () => rm(at('.env')), ['--env', '.env.stage'], 'There is no .env.stage.'],
    ['the secret is missing', () => writeEnv(project, CREDENTIALS), [], 'SESSION_SECRET is missing. Set'],
    [
      'there is no Function',
      () => rename(at('src/functions'), at('src/no-functions')),
      [],
      'There is no Function: no TypeScript file below src/functions.',
    ],
  ])('makes no request when %s, and says what is wrong', async (_, spoil, args, problem) => {
    await spoil();
    const before = api.requests.length;
    const { code, output } = await deploy(...args);
    expect(output).toContain('Not deployed; nothing was uploaded.');
    expect(output).toContain(problem);
    expect(code).toBe(1);
    expect(api.requests).toHaveLength(before);
  });
});

describe('twilio-run promote', () => {
  const promote = (...more: string[]) => [
    ...['promote', '--source-environment', 'dev', '--production', '--create-environment'],
    ...more,
  ];

  it.each<[string, string[]]>([
    ['promote', promote()],
    ['activate', ['activate', '--from=dev', '--to=stage', '--create-environment']],
  ])('%s makes no request that would give the secret of development to others', async (_, args) => {
    const before = api.requests.length;
    const command = runAgainst(api.url, project, TWILIO_RUN, args);
    expect(await command.ended).toBe(1);
    const output = command.output().replaceAll(/\s*│\s*/g, ' ');
    expect(output).toContain('Not promoted; nothing was changed.');
    expect(output).toContain('would get the SESSION_SECRET of development, from .env.');
    expect(api.requests).toHaveLength(before);
  });

  it('does so when it is meant', async () => {
    await deploy();
    const command = runAgainst(api.url, project, TWILIO_RUN, promote('--development-secret'));
    expect(await command.ended).toBe(0);
    expect(liveAt(api.resources, null).variables).toMatchObject({ SESSION_SECRET: SECRET });
  });
});

describe('twilio-run start', () => {
  it('serves the source of the moment in a fresh clone', async () => {
    const port = await freePort();
    const served = run(project.root, TWILIO_RUN, ['start', '--port', String(port)]);
    await served.prints('/sms');
    const page = await fetch(`http://localhost:${port}/index.html`);
    expect(page.status).toBe(200);
    await expect(access(at('dist/functions/sms.protected.js'))).resolves.toBeUndefined();
    await served.interrupt();
  });

  it('says in one message what does not compile, and ends', async () => {
    await writeFile(at('src/functions/broken.ts'), 'export const = 1;');
    const served = run(project.root, TWILIO_RUN, ['start', '--port', '1']);
    expect(await served.ended).toBe(1);
    // Before it, twilio-run warns of a Node.js that it does not know.
    const [, ...messages] = served.output().trim().split('Not started.');
    expect(messages).toEqual([
      '\n\nBuild failed with 1 error:\nsrc/functions/broken.ts:1:13: ERROR: Expected identifier but found "="',
    ]);
  });
});

it('a command that deploys nothing builds nothing', async () => {
  const listed = runAgainst(api.url, project, TWILIO_RUN, ['list', 'services']);
  expect(await listed.ended).toBe(0);
  await expect(access(at('dist'))).rejects.toThrow('ENOENT');
});

it('a clone without its packages is told to install them', async () => {
  await rm(at('../node_modules'));
  const command = run(project.root, 'node', ['-e', 'require("./.twilioserverlessrc.js")']);
  expect(await command.ended).toBe(1);
  expect(command.output()).toContain('Run npm ci first.');
});
