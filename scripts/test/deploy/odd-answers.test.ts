import { rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { closeWithTests, copyProject, type Project, SECRET } from 'test-support';
import { ACCOUNT, deployHere, writeEnv } from '../support/deploy';
import { startServerlessApi, type ServerlessApi } from '../support/serverless-api';
import { twilioError } from '../support/serverless-faults';

// What npm run deploy does with answers that Twilio does not give, but something in between may.
let project: Project;
let api: ServerlessApi;

const deploy = () => deployHere(api.url, project);

beforeAll(async () => {
  project = await copyProject();
  await writeEnv(project, {
    ACCOUNT_SID: ACCOUNT.username,
    AUTH_TOKEN: ACCOUNT.password,
    SESSION_SECRET: SECRET,
  });
});

beforeEach(async () => {
  await rm(join(project.root, '.twiliodeployinfo'), { force: true });
  api = await startServerlessApi(ACCOUNT);
  closeWithTests(api.stop);
});

describe('a deploy', () => {
  it.each(['gzip', 'br'])('tries again after an answer that is no %s, as it says', async (encoding) => {
    const headers = { 'content-encoding': encoding };
    const does = { status: 200, body: 'x'.repeat(30), headers };
    api.setFaults([{ on: 'POST Services', times: 1, does }]);
    const { code, output, pauses } = await deploy();
    expect(output).toMatch(/POST Services: \w+; again in 1 s/);
    expect(pauses).toEqual([1000]);
    expect(code).toBe(0);
  });

  it.each<[string, Server]>([
    ['an alert of TLS', createSecureServer()],
    ['something else than TLS', createServer()],
  ])('says at once that Twilio cannot be reached when %s answers', async (_, server) => {
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    closeWithTests(() => server.close());
    const { port } = server.address() as AddressInfo;
    const { code, output, pauses } = await deployHere(`https://127.0.0.1:${port}`, project);
    expect(output).toContain('Twilio cannot be reached (EPROTO at GET Services).');
    expect(pauses).toEqual([]);
    expect(code).toBe(1);
  });

  it('prints neither controls nor credentials of an answer', async () => {
    const basic = Buffer.from(`${ACCOUNT.username}:${ACCOUNT.password}`).toString('base64');
    const message = `\u001b[2J${ACCOUNT.password}\r\nAuthorization: Basic ${basic}`;
    api.setFaults([{ on: 'POST Services', does: twilioError(400, 20001, message) }]);
    const { code, output } = await deploy();
    expect(output).toContain('\nTwilio says: 20001  [2J... Authorization: Basic ... (https://');
    expect(code).toBe(1);
  });

  it('takes no Retry-After that is too long to be meant', async () => {
    const header = { 'retry-after': '9'.repeat(400) };
    api.setFaults([{ on: 'GET Services', does: twilioError(429, 20429, 'Too many requests', header) }]);
    const { code, output, pauses } = await deploy();
    expect(output).toContain('too long to be meant');
    expect(pauses).toEqual([]);
    expect(code).toBe(1);
  });
});
