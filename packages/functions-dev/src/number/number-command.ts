import type { ClientOpts } from 'twilio';
import { NUMBER_USAGE, readNumberArguments } from './arguments';
import { connect, readCredentials } from './credentials';
import { listNumbers } from './list-numbers';
import { pointNumber } from './point-number';

export type NumberOptions = {
  /** Prints a line; `console.log` by default. */
  readonly say?: (line: string) => void;
  /** What sends the requests; the `twilio` client's own by default. */
  readonly httpClient?: ClientOpts['httpClient'];
};

/**
 * `npm run number`: lists the account's phone numbers and where each points, or points one at the deployed service.
 *
 * @param root - the project's folder.
 * @throws Error with what went wrong, what to do about it, and whether anything was changed; never with a secret.
 */
export async function numberCommand(
  root: string,
  args: readonly string[],
  { say = console.log, httpClient }: NumberOptions = {},
): Promise<void> {
  const asked = readNumberArguments(args);
  if (asked === undefined) {
    say(NUMBER_USAGE);
    return;
  }
  const { number, path, environment } = asked;
  const credentials = await readCredentials(root, asked);
  const client = connect(credentials, httpClient);
  if (number === undefined) {
    say(await listNumbers(client));
    return;
  }
  const { e164, typed } = number;
  if (e164 !== typed) say(`${typed} is ${e164}.`);
  const { accountSid } = credentials;
  await pointNumber(client, { root, accountSid, environment, e164, path }, say);
}
