import { resolve } from 'node:path';
import { readEnvFile } from 'functions-runtime';
import parseArguments from 'yargs-parser';

/** The toolkit's config, as `.twilioserverlessrc.js` has it. */
export type ToolkitConfig = Readonly<Record<string, unknown>>;

/** The variables that a deploy uploads, and the credentials. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** What the toolkit will deploy, from its arguments, its config and the file of variables. */
export type DeploySettings = {
  /** The project's folder. */
  readonly folder: string;
  /** The file with the variables, as it was named. */
  readonly file: string;
  /** The variables in the file; `undefined` when there is no such file. */
  readonly variables: Variables | undefined;
  /** The suffix of the environment's domain; empty for production. */
  readonly environment: string;
  /** The folder of the Functions that are uploaded; `undefined` when none are. */
  readonly functionsFolder: string | undefined;
  /** The folder of the Assets that are uploaded; `undefined` when none are. */
  readonly assetsFolder: string | undefined;
  /** `--username`, which overrides the file's `ACCOUNT_SID`. */
  readonly username: string | undefined;
  /** `--password`, which overrides the file's `AUTH_TOKEN`. */
  readonly password: string | undefined;
  /** Whether the Twilio CLI deploys, with the credentials of its profile. */
  readonly isTwilioCli: boolean;
  /** Whether settings of `projects` may count, for an account that only the Twilio CLI knows. */
  readonly mayBeOfProfile: boolean;
  /** The file with the variables of the environment `dev`, when no flag names one. */
  readonly developmentFile: string;
  /** Whether it is meant that another environment than `dev` has the secret of development: `--development-secret`. */
  readonly sharesSecret: boolean;
};

/**
 * Reads the settings of a deploy as twilio-run's `getConfigFromFlags` does. That one cannot be asked: the Twilio CLI brings an
 * older one of its own, and each reads the config for which these settings are read.
 *
 * @param args - what follows `twilio-run` or `twilio` on the command line.
 * @param cwd - the folder in which the tool was called.
 * @param command - `promote` takes the same flags, and has settings of its own in the config.
 * @throws Error when a flag is given twice, or the file of variables cannot be read.
 */
export function readDeploySettings(
  config: ToolkitConfig,
  args: readonly string[],
  cwd: string,
  system: NodeJS.ProcessEnv = process.env,
  command: 'deploy' | 'promote' = 'deploy',
): DeploySettings {
  const flags = readFlags(args);
  const flag = (name: string) => flagText(flags, name);
  const isOn = (name: string) => flags[name] === true;
  const isProduction = isOn('production');
  const username = flag('username');
  const named = flag('environment') ?? DEFAULT_ENVIRONMENT;
  const configOf = (environment: string) => configFor(config, command, environment, username, flag('region'));
  const configured = configOf(isProduction ? '*' : named);
  const text = (name: string) => flag(name) ?? textOf(configured[name]);

  const file = text('env') ?? '.env';
  const folder = resolve(cwd, text('cwd') ?? '.');
  const variables = readEnvFile(resolve(folder, file));
  const loadsSystem = isOn('loadSystemEnv') || configured.loadSystemEnv === true;
  const isTwilioCli = /^serverless(:|$)/.test(args[0] ?? '');
  /** The folder of this kind of file; `undefined` when none is uploaded. */
  const folderOf = (kind: 'functions' | 'assets') =>
    flags[kind] === false || configured[kind] === false
      ? undefined
      : resolve(folder, text(`${kind}Folder`) ?? '');
  const configuredEnvironment = named === DEFAULT_ENVIRONMENT ? textOf(configured.environment) : undefined;
  return {
    folder,
    file,
    variables: loadsSystem && variables !== undefined ? filledFrom(system, variables) : variables,
    environment: isProduction ? '' : (configuredEnvironment ?? named),
    functionsFolder: folderOf('functions'),
    assetsFolder: folderOf('assets'),
    username,
    password: flag('password'),
    isTwilioCli,
    mayBeOfProfile: isTwilioCli && username === undefined && config.projects !== undefined,
    developmentFile: textOf(configOf(DEFAULT_ENVIRONMENT).env) ?? '.env',
    sharesSecret: isOn('developmentSecret'),
  };
}

const DEFAULT_ENVIRONMENT = 'dev';

const readFlags = (args: readonly string[]): Readonly<Record<string, unknown>> =>
  parseArguments([...args], {
    string: [
      'env',
      'environment',
      'username',
      'password',
      'region',
      'cwd',
      'functions-folder',
      'assets-folder',
    ],
    boolean: ['production', 'load-system-env', 'functions', 'assets', 'development-secret'],
    alias: { username: ['u'], environment: ['to'] },
  });

function flagText(flags: Readonly<Record<string, unknown>>, name: string): string | undefined {
  if (Array.isArray(flags[name])) throw new Error(`--${name} is given twice.`);
  return textOf(flags[name]);
}

/**
 * What counts of the config: the general part, overridden by that of the command, of the environment and of the account.
 * Source: `readSpecializedConfig` of twilio-run.
 */
function configFor(
  { projects, environments, commands, ...general }: ToolkitConfig,
  command: string,
  environment: string,
  username: string | undefined,
  region: string | undefined,
): ToolkitConfig {
  const ofAccount = (): unknown => {
    if (username === undefined) return undefined;
    const inRegion = entry(projects, `${username}:${region ?? 'undefined'}`);
    return inRegion ?? (region === undefined || region === 'us1' ? entry(projects, username) : undefined);
  };
  return {
    ...general,
    ...objectOf(entry(commands, command)),
    ...objectOf(entry(environments, environment)),
    ...objectOf(ofAccount()),
  };
}

const objectOf = (value: unknown): ToolkitConfig =>
  typeof value === 'object' && value !== null ? (value as ToolkitConfig) : {};
const entry = (value: unknown, name: string): unknown => objectOf(value)[name];
const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** Variables that are empty in the file get their values from the environment. */
function filledFrom(system: NodeJS.ProcessEnv, variables: Variables): Variables {
  return Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [name, value === '' ? (system[name] ?? '') : value]),
  );
}
