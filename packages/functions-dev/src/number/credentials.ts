import twilio, { RequestClient, type Twilio } from 'twilio';
// twilio-run's own reader of .env, so that the account is the one that a deploy goes to.
import { readLocalEnvFile } from 'twilio-run/dist/config/utils/env';
import { problemsOfCredentials } from '../check-credentials';
import type { NumberArguments } from './arguments';
import { type Deadline, guardClient, twoMinutes } from './guard-client';

/** Who asks Twilio, and about which account. */
export type Credentials = {
  /** The SID of the account, or of an API key. */
  readonly username: string;
  readonly password: string;
  readonly accountSid: string;
};

const ACCOUNT = /^AC[0-9a-f]{32}$/i;

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
  const [problem] = problemsOfCredentials(
    { file, username: asked.username, password: asked.password },
    localEnv,
  );
  if (problem !== undefined) throw new Error(problem);
  const { accountSid = [username, localEnv.ACCOUNT_SID ?? ''].find((sid) => ACCOUNT.test(sid)) } = asked;
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

/** How the requests are sent. */
export type Sending = {
  /** What sends them; by default the `twilio` client's own, which sends one again that got 429. It is changed. */
  readonly httpClient?: RequestClient | undefined;
  /** Ends a request that takes too long; after two minutes by default. */
  readonly deadline?: Deadline | undefined;
};

/** Makes the `twilio` client that asks with these credentials, and sends them to nobody else. */
export const connect = (
  { username, password, accountSid }: Credentials,
  { httpClient = new RequestClient({ autoRetry: true }), deadline = twoMinutes }: Sending = {},
): Twilio => twilio(username, password, { accountSid, httpClient: guardClient(httpClient, deadline) });
