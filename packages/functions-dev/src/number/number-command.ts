import { NUMBER_USAGE, readNumberArguments } from './arguments';
import { connect, readCredentials, type Sending } from './credentials';
import { listNumbers } from './list-numbers';
import { pointNumber } from './point-number';

export type NumberOptions = Sending & {
  /** Prints a line; `console.log` by default. */
  readonly say?: (line: string) => void;
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
  { say = console.log, ...sending }: NumberOptions = {},
): Promise<void> {
  const asked = readNumberArguments(args);
  if (asked === undefined) {
    say(NUMBER_USAGE);
    return;
  }
  const { number, path, environment } = asked;
  const credentials = await readCredentials(root, asked);
  const client = connect(credentials, sending);
  if (number === undefined) {
    say(await listNumbers(client));
    return;
  }
  const { e164, typed } = number;
  if (e164 !== typed) say(`${typed} is ${e164}.`);
  const { accountSid } = credentials;
  await pointNumber(client, { root, accountSid, environment, e164, path }, say);
}
