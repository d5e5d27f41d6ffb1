import type { DeploySettings, Variables } from './deploy-settings';

/** The SID of an account or of an API key, as the Console shows it. */
const USERNAME = /^(AC|SK)[0-9a-f]{32}$/i;

/**
 * Finds what is wrong with the credentials of the file of variables, which `--username` and `--password` override.
 *
 * @returns the problem with what to do about it, and no secret; none when they can be used.
 */
export function problemsOfCredentials(
  { file, username, password }: Pick<DeploySettings, 'file' | 'username' | 'password'>,
  variables: Variables,
): string[] {
  const sid = username ?? variables.ACCOUNT_SID ?? '';
  const token = password ?? variables.AUTH_TOKEN ?? '';
  const missing = [...(sid === '' ? ['ACCOUNT_SID'] : []), ...(token === '' ? ['AUTH_TOKEN'] : [])];
  if (missing.length > 0) {
    return [
      `${missing.join(' and ')} missing in ${file}. Copy the two from https://console.twilio.com, Account Info. ` +
        'Only these names are read, and only from this file (or as --username and --password).',
    ];
  }
  if (USERNAME.test(sid)) return [];
  const named = username === undefined ? `ACCOUNT_SID in ${file}` : '--username';
  return [`${named} is not one: it begins with AC (an API key with SK), and 32 hexadecimal digits follow.`];
}
