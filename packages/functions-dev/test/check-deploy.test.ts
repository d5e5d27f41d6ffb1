import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { SECRET, temporaryFolder } from 'test-support';
import { type CheckVariables, problemsOfDeploy } from '../src/check-deploy';
import type { DeploySettings } from '../src/deploy-settings';

const SID = `AC${'0'.repeat(32)}`;
const VARIABLES = { ACCOUNT_SID: SID, AUTH_TOKEN: 'f'.repeat(32), SESSION_SECRET: SECRET };

/** In files beside `.env`. */
const SECRET_OF = { development: 'development'.repeat(3), mine: 'my own secret'.repeat(3) };

let root: string;
beforeAll(async () => {
  root = await temporaryFolder();
  for (const folder of ['dist/functions', 'src/assets']) await mkdir(join(root, folder), { recursive: true });
  await writeFile(join(root, '.env'), `SESSION_SECRET="${SECRET}, ${'old'.repeat(12)}"`);
  for (const [name, secret] of Object.entries(SECRET_OF)) {
    await writeFile(join(root, `.env.${name}`), `SESSION_SECRET=${secret}`);
  }
});

const problemsOf = (other: Partial<DeploySettings>) =>
  problemsOfDeploy(
    root,
    {
      folder: root,
      file: '.env',
      variables: VARIABLES,
      environment: 'dev',
      functionsFolder: join(root, 'dist/functions'),
      assetsFolder: join(root, 'src/assets'),
      username: undefined,
      password: undefined,
      isTwilioCli: false,
      mayBeOfProfile: false,
      developmentFile: '.env',
      sharesSecret: false,
      ...other,
    },
    checkSecret,
  );
const problems = (changed: Record<string, string | undefined>, other: Partial<DeploySettings> = {}) =>
  problemsOf({ variables: { ...VARIABLES, ...changed }, ...other });

/** A project's own check. */
const checkSecret: CheckVariables = ({ SESSION_SECRET = '' }) =>
  SESSION_SECRET === '' ? ['SESSION_SECRET is missing.'] : [];

describe('the check before a deploy', () => {
  it.each<[string, Record<string, string | undefined>]>([
    ['credentials and a secret', {}],
    ['an API key in place of the account', { ACCOUNT_SID: `SK${'0'.repeat(32)}` }],
    ['a value of 450 bytes', { TEXT: 'x'.repeat(450) }],
    ['empty variables', { TEXT: '', OTHER: '' }],
  ])('is content with %s', (_, changed) => {
    expect(problems(changed)).toEqual([]);
  });

  it('is content with credentials from the command line', () => {
    const none = { ACCOUNT_SID: undefined, AUTH_TOKEN: undefined };
    expect(problems(none, { username: SID, password: 'f' })).toEqual([]);
    expect(problems(none, { username: SID })).toEqual([expect.stringMatching(/^AUTH_TOKEN missing/)]);
  });

  it('leaves the credentials to the Twilio CLI, which has those of its profile', () => {
    expect(problems({ ACCOUNT_SID: undefined, AUTH_TOKEN: '' }, { isTwilioCli: true })).toEqual([]);
  });

  it('says how to make the file when there is none, and names it', () => {
    const [problem, ...others] = problemsOf({ file: '.env.production', variables: undefined });
    expect(problem).toMatch(/^There is no \.env\.production\. Make it from \.env\.example/);
    expect(others).toEqual([]);
  });

  it.each<[string, Record<string, string | undefined>, RegExp]>([
    [
      'no credentials',
      { ACCOUNT_SID: undefined, AUTH_TOKEN: '' },
      /^ACCOUNT_SID and AUTH_TOKEN missing in \.env\. Copy/,
    ],
    ['no account', { ACCOUNT_SID: '' }, /^ACCOUNT_SID missing/],
    ['no token', { AUTH_TOKEN: undefined }, /^AUTH_TOKEN missing/],
    ['other names', { ACCOUNT_SID: undefined, TWILIO_ACCOUNT_SID: SID }, /Only these names are read/],
    [
      'the documentation’s placeholder',
      { ACCOUNT_SID: `AC${'x'.repeat(32)}` },
      /^ACCOUNT_SID in \.env is not one/,
    ],
    ['what the project itself refuses', { SESSION_SECRET: undefined }, /^SESSION_SECRET is missing\.$/],
    [
      'a large variable',
      { TEXT: 'ä'.repeat(226) },
      /^The value of TEXT in \.env takes 452 bytes; Twilio takes 450/,
    ],
    [
      'too much in all, as JSON',
      Object.fromEntries(Array.from('abcdefg', (name) => [name, '"'.repeat(200)])),
      /^The variables in \.env take 3\d\d\d bytes as JSON, with those that Twilio adds; it takes less than 3000/,
    ],
  ])('says what to do about %s', (_, changed, problem) => {
    expect(problems(changed)).toEqual([expect.stringMatching(problem)]);
  });

  it('names another file than .env with what the project refuses', () => {
    const said = problems({ SESSION_SECRET: '' }, { file: '.env.stage' });
    expect(said).toEqual(['.env.stage: SESSION_SECRET is missing.']);
  });

  it('says all that is wrong at once, and no secret', () => {
    const said = problems({ ACCOUNT_SID: undefined, SESSION_SECRET: '', TEXT: 'x'.repeat(500) });
    expect(said).toHaveLength(3);
    for (const value of [VARIABLES.AUTH_TOKEN, 'xxx']) expect(said.join()).not.toContain(value);
  });
});

describe('what would be uploaded from elsewhere, or not at all', () => {
  it.each<[string, Partial<DeploySettings>, RegExp]>([
    ['another folder', { folder: '/' }, /^That would deploy \/, which is not checked\./],
    ['no Functions', { functionsFolder: undefined }, /^Without Functions \(--no-functions\) the service/],
    ['other Functions', { functionsFolder: '/elsewhere' }, /elsewhere would upload something else/],
    ['other Assets', { assetsFolder: '/elsewhere' }, /elsewhere would be uploaded without/],
    ['settings of an unknown account', { mayBeOfProfile: true }, /^The config has settings of projects/],
  ])('is refused: %s', (_, other, problem) => {
    expect(problemsOf(other)).toEqual([expect.stringMatching(problem)]);
  });
});

it('a deploy without Assets is meant, not an accident', async () => {
  expect(problemsOf({ assetsFolder: undefined })).toEqual([]);
  await rename(join(root, 'src/assets'), join(root, 'src/moved'));
  expect(problemsOf({})).toEqual([
    expect.stringMatching(/^There is no folder src\/assets, so .*: --no-assets$/),
  ]);
  expect(problemsOf({ assetsFolder: undefined })).toEqual([]);
  await rename(join(root, 'src/moved'), join(root, 'src/assets'));
});

describe('another environment with the secret of development', () => {
  const otherSecret = 'production'.repeat(4);
  it.each<[string, Partial<DeploySettings>, RegExp]>([
    ['production', { environment: '' }, /^Production would get .* from \.env\..*: --env \.env\.production\./],
    [
      'a stage',
      { environment: 'stage' },
      /^The environment stage would .*--environment stage --development-secret$/,
    ],
    [
      'a file of its own with the same secret',
      { environment: '', file: '.env.production' },
      /^Production would get .*: \.env\.production has the same one as \.env\./,
    ],
    [
      'a secret that .env only verifies with',
      { environment: '', variables: { ...VARIABLES, SESSION_SECRET: `${otherSecret},${'old'.repeat(12)}` } },
      /^Production would get/,
    ],
    [
      'one of .env.development',
      { environment: '', variables: { ...VARIABLES, SESSION_SECRET: SECRET_OF.development } },
      /^Production would get .*: \.env has the same one as \.env\.development\./,
    ],
    [
      'one of the file that the config names for dev',
      {
        environment: '',
        developmentFile: '.env.mine',
        variables: { ...VARIABLES, SESSION_SECRET: SECRET_OF.mine },
      },
      /^Production would get .*: \.env has the same one as \.env\.mine\./,
    ],
  ])('is refused: %s', (_, other, problem) => {
    const said = problemsOf(other);
    expect(said).toEqual([expect.stringMatching(problem)]);
    expect(said.join()).not.toContain(SECRET);
  });

  it.each<[string, Partial<DeploySettings>]>([
    ['when it is meant', { environment: '', sharesSecret: true }],
    [
      'with a secret of its own',
      { environment: '', variables: { ...VARIABLES, SESSION_SECRET: otherSecret } },
    ],
    ['in development', { environment: 'dev' }],
  ])('is content %s', (_, other) => {
    expect(problemsOf(other)).toEqual([]);
  });
});
