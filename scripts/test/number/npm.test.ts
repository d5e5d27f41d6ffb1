import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { closeWithTests, copyProject, type Project, SECRET } from 'test-support';
import { ACCOUNT, npmRunDeploy, writeEnv } from '../support/deploy';
import { NUMBER, npmRunNumber } from '../support/number';
import type { Row } from '../support/numbers-account';
import { type NumbersApi, startNumbersApi } from '../support/numbers-api';
import { startServerlessApi } from '../support/serverless-api';
import { liveAt } from '../support/uploaded';

// What npm run deploy has really made, as npm run number finds it.
let project: Project;
let api: NumbersApi;
let domain: string;
let number: Row;

beforeAll(async () => {
  project = await copyProject();
  const serverless = await startServerlessApi(ACCOUNT);
  closeWithTests(serverless.stop);
  api = await startNumbersApi(ACCOUNT, { serverless: serverless.url });
  closeWithTests(api.stop);
  number = api.account.addNumber(NUMBER, { sms_url: 'https://other.example/' });
  const { username, password } = ACCOUNT;
  await writeEnv(project, { ACCOUNT_SID: username, AUTH_TOKEN: password, SESSION_SECRET: SECRET });
  const deploy = npmRunDeploy(serverless.url, project);
  if ((await deploy.ended) !== 0) throw new Error(deploy.output());
  ({ domain } = liveAt(serverless.resources, 'dev'));
});

beforeEach(() => {
  api.fault = () => undefined;
  number.sms_url = 'https://other.example/';
});

async function npmRun(...args: string[]) {
  const command = npmRunNumber(api.url, project, args);
  return { code: await command.ended, output: command.output() };
}

describe('npm run number, after npm run deploy', () => {
  it('ends with Ctrl-C while it waits, and has changed nothing', async () => {
    api.fault = ({ method }) => (method === 'POST' ? 'no answer' : undefined);
    const command = npmRunNumber(api.url, project, [NUMBER]);
    await command.prints('before: POST https://other.example/');
    await command.interrupt();
    expect(command.output()).not.toMatch(/after:|^ +at /m);
    expect(number.sms_url).toBe('https://other.example/');
  });

  it('points a number at what is deployed', async () => {
    const { code, output } = await npmRun('+1', '555-222-0000');
    expect(output).toContain(`after:  POST https://${domain}/sms`);
    expect(code).toBe(0);
    expect(number.sms_url).toBe(`https://${domain}/sms`);
  });

  it('lists the numbers', async () => {
    const { code, output } = await npmRun();
    expect(output).toContain(`${NUMBER}  the number  POST https://other.example/\n`);
    expect(code).toBe(0);
  });

  it('explains itself', async () => {
    const { code, output } = await npmRun('--help');
    expect(output).toContain('npm run number -- +15552220000 [/sms]');
    expect(code).toBe(0);
  });

  it('ends with 1, and with neither a stack nor a secret, when it fails', async () => {
    api.fault = () => ({ status: 401, body: '{"code":20003,"message":"Authenticate"}' });
    const { code, output } = await npmRun(NUMBER, '/reservation');
    expect(output).toContain('Twilio refused the credentials (HTTP 401, error 20003)');
    expect(output).toContain('Nothing was changed.');
    expect(output).not.toMatch(/^ +at /m);
    expect(output).not.toContain(ACCOUNT.password);
    expect(code).toBe(1);
  });
});
