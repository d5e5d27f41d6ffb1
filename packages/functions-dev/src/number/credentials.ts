import twilio, { type ClientOpts, type Twilio } from 'twilio';
// twilio-run's own reader of .env, so that the account is the one that a deploy goes to.
import { readLocalEnvFile } from 'twilio-run/dist/config/utils/env';
import type { NumberArguments } from './arguments';

/** Who asks Twilio, and about which account. */
export type Credentials = {
  /** The SID of the account, or of an API key. */
  readonly username: string;
  readonly password: string;
  readonly accountSid: string;
};

const ACCOUNT = /^AC[0-9a-f]{32}$/i;
const API_KEY = /^SK[0-9a-f]{32}$/i;

type Asked = Pick<NumberArguments, 'env' | 'loadSystemEnv' | 'username' | 'password' | 'accountSid'>;

/**
 * Reads the credentials as a deploy does: from `.env` or the file of `--env`, or `--username` and `--password`.
 *
 * @throws Error that says what is missing or malformed, and no secret.
 */
export async function readCredentials(root: string, asked: Asked): Promise<Credentials> {
  const { env, loadSystemEnv } = asked;
  const { localEnv } = await readLocalEnvFile({
    cwd: root,
    ...(env !== undefined && { env }),
    loadSystemEnv,
  });
  const file = env ?? '.env';
  const username = asked.username ?? localEnv.ACCOUNT_SID ?? '';
  const password = asked.password ?? localEnv.AUTH_TOKEN ?? '';
  const missing = [...(username === '' ? ['ACCOUNT_SID'] : []), ...(password === '' ? ['AUTH_TOKEN'] : [])];
  if (missing.length > 0) {
    throw new Error(
      `${missing.join(' and ')} missing in ${file}. Copy the two from https://console.twilio.com, Account Info ` +
        '(or give --username and --password).',
    );
  }
  const { accountSid = [username, localEnv.ACCOUNT_SID ?? ''].find((sid) => ACCOUNT.test(sid)) } = asked;
  if (!ACCOUNT.test(username) && !API_KEY.test(username)) {
    const named = asked.username === undefined ? `ACCOUNT_SID in ${file}` : '--username';
    throw new Error(
      `${named} is not one: it begins with AC (an API key with SK), and 32 hexadecimal digits follow.`,
    );
  }
  if (accountSid === undefined) {
    throw new Error(
      'With an API key (SK...) the account must be named too, because Twilio keeps numbers by account: ' +
        'add --account-sid AC... (https://console.twilio.com, Account Info).',
    );
  }
  if (!ACCOUNT.test(accountSid) || (ACCOUNT.test(username) && username !== accountSid)) {
    throw new Error(
      '--account-sid is for API keys: the AC..., with 32 hexadecimal digits, of the key’s account.',
    );
  }
  return { username, password, accountSid };
}

/**
 * Makes the `twilio` client that asks with these credentials.
 *
 * @param httpClient - what sends the requests; the client's own by default, which sends one again that got 429.
 */
export const connect = (
  { username, password, accountSid }: Credentials,
  httpClient?: ClientOpts['httpClient'],
): Twilio =>
  twilio(username, password, {
    accountSid,
    autoRetry: true,
    ...(httpClient !== undefined && { httpClient }),
  });
