import { parseArgs } from 'node:util';
import { DEFAULT_PATH } from '../deployed-functions';
import { isPhoneLike, readPhoneNumber } from './phone-number';

/** What `npm run number` was asked for. */
export type NumberArguments = {
  /** The number to point, in E.164, and as it was typed; `undefined` asks for the list of all. */
  readonly number: { readonly e164: string; readonly typed: string } | undefined;
  /** The path of the Function. */
  readonly path: string;
  /** The domain suffix of the environment, or its SID; the empty text is production. */
  readonly environment: string;
  /** `--env`, the file with the credentials. */
  readonly env: string | undefined;
  readonly loadSystemEnv: boolean;
  readonly username: string | undefined;
  readonly password: string | undefined;
  readonly accountSid: string | undefined;
};

export const NUMBER_USAGE = `npm run number                              lists the account's phone numbers and where each points
npm run number -- +15552220000 [/sms]       points this one at the deployed Function

--environment NAME     another environment than dev, by its domain suffix
--production           the one without a suffix
--env FILE             the file with ACCOUNT_SID and AUTH_TOKEN, in place of .env
--load-system-env      takes what is empty in the file of --env from the environment
--username, --password in place of the file's; an API key needs --account-sid AC... too`;

/**
 * Reads the arguments of `npm run number`. A number may be typed with spaces, dashes and parentheses.
 *
 * @returns `undefined` when they ask for help.
 * @throws Error with the usage for an unknown flag, a number that is none, and a path without a number.
 */
export function readNumberArguments(args: readonly string[]): NumberArguments | undefined {
  try {
    const { values, positionals } = parse(args);
    if (values.help) return undefined;
    return {
      ...readPositionals(positionals),
      environment: values.production ? '' : values.environment,
      env: values.env,
      loadSystemEnv: values['load-system-env'],
      username: values.username,
      password: values.password,
      accountSid: values['account-sid'],
    };
  } catch (error) {
    throw new Error(`${(error as Error).message}\n\n${NUMBER_USAGE}`, { cause: error });
  }
}

const parse = (args: readonly string[]) =>
  parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      help: { type: 'boolean', default: false },
      environment: { type: 'string', default: 'dev' },
      production: { type: 'boolean', default: false },
      env: { type: 'string' },
      'load-system-env': { type: 'boolean', default: false },
      username: { type: 'string', short: 'u' },
      password: { type: 'string' },
      'account-sid': { type: 'string' },
    },
  });

/** A number that was typed with spaces and without quotes arrives in several parts; the path is after it. */
function readPositionals(positionals: readonly string[]): Pick<NumberArguments, 'number' | 'path'> {
  const last = positionals.at(-1);
  if (last === undefined) return { number: undefined, path: DEFAULT_PATH };
  const hasPath = !isPhoneLike(last) && (positionals.length > 1 || last.startsWith('/'));
  const typed = positionals.slice(0, hasPath ? -1 : undefined).join(' ');
  if (typed === '') throw new Error(`Which number? It stands before the path ${JSON.stringify(last)}.`);
  // Without the slash too: a shell of Git on Windows makes a folder of that machine of /sms.
  const path = hasPath ? `/${last.replace(/^\//, '')}` : DEFAULT_PATH;
  return { number: { e164: readPhoneNumber(typed), typed }, path };
}
