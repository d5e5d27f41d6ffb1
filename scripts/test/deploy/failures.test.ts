import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { freePort, SECRET } from 'test-support';
import {
  ACCOUNT,
  deployHere,
  GO_LIVE,
  NOTHING,
  runAgainst,
  STATUS,
  UNTOUCHED,
  UPLOAD,
  writeEnv,
} from '../support/deploy';
import { API_KEY, GOOD, prepareDeploys } from '../support/deploys';
import { buildStatus, type Fault, type Misbehaviour, twilioError } from '../support/serverless-faults';
import { liveAt } from '../support/uploaded';

// What npm run deploy does when Twilio, the network or the developer does not do what it expects.
const { project, api, deploy, count, live } = prepareDeploys();

describe('a deploy that fails', () => {
  it.each<[string, Fault, string, ...string[]]>([
    [
      'the build fails',
      { on: STATUS, does: buildStatus('failed') },
      UNTOUCHED,
      'Twilio could not build what was uploaded (ZB',
      'Its API gives no reason.',
    ],
    [
      'the build fails, and Twilio gives a reason',
      { on: STATUS, does: buildStatus('failed', { errors: ['no such version'] }) },
      UNTOUCHED,
      'It says: {"errors":["no such version"]}',
    ],
    [
      'the build never ends',
      { on: STATUS, does: buildStatus('building') },
      UNTOUCHED,
      'after 5 minutes.',
      '  npx twilio-run promote --service-sid ZS',
      ' --environment dev\n',
    ],
    [
      'Twilio takes no more uploads',
      { on: UPLOAD, does: twilioError(429, 20429, 'Too many requests') },
      UNTOUCHED,
      'Twilio takes no more requests now (429 at POST Services/ZS',
      '/Versions, 6 times).\nTwilio says: 20429 Too many requests',
      'In some minutes:',
    ],
    [
      'Twilio asks to wait for an hour',
      { on: UPLOAD, does: twilioError(429, 20429, 'Too many requests', { 'retry-after': '3600' }) },
      UNTOUCHED,
      'It asks to wait 3600 s. Then:',
    ],
    [
      'uploads fail',
      { on: UPLOAD, does: { status: 502, body: '<html>Bad gateway</html>' } },
      UNTOUCHED,
      'Twilio failed (502 at POST',
      'https://status.twilio.com',
    ],
    [
      'questions about the build fail',
      { on: STATUS, does: twilioError(500, 20500, 'Internal error') },
      UNTOUCHED,
      'Twilio failed (500 at GET',
      'Twilio says: 20500 Internal error',
    ],
    [
      'the connection is cut at each upload',
      { on: UPLOAD, does: 'cut before' },
      UNTOUCHED,
      'The connection to Twilio was cut (ECONNRESET) at POST',
      'When the network holds:',
    ],
    [
      'the build is refused',
      { on: 'POST Services/:/Builds', does: twilioError(400, 20001, 'Runtime is unknown') },
      UNTOUCHED,
      'Twilio refuses POST Services/ZS',
      'Twilio says: 20001 Runtime is unknown (https://www.twilio.com/docs/api/errors/20001)',
    ],
    [
      'a variable is refused',
      {
        on: 'POST Services/:/Environments/:/Variables',
        does: twilioError(400, 82006, 'Variables are too large'),
      },
      'the Functions that were live still are, perhaps with the new variables.',
      'Twilio says: 82006',
    ],
    [
      'the build is not let live',
      { on: GO_LIVE, does: twilioError(400, 20001, 'Build is unknown') },
      'the Functions that were live still are, perhaps with the new variables.',
      'Twilio says: 20001',
    ],
    [
      'nobody says whether the build is live',
      { on: GO_LIVE, does: twilioError(503, 20503, 'Try later') },
      'Perhaps deployed: the answer to the last request did not arrive.',
      'Twilio says: 20503',
    ],
    [
      'the key may not deploy',
      { on: 'POST Services', does: twilioError(403, 20403, 'Forbidden') },
      NOTHING,
      'Twilio does not let these credentials do POST Services: ACCOUNT_SID in .env, AUTH_TOKEN in .env.',
    ],
    [
      'a proxy answers',
      { on: 'GET Services', does: { status: 200, body: '<html>Log in</html>' } },
      NOTHING,
      "What answered GET Services is not Twilio's API",
    ],
    [
      'a proxy answers an upload',
      { on: UPLOAD, does: { status: 200, body: '<html>Log in</html>' } },
      UNTOUCHED,
      "is not Twilio's API",
    ],
    [
      'the service is removed meanwhile',
      { on: 'POST Services/:/Environments', does: twilioError(404, 20404, 'Not found') },
      UNTOUCHED,
      'was removed during the deploy',
    ],
  ])('because %s says so and what to do; the next one succeeds', async (_, fault, headline, ...texts) => {
    api().setFaults([fault]);
    const { code, output } = await deploy();
    for (const text of [headline, ...texts]) expect(output).toContain(text);
    expect(output).toMatch(/\n {2}npm run deploy$/);
    expectNoSecret(output);
    expect(code).toBe(1);

    api().setFaults([]);
    expect(await deploy()).toMatchObject({ code: 0 });
    expect([count('Services'), count('Environments'), count('Variables')]).toEqual([1, 1, 1]);
    expect(live()).toBe(api().resources.named('Builds').at(-1)?.sid);
  });

  it('does not say that the old build is live when it cannot ask', async () => {
    api().setFaults([
      { on: GO_LIVE, does: 'cut after' },
      {
        on: 'GET Services/:/Environments/:/Deployments',
        does: twilioError(429, 20429, 'Too many', { 'retry-after': '3600' }),
      },
    ]);
    const { code, output } = await deploy();
    expect(output).toContain('Perhaps deployed: the answer to the last request did not arrive.');
    expect(code).toBe(1);
  });

  it('uploads what was built, also when npm start builds again meanwhile', async () => {
    const file = join(project().root, 'dist/functions/sms.protected.js');
    api().setFaults([{ on: 'GET Services', times: 1, does: () => writeFile(file, 'changed') }]);
    expect(await deploy()).toMatchObject({ code: 0 });
    const sms = liveAt(api().resources, 'dev').functions.find(({ path }) => path === '/sms');
    expect(sms?.file.content.toString()).toContain('exports.handler = handler');
  });

  it('names the flags again, but for a password', async () => {
    api().setFaults([{ on: STATUS, does: buildStatus('failed') }]);
    const { output } = await deploy('--production', '--development-secret', '--password', ACCOUNT.password);
    expect(output).toMatch(/\n {2}npm run deploy -- --production --development-secret --password \.\.\.$/);
    expectNoSecret(output);
  });

  it('leaves live what was', async () => {
    await deploy();
    const before = live();
    for (const on of [STATUS, UPLOAD, GO_LIVE]) {
      api().setFaults([{ on, does: twilioError(400, 20001, 'No') }]);
      expect(await deploy()).toMatchObject({ code: 1 });
      expect(live()).toBe(before);
    }
  });

  it('waits five minutes for a build', async () => {
    api().setFaults([{ on: STATUS, does: buildStatus('building') }]);
    const { pauses } = await deploy();
    expect(pauses.reduce((sum, ms) => sum + ms, 0)).toBe(5 * 60_000);
  });

  it('because Twilio cannot be reached says so at once', async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    const { code, output, pauses } = await deployHere(url, project());
    expect(output).toContain(NOTHING);
    expect(output).toContain('Twilio cannot be reached (ECONNREFUSED at GET Services).');
    expect(pauses).toEqual([]);
    expect(code).toBe(1);
  });

  it.each<[string, string[], string]>([
    ['.env', [], 'Twilio does not know the credentials: ACCOUNT_SID in .env, AUTH_TOKEN in .env.'],
    ['the file of --env', ['--env', '.env.other'], 'ACCOUNT_SID in .env.other, AUTH_TOKEN in .env.other.'],
    ['a flag', ['--password', 'wrong token'], 'ACCOUNT_SID in .env, --password.'],
  ])('because Twilio does not know the credentials says that they are from %s', async (_, args, text) => {
    for (const file of ['.env', '.env.other'])
      await writeEnv(project(), { ...GOOD, AUTH_TOKEN: 'wrong token' }, file);
    const { code, output } = await deploy(...args);
    expect(output).toContain(NOTHING);
    expect(output).toContain(text);
    expect(output).toContain('Twilio says: 20003 Authenticate');
    expect(output).not.toContain('wrong token');
    expect(code).toBe(1);
    expect(count('Services')).toBe(0);
  });

  it('ends when killed, and the next one succeeds', async () => {
    const killed = runAgainst(api().url, project(), 'node', ['--import', 'tsx', 'scripts/deploy.ts']);
    const kill = () => Promise.resolve(killed.process.kill('SIGKILL'));
    // Its build goes live, and it does not hear of that.
    api().setFaults([{ on: GO_LIVE, times: 1, does: kill }]);
    expect(await killed.ended).toBeNull();

    expect(await deploy()).toMatchObject({ code: 0 });
    expect([count('Services'), count('Environments')]).toEqual([1, 1]);
    expect(live()).toBe(api().resources.named('Builds').at(-1)?.sid);
  });
});

describe('a deploy goes on', () => {
  const once = (on: string, does: Misbehaviour): Fault => ({ on, does, times: 1 });
  const POSTS = [
    'POST Services',
    'POST Services/:/Environments',
    'POST Services/:/Functions',
    'POST Services/:/Assets',
    UPLOAD,
    'POST Services/:/Builds',
    'POST Services/:/Environments/:/Variables',
    GO_LIVE,
  ];
  const busy = twilioError(429, 20429, 'Too many requests', { 'retry-after': '7' });
  const broken = twilioError(503, 20503, 'Try later');

  const each = (does: Misbehaviour) => POSTS.map((on) => once(on, does));

  it.each<[string, Fault[], number[]]>([
    ['a busy answer to each POST', each(busy), POSTS.map(() => 7000)],
    ['a failure of each POST', each(broken), POSTS.map(() => 1000)],
    ['a cut of each POST, before it took effect', each('cut before'), POSTS.map(() => 1000)],
    ['a cut of each POST, after it took effect', each('cut after'), POSTS.map(() => 1000)],
    ['a failed question about the build', [once(STATUS, broken)], [1000]],
    ['a cut question about the build', [once(STATUS, 'cut after')], [1000]],
    ['five failures', [{ on: 'GET Services', does: broken, times: 5 }], [1000, 2000, 4000, 8000, 16_000]],
    [
      'a build that takes a while',
      [{ on: STATUS, does: buildStatus('building'), times: 3 }],
      [1000, 1000, 1000],
    ],
  ])('after %s', async (_, faults, expected) => {
    api().setFaults(faults);
    const { code, output, pauses } = await deploy();
    expect(output).not.toContain('Not deployed');
    expect(code).toBe(0);
    expect(pauses).toEqual(expected);
    // Nothing was made twice that others would see.
    const names = ['Services', 'Environments', 'Variables', 'Functions', 'Deployments'] as const;
    expect(names.map(count)).toEqual([1, 1, 1, 4, 1]);
  });

  it('and says what it tries again', async () => {
    api().setFaults([once('POST Services', busy)]);
    expect((await deploy()).output).toContain('POST Services: 429; again in 7 s');
  });

  it('but does not take a failed page for the end of a list', async () => {
    await deploy();
    const [service] = api().resources.named('Services');
    const functions = `Services/${service?.sid ?? ''}/Functions`;
    api().resources.add(functions, { friendly_name: '/third' });
    api().setFaults([{ on: 'GET Services/:/Functions', after: 1, does: broken }]);
    const { code, output } = await deploy();
    expect(output).toContain('Twilio failed (503 at GET');
    expect(code).toBe(1);
    expect(count('Functions')).toBe(5);
  });
});

function expectNoSecret(output: string): void {
  for (const secret of [SECRET, ACCOUNT.password, API_KEY.password, 'node_modules'])
    expect(output).not.toContain(secret);
}
