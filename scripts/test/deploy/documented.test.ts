import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, it } from '@jest/globals';
import { closeWithTests, copyProject, type Project } from 'test-support';
import { ACCOUNT, runAgainst, writeEnv } from '../support/deploy';
import { startServerlessApi, type ServerlessApi } from '../support/serverless-api';
import { liveAt } from '../support/uploaded';

// Every command of docs/deploying.md that talks to the Serverless API, in the page's order, as it stands there.
let project: Project;
let api: ServerlessApi;
let page: string;

const SECRET = '1a'.repeat(32);
const PRODUCTION_SECRET = '2b'.repeat(32);
const credentials = { ACCOUNT_SID: ACCOUNT.username, AUTH_TOKEN: ACCOUNT.password };

const shell = (command: string) => runAgainst(api.url, project, 'sh', ['-c', command]);
const builds = () => api.resources.named('Builds').map(({ sid }) => sid);

/** Runs the one command of the page that begins so. */
function documented(beginning: string) {
  const [line, ...others] = page.split('\n').filter((text) => text.startsWith(beginning));
  if (line === undefined || others.length > 0)
    throw new Error(`Not one command "${beginning}" in docs/deploying.md`);
  const command = line.replace(/ZBx+/, builds()[0] ?? '').replace('"..."', `"${SECRET},old"`);
  return shell(command.replace('npx twilio-run', 'node_modules/.bin/twilio-run'));
}

async function succeeds(beginning: string): Promise<string> {
  const command = documented(beginning);
  const code = await command.ended;
  if (code !== 0) throw new Error(`${beginning} ended with ${code ?? '?'}:\n${command.output()}`);
  return command.output();
}

beforeEach(async () => {
  page = await readFile('docs/deploying.md', 'utf8');
  project = await copyProject();
  api = await startServerlessApi(ACCOUNT);
  closeWithTests(api.stop);
  await writeEnv(project, { ...credentials, SESSION_SECRET: SECRET });
  await writeEnv(project, { ...credentials, SESSION_SECRET: PRODUCTION_SECRET }, '.env.production');
  await shell('npm run deploy').ended;
});

const dev = () => liveAt(api.resources, 'dev');

it('every command of docs/deploying.md does what the page says, in its order', async () => {
  // From a clone that has not deployed:
  await rm(join(project.root, '.twiliodeployinfo'));
  await succeeds('npm run deploy -- --override-existing-project');
  expect(api.resources.named('Services')).toHaveLength(1);
  expect(builds()).toEqual([expect.any(String), dev().buildSid]);

  // A variable without a deploy:
  expect(await succeeds('npx twilio-run env set')).toContain('SESSION_SECRET has been set');
  expect(dev().variables).toEqual({ SESSION_SECRET: `${SECRET},old` });

  // One that is no longer in .env:
  const [{ collection } = { collection: '' }] = api.resources.named('Variables');
  api.resources.add(collection, { key: 'OLD_VARIABLE', value: '1' });
  await succeeds('npx twilio-run env unset');
  expect(dev().variables).toEqual({ SESSION_SECRET: `${SECRET},old` });

  await followsTheLogs();

  // Back to the build before, with the variables of .env:
  const listed = await succeeds('npx twilio-run list builds');
  for (const sid of builds()) expect(listed).toContain(sid);
  await succeeds('npx twilio-run promote --build-sid');
  expect(dev().buildSid).toBe(builds()[0]);
  expect(dev().variables).toEqual({ SESSION_SECRET: SECRET });

  // The tested build to production, with variables of its own:
  const output = await succeeds('npx twilio-run promote --source-environment');
  const { domain, buildSid, variables } = liveAt(api.resources, null);
  expect(output).toContain(domain);
  expect(domain).toBe('twilio-sms-conversations-1234.twil.io');
  expect(buildSid).toBe(dev().buildSid);
  expect(variables).toEqual({ SESSION_SECRET: PRODUCTION_SECRET });
});

it('another Node.js is the one line of docs/deploying.md', async () => {
  const { dependencies } = dev();
  const [line = ''] = /^runtime: .*$/m.exec(page) ?? [];
  const config = join(project.root, '.twilioserverlessrc.js');
  await writeFile(config, (await readFile(config, 'utf8')).replace(/(?<=^ +)runtime: .*$/m, line));
  expect(await shell('npm run deploy').ended).toBe(0);
  expect(dev()).toMatchObject({ runtime: 'node24', dependencies });
});

async function followsTheLogs(): Promise<void> {
  const [environment] = api.resources.named('Environments');
  const collection = `${environment?.collection ?? ''}/${environment?.sid ?? ''}/Logs`;
  api.resources.add(collection, {
    level: 'info',
    date_created: new Date().toISOString(),
    message: 'a turn',
  });
  const logs = documented('npx twilio-run logs');
  await expect(logs.prints(']: a turn')).resolves.toBeUndefined();
  await logs.interrupt();
}
