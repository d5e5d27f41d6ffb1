import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, beforeEach } from '@jest/globals';
import { closeWithTests, copyProject, type Project, SECRET } from 'test-support';
import { ACCOUNT, type Deployed, deployHere, writeEnv } from './deploy';
import { startServerlessApi, type ServerlessApi } from './serverless-api';
import { liveAt } from './uploaded';

export const API_KEY = { username: `SK${'0123456789abcdef'.repeat(2)}`, password: 'a key has a secret' };
/** Variables that can be deployed. */
export const GOOD = {
  ACCOUNT_SID: ACCOUNT.username,
  AUTH_TOKEN: ACCOUNT.password,
  SESSION_SECRET: SECRET,
};

/** Deploys of one project, which for each test has not been deployed, to an account of its own. */
export type Deploys = {
  readonly project: () => Project;
  readonly api: () => ServerlessApi;
  readonly deploy: (...args: string[]) => Promise<Deployed>;
  readonly infoFile: () => string;
  readonly deployInfo: () => Promise<Record<string, { serviceSid: string }>>;
  /** How many resources with this name there are. */
  readonly count: (name: string) => number;
  /** The build that is live in `dev`. */
  readonly live: () => string | undefined;
};

/** To be called once, at the top of a test file. */
export function prepareDeploys(): Deploys {
  let project: Project;
  let api: ServerlessApi;
  const infoFile = () => join(project.root, '.twiliodeployinfo');

  beforeAll(async () => {
    project = await copyProject();
  });
  beforeEach(async () => {
    await rm(infoFile(), { force: true });
    await writeEnv(project, GOOD);
    api = await startServerlessApi(ACCOUNT, { apiKey: API_KEY });
    closeWithTests(api.stop);
  });
  return {
    project: () => project,
    api: () => api,
    deploy: (...args) => deployHere(api.url, project, args),
    infoFile,
    deployInfo: async () =>
      JSON.parse(await readFile(infoFile(), 'utf8')) as Record<string, { serviceSid: string }>,
    count: (name) => api.resources.named(name).length,
    live: () => liveAt(api.resources, 'dev').buildSid,
  };
}
