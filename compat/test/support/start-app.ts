import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { run } from 'test-support';
import { TOKEN } from './shows';

const COMPAT = join(__dirname, '../..');

/** A running app. */
export type App = {
  /** `http://127.0.0.1:port`. */
  readonly origin: string;
  readonly stop: () => Promise<unknown>;
};

/**
 * Starts an app in a process of its own. It listens on any port, and prints where, and that it `is served`; PHP's own server
 * prints that it has `started`.
 *
 * @param folder - where it is run, in `compat`.
 * @throws Error with what it printed, when it ends before.
 */
export async function startApp(
  command: string,
  args: readonly string[],
  { folder, env = {} }: { readonly folder: string; readonly env?: NodeJS.ProcessEnv },
): Promise<App> {
  const app = run(join(COMPAT, folder), command, [...args], { AUTH_TOKEN: TOKEN, ...env });
  await app.prints(args.includes('-S') ? ' started' : ' is served.');
  const [origin = ''] = /http:\/\/127\.0\.0\.1:\d+/.exec(app.output()) ?? [];
  return { origin, stop: app.interrupt };
}

/**
 * The same of a file of the folder `apps`, by this Node.js.
 *
 * @throws Error with advice, when the packages of npm are not installed.
 */
export function startNodeApp(file: string, env: NodeJS.ProcessEnv = {}): Promise<App> {
  assertInstalled();
  return startApp(process.execPath, [file], { folder: 'apps', env });
}

/** @throws Error with advice, when the packages of npm are not installed. */
export function assertInstalled(): void {
  if (!existsSync(join(COMPAT, 'apps/node_modules'))) {
    throw new Error(
      'The libraries of the apps are not installed: run npm run compat, which installs them first.',
    );
  }
}
