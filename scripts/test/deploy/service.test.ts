import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { SECRET } from 'test-support';
import { ACCOUNT, GO_LIVE, NOTHING, STATUS, writeEnv } from '../support/deploy';
import { API_KEY, GOOD, prepareDeploys } from '../support/deploys';
import { buildStatus } from '../support/serverless-faults';
import { liveAt } from '../support/uploaded';

// Which service npm run deploy deploys to, and what it does when another deploy is in it.
const { project, api, deploy, infoFile, deployInfo, count, live } = prepareDeploys();

describe('the service of a deploy', () => {
  const NAME = 'twilio-sms-conversations';
  const OVERRIDE = '--override-existing-project';

  /** Services of others, so that the one in question is not on the first page. */
  function addOthers(): void {
    for (const unique_name of ['one', 'two', 'three']) api().resources.add('Services', { unique_name });
  }

  it('that another clone has deployed is not touched, but for a flag', async () => {
    addOthers();
    await deploy();
    const before = live();
    await rm(infoFile());

    const refused = await deploy();
    expect(refused.output).toContain(NOTHING);
    expect(refused.output).toContain(`A service "${NAME}" (ZS`);
    expect(refused.output).toContain(`\n  npm run deploy -- ${OVERRIDE}\n`);
    expect(refused.code).toBe(1);
    expect(live()).toBe(before);

    expect(await deploy(OVERRIDE)).toMatchObject({ code: 0 });
    expect(live()).not.toBe(before);
    expect(await deploy()).toMatchObject({ code: 0 });
    expect(count('Services')).toBe(4);
  });

  it('in which nothing is live is taken: a first deploy that failed has left it', async () => {
    api().setFaults([{ on: STATUS, does: buildStatus('failed') }]);
    await deploy();
    await rm(infoFile());
    api().setFaults([]);
    expect(await deploy()).toMatchObject({ code: 0 });
    expect(count('Services')).toBe(1);
  });

  it('that is gone is made anew, and remembered', async () => {
    addOthers();
    await deploy();
    const gone = api().resources.named('Services').at(-1);
    if (gone !== undefined) api().resources.remove(gone);
    const { code, output } = await deploy();
    expect(output).toContain(`.twiliodeployinfo names ${gone?.sid ?? ''}, which is not in this account`);
    expect(code).toBe(0);
    const made = api().resources.named('Services').at(-1);
    expect(made?.fields.unique_name).toBe(NAME);
    expect(await readFile(infoFile(), 'utf8')).toContain(made?.sid);
    expect(await readFile(infoFile(), 'utf8')).not.toContain(gone?.sid);
  });

  it('that is gone, while another clone has made one of that name, is not touched', async () => {
    await deploy();
    const info = await readFile(infoFile(), 'utf8');
    await writeFile(infoFile(), info.replace(/ZS\w+/, `ZS${'0'.repeat(32)}`));
    const { code, output } = await deploy();
    expect(output).toContain('which is not in this account');
    expect(output).toContain(`npm run deploy -- ${OVERRIDE}`);
    expect(code).toBe(1);
  });

  it('that a flag named is not that of the next one, when this one fails', async () => {
    await deploy();
    const { serviceSid: own = '' } = Object.values(await deployInfo())[0] ?? {};
    const other = api().resources.add('Services', {
      unique_name: 'other',
      account_sid: ACCOUNT.username,
    }).sid;
    api().setFaults([{ on: STATUS, does: buildStatus('failed') }]);
    expect(await deploy('--service-sid', other)).toMatchObject({ code: 1 });
    expect(Object.values(await deployInfo()).map(({ serviceSid }) => serviceSid)).toEqual([own]);
  });

  it('that a flag names must be there', async () => {
    const { code, output } = await deploy('--service-sid', `ZS${'0'.repeat(32)}`);
    expect(output).toContain(`There is no service ZS${'0'.repeat(32)} in this account.`);
    expect(code).toBe(1);
  });

  it('is the same for an API key and for the account', async () => {
    const key = { ...GOOD, ACCOUNT_SID: API_KEY.username, AUTH_TOKEN: API_KEY.password };
    await writeEnv(project(), key);
    for (const build of [1, 2]) {
      expect(await deploy()).toMatchObject({ code: 0 });
      expect(count('Builds')).toBe(build);
    }
    const info = JSON.parse(await readFile(infoFile(), 'utf8')) as object;
    expect(Object.keys(info)).toEqual([`${ACCOUNT.username}:us1`]);
    await writeEnv(project(), GOOD);
    expect(await deploy()).toMatchObject({ code: 0 });
    expect(count('Services')).toBe(1);
  });

  it('in CI, without .twiliodeployinfo and with secrets in the environment, is the same each time', async () => {
    await rm(join(project().root, '.env'));
    Object.assign(process.env, GOOD);
    try {
      for (const build of [1, 2]) {
        await rm(infoFile(), { force: true });
        expect(await deploy('--env', '.env.example', '--load-system-env', OVERRIDE)).toMatchObject({
          code: 0,
        });
        expect(count('Builds')).toBe(build);
      }
    } finally {
      for (const name of Object.keys(GOOD)) Reflect.deleteProperty(process.env, name);
    }
    expect(count('Services')).toBe(1);
    expect(liveAt(api().resources, 'dev').variables).toEqual({ SESSION_SECRET: SECRET });
  });
});

describe('two deploys at once', () => {
  it.each([
    'POST Services/:/Environments',
    'POST Services/:/Functions',
    'POST Services/:/Builds',
    'POST Services/:/Environments/:/Variables',
    GO_LIVE,
  ])('that meet before %s both succeed, and the last is live', async (on) => {
    const codes: number[] = [];
    const other = async () => codes.push((await deploy()).code);
    api().setFaults([{ on, times: 1, does: other }]);
    codes.push((await deploy()).code);
    expect(codes).toEqual([0, 0]);
    const [first, last] = api().resources.named('Deployments');
    expect([first, last].map((one) => one?.fields.build_sid)).toContain(live());
    expect(last?.fields.build_sid).toBe(live());
    expect(['Services', 'Environments', 'Variables'].map(count)).toEqual([1, 1, 1]);
  });

  it('that make the service: one says that it is there, and succeeds the next time', async () => {
    api().setFaults([{ on: 'POST Services', times: 1, does: deploy }]);
    const { code, output } = await deploy();
    expect(output).toContain(NOTHING);
    expect(output).toContain('npm run deploy -- --override-existing-project');
    expect(code).toBe(1);
    expect(await deploy()).toMatchObject({ code: 0 });
    expect(count('Services')).toBe(1);
  });
});
