import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { numberCommand, type NumberOptions } from 'functions-dev';
import { closeWithTests, type Project, run, type Running, temporaryFolder } from 'test-support';
import { RequestClient } from 'twilio';
import { ACCOUNT } from './deploy';
import { type NumbersApi, startNumbersApi } from './numbers-api';
import type { Row } from './numbers-account';

/** The name of the service that is deployed. */
export const SERVICE = 'a-project';
export const DOMAIN = `${SERVICE}-1234-dev.twil.io`;
export const SMS_URL = `https://${DOMAIN}/sms`;
export const NUMBER = '+15552220000';

/** What is live in these tests. */
export const FUNCTIONS: readonly Row[] = [
  { sid: 'ZN1', path: '/reservation', visibility: 'protected' },
  { sid: 'ZN2', path: '/sms', visibility: 'protected' },
  { sid: 'ZN3', path: '/report', visibility: 'private' },
];

/** A project that is deployed, and the account in which it is. */
export type NumberProject = {
  readonly root: string;
  readonly api: NumbersApi;
  /** Runs the command in this process. `lines` are what it printed, `error` what it threw. */
  readonly number: (...args: string[]) => Promise<{ lines: string; error: string }>;
  /** Ends the requests that take too long, if not the command's own. */
  deadline?: NumberOptions['deadline'];
};

/** Makes one for a test file. */
export async function numberProject(
  options?: Parameters<typeof startNumbersApi>[1],
  credentials = ACCOUNT,
): Promise<NumberProject> {
  const root = await temporaryFolder();
  await writeFile(join(root, 'package.json'), JSON.stringify({ name: SERVICE }));
  await writeFile(join(root, '.env'), `ACCOUNT_SID=${ACCOUNT.username}\nAUTH_TOKEN=${ACCOUNT.password}\n`);
  const api = await startNumbersApi(credentials, options);
  closeWithTests(api.stop);
  const project: NumberProject = {
    root,
    api,
    async number(...args) {
      const lines: string[] = [];
      const say = (line: string) => void lines.push(line);
      const { deadline } = project;
      const httpClient = standInClient(api.url);
      const error = await numberCommand(root, args, { say, httpClient, deadline }).then(
        () => '',
        (thrown: unknown) => (thrown as Error).message,
      );
      return { lines: lines.join('\n'), error };
    },
  };
  return project;
}

/** Empties the account of a project, then deploys to it. */
export function deployAnew({ api }: NumberProject): void {
  api.account.clear();
  api.account.addEnvironment(api.account.addService(SERVICE), 'dev', FUNCTIONS);
  api.fault = () => undefined;
  api.requests.length = 0;
}

/** The `twilio` package's own client, whose requests go to a stand-in with the host that was meant. */
function standInClient(url: string): RequestClient {
  // Without the pause of up to 3 s before a request that got 429 is sent again.
  const client = new RequestClient({ autoRetry: true, maxRetryDelay: 1 });
  const send = client.request.bind(client);
  client.request = (options) => {
    const { host, pathname, search } = new URL(options.uri);
    const headers = { ...(options.headers as Record<string, string>), Host: host };
    return send({ ...options, uri: `${url}${pathname}${search}`, headers });
  };
  return client;
}

/** Types `npm run number` in a project, for the stand-in at this address; no other host can be reached. */
export function npmRunNumber(url: string, { root }: Project, args: string[] = []): Running {
  const intercept = join(__dirname, 'intercept.cjs');
  return run(root, 'npm', ['run', 'number', '--', ...args], {
    NODE_OPTIONS: `--require ${JSON.stringify(intercept)}`,
    SERVERLESS_STAND_IN: url,
    STAND_IN_HOSTS: 'api.twilio.com messaging.twilio.com serverless.twilio.com',
    TWILIO_REGION: undefined,
    TWILIO_EDGE: undefined,
  });
}
