import { statSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { readEnvFile } from 'functions-runtime';
import { problemsOfCredentials } from './check-credentials';
import type { DeploySettings, Variables } from './deploy-settings';

/** A project's own check of its variables. Returns each problem with what to do about it, and never a secret. */
export type CheckVariables = (variables: Variables) => string[];

/** The largest value of a variable that Twilio accepts, in bytes (https://www.twilio.com/docs/serverless/api/resource/variable). */
const MAX_VALUE = 450;
/**
 * The same for all variables as one JSON text, with the account, its token, the domain and the path that the platform adds
 * (https://www.twilio.com/docs/api/errors/82006). The page says 3 kB, which is taken for 3,000 bytes, the stricter reading.
 */
const MAX_VARIABLES = 3000;

/** What the platform adds, as long as it can be: the name of a domain is not known before the first deploy. */
const ADDED_BY_THE_PLATFORM = {
  ACCOUNT_SID: 'AC'.padEnd(34, '0'),
  AUTH_TOKEN: ''.padEnd(32, '0'),
  DOMAIN_NAME: 'twilio-sms-conversations-1234-dev.twil.io',
  PATH: '/reservation',
};

/**
 * Finds what would make a deploy fail halfway, or result in a service that cannot answer.
 *
 * @param root - the project's folder.
 * @param checkVariables - the project's own check.
 * @returns each problem with what to do about it, and never a secret; none when the deploy can go ahead.
 */
export function problemsOfDeploy(
  root: string,
  settings: DeploySettings,
  checkVariables: CheckVariables,
): string[] {
  const { file, variables, isTwilioCli } = settings;
  const wrongPlace = problemsOfPlace(root, settings);
  if (wrongPlace.length > 0) return wrongPlace;
  if (variables === undefined) {
    return [
      `There is no ${file}. Make it from .env.example (npm start does so, with a fresh SESSION_SECRET) and set ` +
        'ACCOUNT_SID and AUTH_TOKEN in it. ' +
        'To update a service that has been deployed before, give it the SESSION_SECRET of that service.',
    ];
  }
  return [
    ...(isTwilioCli ? [] : problemsOfCredentials(settings, variables)),
    ...checkVariables(variables).map((problem) => (file === '.env' ? problem : `${file}: ${problem}`)),
    ...problemsOfSecret(root, settings, variables, deploySharing(settings)),
    ...sizes(file, variables),
  ];
}

function problemsOfPlace(
  root: string,
  { folder, functionsFolder, assetsFolder, mayBeOfProfile }: DeploySettings,
): string[] {
  if (folder !== root)
    return [`That would deploy ${folder}, which is not checked. Call the tool in ${root}.`];
  if (functionsFolder === undefined) {
    return ['Without Functions (--no-functions) the service that is live would lose all it has.'];
  }
  if (functionsFolder !== resolve(root, 'dist/functions')) {
    return [
      `The Functions are built into dist/functions; ${relative(root, functionsFolder)} would upload something else. ` +
        'Leave functionsFolder in the config as it is, and --functions-folder out.',
    ];
  }
  if (assetsFolder !== undefined && assetsFolder !== resolve(root, 'src/assets')) {
    return [
      `The names of the Assets are checked in src/assets; ${relative(root, assetsFolder)} would be uploaded without. ` +
        'Leave assetsFolder in the config as it is, and --assets-folder out.',
    ];
  }
  if (
    assetsFolder !== undefined &&
    statSync(assetsFolder, { throwIfNoEntry: false })?.isDirectory() !== true
  ) {
    return [
      'There is no folder src/assets, so the service that is live would lose its Assets. Make it; if it is to have none: ' +
        '--no-assets',
    ];
  }
  if (mayBeOfProfile) {
    return [
      'The config has settings of projects, and which of them count depends on the account of your Twilio CLI profile. ' +
        'Name the account with --username and --password, or use npm run deploy.',
    ];
  }
  return [];
}

/** The files in which people keep the secret of development, besides the one that the config names. */
const DEVELOPMENT_FILES = ['.env', '.env.dev', '.env.development'];

/**
 * Refuses another environment than `dev` a secret of development: whoever develops knows it, and could sign the cookies of
 * that environment.
 *
 * @param more - the whole command that does it all the same.
 */
export function problemsOfSecret(
  root: string,
  { environment, file, developmentFile, sharesSecret }: DeploySettings,
  { SESSION_SECRET = '' }: Variables,
  more: string,
): string[] {
  if (environment === 'dev' || sharesSecret) return [];
  const secrets = secretsIn(SESSION_SECRET);
  const shared = [...DEVELOPMENT_FILES, developmentFile].find((name) =>
    secretsIn(readEnvFile(resolve(root, name))?.SESSION_SECRET).some((secret) => secrets.includes(secret)),
  );
  if (shared === undefined) return [];
  const [named, example] =
    environment === '' ? ['Production', 'production'] : [`The environment ${environment}`, environment];
  const isOther = resolve(root, file) !== resolve(root, shared);
  return [
    `${named} would get the SESSION_SECRET of development` +
      (isOther
        ? `: ${file} has the same one as ${shared}. Give it one of its own (openssl rand -hex 32)`
        : `, from ${file}. Make a file for it with a secret of its own, and name it: --env .env.${example}`) +
      `. If it is meant: ${more}`,
  ];
}

/** The command for the same deploy, which shares the secret. */
const deploySharing = ({ environment }: DeploySettings): string =>
  `npm run deploy -- ${environment === '' ? '--production' : `--environment ${environment}`} --development-secret`;

const secretsIn = (value = ''): string[] =>
  value
    .split(',')
    .map((secret) => secret.trim())
    .filter((secret) => secret !== '');

function sizes(file: string, variables: Variables): string[] {
  const uploaded = Object.entries(variables).filter(
    ([name, value = '']) => value !== '' && name !== 'ACCOUNT_SID' && name !== 'AUTH_TOKEN',
  );
  const large = uploaded.flatMap(([name, value = '']) => {
    const size = Buffer.byteLength(value);
    return size > MAX_VALUE
      ? [`The value of ${name} in ${file} takes ${size} bytes; Twilio takes ${MAX_VALUE}. Shorten it.`]
      : [];
  });
  const total = Buffer.byteLength(
    JSON.stringify({ ...ADDED_BY_THE_PLATFORM, ...Object.fromEntries(uploaded) }),
  );
  if (total < MAX_VARIABLES) return large;
  return [
    ...large,
    `The variables in ${file} take ${total} bytes as JSON, with those that Twilio adds; it takes less than ${MAX_VARIABLES}. ` +
      'Take out what the Functions do not read: every line of the file is uploaded.',
  ];
}
