import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deploy } from 'functions-dev';
import { run, type Project, type Running } from 'test-support';
import { checkVariables } from '../../check-variables';

/** An account that does not exist. */
export const ACCOUNT = {
  username: `AC${'0123456789abcdef'.repeat(2)}`,
  password: 'fedcba9876543210'.repeat(2),
};

/** Requests of a deploy, as faults name them. */
export const STATUS = 'GET Services/:/Builds/:/Status';
export const UPLOAD = 'POST Services/:/Functions/:/Versions';
export const GO_LIVE = 'POST Services/:/Environments/:/Deployments';

/** Beginnings of what it says when it fails. */
export const UNTOUCHED = 'Not deployed; what was live is live, untouched.';
export const NOTHING = 'Not deployed; nothing was uploaded.';

/** Writes a file of variables; those that are `undefined` are left out. */
export async function writeEnv(
  project: Project,
  variables: Record<string, string | undefined>,
  file = '.env',
): Promise<void> {
  const lines = Object.entries(variables).flatMap(([name, value]) =>
    value === undefined ? [] : `${name}=${value}`,
  );
  await writeFile(join(project.root, file), lines.join('\n'));
}

/** Runs a command in a project whose way to Twilio leads to the stand-in at this address, and nowhere else. */
export function runAgainst(url: string, project: Project, command: string, args: string[]): Running {
  const intercept = join(__dirname, 'intercept.cjs');
  return run(project.root, command, args, {
    NODE_OPTIONS: `--require ${JSON.stringify(intercept)}`,
    SERVERLESS_STAND_IN: url,
    // Of somebody who deploys to other places from the same shell.
    TWILIO_REGION: undefined,
    TWILIO_EDGE: undefined,
  });
}

/** Types `npm run deploy` in a project, for the stand-in at this address. */
export const npmRunDeploy = (url: string, project: Project, args: string[] = []): Running =>
  runAgainst(url, project, 'npm', ['run', 'deploy', '--', ...args]);

/** What a deploy in this process did. */
export type Deployed = {
  readonly code: number;
  /** What it printed, but for the result. */
  readonly output: string;
  /** How long it waited each time, in milliseconds. It did not really. */
  readonly pauses: readonly number[];
};

/** What `npm run deploy` does, in this process, with the stand-in at this address. */
export async function deployHere(url: string, project: Project, args: string[] = []): Promise<Deployed> {
  const lines: string[] = [];
  const pauses: number[] = [];
  const code = await deploy(project.root, args, {
    checkVariables,
    note: (line) => lines.push(line),
    pause: (ms) => Promise.resolve(pauses.push(ms)),
    connect: (got) =>
      got.extend({
        hooks: {
          beforeRequest: [
            (options) => {
              options.headers.host = options.url.host;
              const { protocol, hostname, port } = new URL(url);
              // In place: it holds the credentials.
              Object.assign(options.url, { protocol, hostname, port });
            },
          ],
        },
      }),
  });
  return { code, output: lines.join('\n'), pauses };
}
