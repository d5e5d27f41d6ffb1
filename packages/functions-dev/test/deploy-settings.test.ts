import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { temporaryFolder } from 'test-support';
import { cliInfo } from 'twilio-run/dist/commands/deploy';
import { getConfigFromFlags } from 'twilio-run/dist/config/deploy';
import * as configLoader from 'twilio-run/dist/config/utils/configLoader';
import yargs from 'yargs';
import { readDeploySettings, type ToolkitConfig } from '../src/deploy-settings';

const SID = `AC${'1'.repeat(32)}`;
const OTHER_SID = `AC${'2'.repeat(32)}`;
const SYSTEM_VARIABLE = 'EMPTY_IN_THE_FILE';

let folder: string;
beforeAll(async () => {
  folder = await temporaryFolder();
  await writeFile(join(folder, 'package.json'), '{ "name": "a-service" }');
  for (const file of ['.env', '.env.one', '.env.two']) {
    const text = `ACCOUNT_SID=${SID}\nAUTH_TOKEN=token\nOF=${file}\n${SYSTEM_VARIABLE}=\nexport NOT=read\nTEXT=a # b\nQUOTED="a\\nb"`;
    await writeFile(join(folder, file), text);
  }
  process.env[SYSTEM_VARIABLE] = 'from the system';
});
afterEach(() => {
  jest.restoreAllMocks();
});

/** What twilio-run itself would deploy. */
async function ofTwilioRun(config: ToolkitConfig, args: readonly string[]) {
  jest.spyOn(configLoader, 'getConfig').mockReturnValue(config);
  const flags = (await yargs([...args])
    .options(cliInfo.options)
    .parse()) as Parameters<typeof getConfigFromFlags>[0];
  const {
    cwd,
    envPath,
    env,
    username,
    password,
    functionsEnv,
    functionsFolderName,
    noFunctions,
    assetsFolderName,
    noAssets,
  } = await getConfigFromFlags({ ...flags, cwd: flags.cwd ?? folder });
  const functionsFolder = noFunctions ? undefined : resolve(cwd, functionsFolderName ?? '');
  const assetsFolder = noAssets ? undefined : resolve(cwd, assetsFolderName ?? '');
  return { cwd, envPath, env, username, password, functionsEnv, functionsFolder, assetsFolder };
}

/** The same of ours. */
function ofOurs(config: ToolkitConfig, args: readonly string[]): Awaited<ReturnType<typeof ofTwilioRun>> {
  const settings = readDeploySettings(config, args, folder);
  const variables = settings.variables ?? {};
  const { ACCOUNT_SID = '', AUTH_TOKEN = '', ...env } = variables;
  return {
    cwd: settings.folder,
    envPath: resolve(settings.folder, settings.file),
    env: Object.fromEntries(Object.entries(env).filter(([, value]) => value !== '')),
    username: settings.username ?? ACCOUNT_SID,
    password: settings.password ?? AUTH_TOKEN,
    functionsEnv: settings.environment,
    functionsFolder: settings.functionsFolder,
    assetsFolder: settings.assetsFolder,
  };
}

const FLAGS = [
  ['--env', '.env.one'],
  ['--env=.env.two'],
  ['--environment', 'stage'],
  ['--to=dev'],
  ['--production'],
  ['--load-system-env'],
  ['--loadSystemEnv'],
  ['-u', OTHER_SID],
  [`--username=${SID}`],
  ['--password', 'other'],
  ['--region', 'ie1'],
  ['--no-functions'],
  ['--functions-folder', 'src/functions'],
  ['--functionsFolder=dist/functions/'],
  ['--assets-folder', 'public'],
  ['--no-assets'],
  ['--force'],
];
const settings = fc.record(
  {
    env: fc.constantFrom('.env', '.env.one', '.env.two'),
    environment: fc.constantFrom('stage', 'dev'),
    functions: fc.boolean(),
    assets: fc.boolean(),
    assetsFolder: fc.constantFrom('src/assets', 'public'),
    loadSystemEnv: fc.boolean(),
    functionsFolder: fc.constantFrom('dist/functions', 'dist'),
  },
  { requiredKeys: [], noNullPrototype: true },
);
const some = (...names: string[]) =>
  fc.record(Object.fromEntries(names.map((name) => [name, settings])), {
    requiredKeys: [],
    noNullPrototype: true,
  });
const configs = fc
  .record(
    {
      settings,
      commands: some('deploy', 'promote', 'start'),
      environments: some('dev', 'stage', '*'),
      projects: some(SID, OTHER_SID, `${OTHER_SID}:ie1`),
    },
    { requiredKeys: ['settings'], noNullPrototype: true },
  )
  .map(({ settings: general, ...special }) => ({
    functionsFolder: 'dist/functions',
    ...general,
    ...special,
  }));

describe('the settings of a deploy', () => {
  it('are those of twilio-run, for any flags and any config', async () => {
    await fc.assert(
      fc.asyncProperty(configs, fc.subarray(FLAGS, { maxLength: 5 }), async (config, flags) => {
        const args = ['deploy', ...uniqueFlags(flags)];
        const theirs = await ofTwilioRun(config, args).catch((error: unknown) => error);
        // --load-system-env without a file: twilio-run refuses before any request.
        fc.pre(!(theirs instanceof Error && theirs.message.includes('--load-system-env')));
        expect(ofOurs(config, args)).toEqual(theirs);
      }),
      { numRuns: 150 },
    );
  });

  it('refuse a flag that is given twice', () => {
    const args = ['deploy', '--env', '.env.one', '--env', '.env.two'];
    expect(() => readDeploySettings({}, args, folder)).toThrow('--env is given twice.');
  });

  it('may depend on the profile of the Twilio CLI, when the config has projects', () => {
    const config = { projects: { [SID]: { env: '.env.one' } } };
    const mayBeOfProfile = (...args: string[]) => readDeploySettings(config, args, folder).mayBeOfProfile;
    expect(mayBeOfProfile('serverless:deploy')).toBe(true);
    expect(mayBeOfProfile('serverless', 'deploy')).toBe(true);
    expect(mayBeOfProfile('serverless:deploy', '--username', SID)).toBe(false);
    expect(mayBeOfProfile('deploy')).toBe(false);
  });
});

/** Without those that another one of the list contradicts: a flag that is given twice is refused. */
function uniqueFlags(flags: readonly (readonly string[])[]): string[] {
  const names = new Map([
    ['-u', 'username'],
    ['to', 'environment'],
    ['loadSystemEnv', 'load-system-env'],
    ['functionsFolder', 'functions-folder'],
  ]);
  const seen = new Set<string>();
  return flags.flatMap((flag) => {
    const written = /^(?:--)?([^=]+)/.exec(flag[0] ?? '')?.[1] ?? '';
    const name = names.get(written) ?? written;
    if (seen.has(name)) return [];
    seen.add(name);
    return flag;
  });
}
