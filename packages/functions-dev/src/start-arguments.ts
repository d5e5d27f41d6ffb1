import { parseArgs } from 'node:util';

/** What `npm start` was asked for. */
export type StartArguments = {
  /** The flag of Node.js with which the Functions are debugged, such as `--inspect=127.0.0.1:9229`. */
  readonly inspect: string | undefined;
  /** Begin anew, without what the run before has left. */
  readonly fresh: boolean;
};

export const START_USAGE = `npm start                                     builds and serves, and rebuilds on each change
npm start -- --fresh                          the same, without the phones and conversations of before
npm start -- --inspect[=[host:]port]          the same, and debuggers can attach (127.0.0.1:9229); docs/debugging.md
npm start -- --inspect-brk[=[host:]port]      the same, and nothing runs before one has

PORT and EMULATOR_PORT, from the environment, change the ports; SIGNATURE_CHECK=off takes unsigned requests.
EDITOR_URL is how a place in a file is opened, by default vscode://file{file}:{line}:{column}; off for no links.
TYPE_CHECK=off does not check types in the background.`;

/**
 * Reads the arguments of `npm start`.
 *
 * @returns `undefined` when they ask for help.
 * @throws Error with the usage for any other argument, and for an address that is none.
 */
export function readStartArguments(args: readonly string[]): StartArguments | undefined {
  // Node's own notation: the value of these is behind `=` or not there.
  const known = args.map((arg) => (/^--inspect(-brk)?$/.test(arg) ? `${arg}=` : arg));
  const { help, inspect, brk, fresh } = parse(known);
  if (help) return undefined;
  if (brk !== undefined) return { inspect: flag('--inspect-brk', brk), fresh };
  return { inspect: inspect === undefined ? undefined : flag('--inspect', inspect), fresh };
}

function parse(args: string[]) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        help: { type: 'boolean', default: false },
        fresh: { type: 'boolean', default: false },
        inspect: { type: 'string' },
        'inspect-brk': { type: 'string' },
      },
    });
    const { help, fresh, inspect, 'inspect-brk': brk } = values;
    return { help, fresh, inspect, brk };
  } catch (error) {
    throw new Error(`${(error as Error).message}\n\n${START_USAGE}`, { cause: error });
  }
}

function flag(name: string, address: string): string {
  const [, host = '127.0.0.1', port = address] = /^(.*):(\d+)$/.exec(address) ?? [];
  if (address === '') return `${name}=${host}:9229`;
  if (/^\d{1,5}$/.test(port) && Number(port) <= 65535) return `${name}=${host}:${port}`;
  throw new Error(`${name} takes a port or host:port, not ${JSON.stringify(address)}.\n\n${START_USAGE}`);
}
