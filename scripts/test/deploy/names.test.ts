import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, it } from '@jest/globals';
import { listRoutes, type Route } from 'functions-runtime';
import { closeWithTests, copyProject, type Project, SECRET } from 'test-support';
import { ACCOUNT, npmRunDeploy, writeEnv } from '../support/deploy';
import { startServerlessApi, type ServerlessApi } from '../support/serverless-api';
import { liveAt } from '../support/uploaded';

// What `npm start` takes for public, protected, private or not there at all, against what a deploy uploads it as.
let project: Project;
let api: ServerlessApi;
const at = (path: string) => join(project.root, path);

beforeAll(async () => {
  project = await copyProject();
  api = await startServerlessApi(ACCOUNT);
  closeWithTests(api.stop);
  await writeEnv(project, {
    ACCOUNT_SID: ACCOUNT.username,
    AUTH_TOKEN: ACCOUNT.password,
    SESSION_SECRET: SECRET,
  });
});

it('what npm start serves is what is uploaded, each with the same access', async () => {
  await mkdir(at('src/assets/folder'));
  await writeFile(at('src/assets/folder/two words.protected.txt'), 'two words');
  await writeFile(at('src/assets/list.private.json'), '[]');
  await writeFile(at('src/assets/.htaccess'), 'begins with a dot');
  await writeFile(at('src/assets/.DS_Store'), 'no Asset');
  await writeFile(at('src/assets/empty.txt'), '');
  await symlink('folder', at('src/assets/linked'));
  await symlink('empty.txt', at('src/assets/link.json'));
  await writeFile(at('src/functions/library.private.ts'), 'export const rows = [];');

  const deploy = npmRunDeploy(api.url, project);
  expect(await deploy.ended).toBe(0);

  const live = liveAt(api.resources, 'dev');
  const uploaded = (kind: Route['kind']) =>
    live[`${kind}s`].map(({ path, access }) => ({ path, access, kind }));
  const served = listRoutes(at('dist/functions'), at('src/assets'));
  expect(sorted([...uploaded('function'), ...uploaded('asset')])).toEqual(sorted(served));
  expect(served).toEqual(
    expect.arrayContaining([
      { path: '/library', access: 'private', kind: 'function' },
      { path: '/linked/two-words.txt', access: 'protected', kind: 'asset' },
      { path: '/link.json', access: 'public', kind: 'asset' },
      { path: '/.htaccess', access: 'public', kind: 'asset' },
      { path: '/empty.txt', access: 'public', kind: 'asset' },
    ]),
  );
});

it('a name that looks private and is not is not uploaded, nor anything else', async () => {
  await writeFile(at('src/assets/id.private'), 'not for everybody');
  const before = api.requests.length;
  const deploy = npmRunDeploy(api.url, project);
  expect(await deploy.ended).toBe(1);
  expect(deploy.output()).toContain('src/assets/id.private looks private and would be public');
  expect(api.requests).toHaveLength(before);
  await rm(at('src/assets/id.private'));
});

const sorted = (routes: { path: string }[]) => routes.map((route) => JSON.stringify(route)).sort();
