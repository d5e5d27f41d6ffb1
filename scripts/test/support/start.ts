import { CookieJar } from 'tough-cookie';
import {
  copyProject,
  freePort,
  type HttpReply,
  type Project,
  run,
  type Running,
  sendWebhook,
} from 'test-support';

/** A fresh clone in which `npm start` can be typed, with two ports of its own. */
export type StartProject = Project & {
  readonly port: number;
  readonly emulatorPort: number;
  /** The webhook of the counter. */
  readonly url: string;
  /** The status that `npm start` answers to a GET of a path. */
  readonly statusOf: (path: string) => Promise<number>;
  /** Types `npm start`, with these arguments and variables, and waits for nothing. */
  readonly start: (options?: StartOptions) => Running;
  /** Types `npm start` and waits until everything is served. */
  readonly started: (options?: StartOptions) => Promise<Running>;
};

type StartOptions = { readonly args?: string[]; readonly env?: NodeJS.ProcessEnv };

/** The last line that `npm start` prints when everything is served. */
const SERVED = 'Ctrl-C stops everything';

export const AUTH_TOKEN = 'the auth token of these tests';
export const NUMBER = '+15552220000';
export const FIRST = 'Hello, thanks for the new message.';

/** Copies the project for one test file. */
export async function startProject(): Promise<StartProject> {
  const project = await copyProject();
  const [port, emulatorPort] = [await freePort(), await freePort()];
  const start: StartProject['start'] = ({ args = [], env = {} } = {}) =>
    run(project.root, 'npm', ['start', ...(args.length > 0 ? ['--', ...args] : [])], {
      PORT: String(port),
      EMULATOR_PORT: String(emulatorPort),
      AUTH_TOKEN,
      TYPE_CHECK: 'off', // it takes seconds of a processor, which few tests are about
      ...env,
    });
  return {
    ...project,
    port,
    emulatorPort,
    url: `http://localhost:${port}/sms`,
    statusOf: async (path) => (await fetch(`http://localhost:${port}${path}`)).status,
    start,
    async started(options) {
      const running = start(options);
      await running.prints(SERVED);
      return running;
    },
  };
}

/** What `npm start` prints after each build of an edited project. */
export const REBUILT = 'Rebuilt. The next message meets the new code.';

export const timesPrinted = (running: Running, text: string): number =>
  running.output().split(text).length - 1;

/** Waits until this is so. Asks again after each line: a change that is seen in two steps is built twice. */
export async function expectRebuilt<Value>(
  running: Running,
  ask: () => Promise<Value>,
  expected: Value,
  line = REBUILT,
): Promise<void> {
  for (;;) {
    const before = timesPrinted(running, line);
    if ((await ask()) === expected) return;
    await running.prints(line, before + 1);
  }
}

export const message = (from: string, other: Record<string, string> = {}): Record<string, string> => ({
  From: from,
  To: NUMBER,
  Body: 'hi',
  ...other,
});

/** Sends a webhook that is signed with the token of these tests. */
export const sendSigned: typeof sendWebhook = (to, parameters, options) =>
  sendWebhook(to, parameters, { authToken: AUTH_TOKEN, ...options });

/** A phone with a cookie jar of its own, as Twilio keeps one for each From/To pair. */
export function phone(url: string, from: string) {
  const jar = new CookieJar();
  return {
    jar,
    send: (other?: Record<string, string>): Promise<HttpReply> =>
      sendSigned(url, message(from, other), { jar }),
  };
}
