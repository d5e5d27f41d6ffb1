import { run } from 'test-support';
import type { WebhookServer } from './webhook-server';

export type AppOptions = {
  /** The Node.js that runs it; the one of the tests by default. */
  readonly node?: string;
  /** Beside EMULATOR_PORT; one that is `undefined` is taken away. */
  readonly env?: NodeJS.ProcessEnv;
  readonly flags?: readonly string[];
};

/**
 * Runs the code of an app in a process of its own, with sms-emulator/divert and this server as the emulator. `print` prints a
 * value, and `client` makes the client of Twilio.
 *
 * @returns the values that it has printed.
 * @throws Error with its output when it fails.
 */
export async function runApp(
  { origin }: Pick<WebhookServer, 'origin'>,
  code: string,
  { node = process.execPath, env = {}, flags = [] }: AppOptions = {},
): Promise<unknown[]> {
  const setUp = `
    const print = (value) => console.log(JSON.stringify(value));
    const client = (options) => require('twilio')('AC1', 'token', options);`;
  const app = flags.includes('--input-type=module') ? code : `${setUp} void (async () => { ${code} })();`;
  const started = run('.', node, ['--require', 'sms-emulator/divert', ...flags, '--eval', app], {
    EMULATOR_PORT: new URL(origin).port,
    ...env,
  });
  const status = await started.ended;
  if (status !== 0) throw new Error(`The app has ended with ${String(status)}:\n${started.output()}`);
  const lines = started.output().split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as unknown);
}
