import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { closeWithTests, copyProject, type Project, SECRET } from 'test-support';
import { ACCOUNT, deployHere, npmRunDeploy, runAgainst, writeEnv } from '../support/deploy';
import { startServerlessApi, type ServerlessApi } from '../support/serverless-api';

let project: Project;
let api: ServerlessApi;

beforeAll(async () => {
  project = await copyProject();
  api = await startServerlessApi(ACCOUNT);
  closeWithTests(api.stop);
});

const GOOD = { ACCOUNT_SID: ACCOUNT.username, AUTH_TOKEN: ACCOUNT.password, SESSION_SECRET: SECRET };

describe('npm run deploy, before anything is uploaded', () => {
  it.each<[string, Record<string, string | undefined> | undefined, string[], string]>([
    ['there is no .env', undefined, [], 'There is no .env. Make it from .env.example'],
    [
      'the credentials are missing',
      { SESSION_SECRET: SECRET },
      [],
      'ACCOUNT_SID and AUTH_TOKEN missing in .env.',
    ],
    ['the secret is missing', { ...GOOD, SESSION_SECRET: '' }, [], 'SESSION_SECRET is missing. Set'],
    ['the secret is short', { ...GOOD, SESSION_SECRET: 'short' }, [], 'secret 1 of 1 is too short. Set'],
    ['the file of --env is missing', GOOD, ['--env', '.env.other'], 'There is no .env.other.'],
    ['production would get the secret of development', GOOD, ['--production'], '--env .env.production.'],
    ['a flag is misspelled', GOOD, ['--prodution'], 'Unknown argument: prodution'],
    ['a flag lost its hyphens', GOOD, ['production'], 'Only flags are taken'],
    [
      'other Functions are named',
      GOOD,
      ['--functions-folder', 'src/functions'],
      'src/functions would upload',
    ],
    ['another folder is named', GOOD, ['--cwd', '/'], 'That would deploy /, which is not checked.'],
  ])('fails when %s, and says what to do', async (_, variables, args, advice) => {
    await rm(join(project.root, '.env'), { force: true });
    if (variables !== undefined) await writeEnv(project, variables);
    const before = api.requests.length;
    const { code, output } = await deployHere(api.url, project, args);
    expect(output).toContain('Not deployed; nothing was uploaded.');
    expect(output).toContain(advice);
    expect(code).toBe(1);
    expect(api.requests).toHaveLength(before);
  });
});

it('npm run deploy fails when there is no such config, and says so', async () => {
  // A process of its own: twilio-run reads a config once.
  const command = npmRunDeploy(api.url, project, ['--config', 'nope.js']);
  expect(await command.ended).toBe(1);
  expect(command.output()).toContain(
    "Not deployed; nothing was uploaded.\n\nThe toolkit's config (.twilioserverlessrc.js, or the file of --config) cannot be " +
      'read: ENOENT',
  );
});

describe('the intercept', () => {
  it.each([
    `require('https').get('https://api.twilio.com/')`,
    `require('http').get('http://127.0.0.1:9/').on('error', (error) => { throw error; })`,
    `fetch('https://serverless.twilio.com.example/')`,
  ])('lets %s go nowhere', async (code) => {
    const script = runAgainst(api.url, project, 'node', ['-e', code]);
    expect(await script.ended).toBe(1);
    expect(script.output()).toContain('The intercept refuses');
  });
});
