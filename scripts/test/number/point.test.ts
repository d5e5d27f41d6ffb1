import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ACCOUNT } from '../support/deploy';
import {
  deployAnew,
  DOMAIN,
  FUNCTIONS,
  NUMBER,
  type NumberProject,
  numberProject,
  SERVICE,
  SMS_URL,
} from '../support/number';
import type { Row } from '../support/numbers-account';

const OTHER = 'https://other.example/hook';
let project: NumberProject;
let number: Row & { readonly sid: string };

beforeAll(async () => {
  project = await numberProject({ pageSize: 2 });
});
beforeEach(() => {
  deployAnew(project);
  number = project.api.account.addNumber(NUMBER, { sms_url: OTHER, sms_method: 'GET' });
});

/** Each request that was not only a question. */
const changes = () =>
  project.api.requests
    .filter(({ method }) => method !== 'GET')
    .map(({ path, form }) => ({ path, form: form.toString() }));

describe('npm run number -- NUMBER', () => {
  it('points it at /sms by POST, and says what was there before', async () => {
    const { lines, error } = await project.number(NUMBER);
    expect(error).toBe('');
    expect(lines).toBe(`${NUMBER}\n  before: GET ${OTHER}\n  after:  POST ${SMS_URL}`);
    expect(number).toMatchObject({ sms_url: SMS_URL, sms_method: 'POST' });
    expect(changes()).toEqual([
      {
        path: `/2010-04-01/Accounts/${ACCOUNT.username}/IncomingPhoneNumbers/${number.sid}.json`,
        form: new URLSearchParams({ SmsMethod: 'POST', SmsUrl: SMS_URL }).toString(),
      },
    ]);
  });

  it('says the second time that it points there already', async () => {
    await project.number(NUMBER);
    const { lines, error } = await project.number(NUMBER);
    expect({ lines, error }).toEqual({ lines: `${NUMBER} points there already: POST ${SMS_URL}`, error: '' });
    expect(changes()).toHaveLength(1);
  });

  it('makes a POST of a GET to the same URL', async () => {
    number.sms_url = SMS_URL;
    const { lines } = await project.number(NUMBER);
    expect(lines).toBe(`${NUMBER}\n  before: GET ${SMS_URL}\n  after:  POST ${SMS_URL}`);
  });

  it.each([['/reservation'], ['reservation']])('takes the path %s', async (path) => {
    const { error } = await project.number(NUMBER, path);
    expect(error).toBe('');
    expect(number.sms_url).toBe(`https://${DOMAIN}/reservation`);
  });

  it.each([
    [['+1 (555) 222-0000', '/sms']],
    [['+1', '555', '222', '0000', '/sms']],
    [['+1', '(555)', '222–0000']],
  ])('takes %j as it is typed, and says what it understood', async (typed) => {
    const { lines, error } = await project.number(...typed);
    expect(error).toBe('');
    expect(lines).toMatch(/^\+1 \(?555\)? 222.0000 is \+15552220000\.\n/);
    expect(number.sms_url).toBe(SMS_URL);
  });

  it('is not misled by a longer number, nor by pages', async () => {
    const { account } = project.api;
    account.clear();
    deployAnew(project);
    for (const digit of '123') account.addNumber(`${NUMBER}${digit}`);
    const wanted = account.addNumber(NUMBER);
    expect((await project.number(NUMBER)).error).toBe('');
    expect(wanted.sms_url).toBe(SMS_URL);
    expect(changes()).toHaveLength(1);
  });

  it('may be in a Messaging Service that defers to the number', async () => {
    project.api.account.addMessagingService(
      { use_inbound_webhook_on_number: true, inbound_request_url: OTHER },
      [NUMBER],
    );
    expect((await project.number(NUMBER)).error).toBe('');
    expect(number.sms_url).toBe(SMS_URL);
  });

  it('needs no change when its Messaging Service takes messages there', async () => {
    project.api.account.addMessagingService({ inbound_request_url: SMS_URL }, [NUMBER]);
    const { lines, error } = await project.number(NUMBER);
    expect({ lines, error }).toEqual({
      lines: `${NUMBER} needs no change: its Messaging Service takes messages to ${SMS_URL}`,
      error: '',
    });
    expect(changes()).toEqual([]);
  });
});

describe('npm run number -- NUMBER, for another environment', () => {
  beforeEach(() => {
    const { account } = project.api;
    account.clear();
    account.addNumber(NUMBER);
    account.addService('another');
    account.addService('and-another');
    const service = account.addService(SERVICE);
    for (const suffix of ['dev', 'stage', null]) account.addEnvironment(service, suffix, FUNCTIONS);
    account.addEnvironment(service, 'empty');
  });

  it.each([
    [[], 'a-project-1234-dev.twil.io'],
    [['--environment', 'stage'], 'a-project-1234-stage.twil.io'],
    [['--production'], 'a-project-1234.twil.io'],
    [['--environment', ''], 'a-project-1234.twil.io'],
  ])('%j means %s', async (flags, domain) => {
    const { lines, error } = await project.number(NUMBER, ...flags);
    expect(error).toBe('');
    expect(lines).toContain(`after:  POST https://${domain}/sms`);
  });

  it.each([
    [
      ['--environment', 'none'],
      'The service has no environment "none". It has dev, stage, production (--production), empty; name one',
    ],
    [
      ['--environment', 'empty'],
      'Nothing is live at a-project-1234-empty.twil.io. Deploy first: npm run deploy -- --environment empty',
    ],
  ])('%j is refused', async (flags, problem) => {
    const { error } = await project.number(NUMBER, ...flags);
    expect(error).toContain(problem);
    expect(error).toMatch(/\nNothing was changed\.$/);
    expect(changes()).toEqual([]);
  });
});

describe('npm run number -- NUMBER, with .twiliodeployinfo', () => {
  const note = (serviceSid: string) =>
    writeFile(
      join(project.root, '.twiliodeployinfo'),
      JSON.stringify({
        [`${ACCOUNT.username}:us1`]: { serviceSid, latestBuild: `ZB${'0'.repeat(32)}` },
      }),
    );
  const GONE = `ZS${'0'.repeat(32)}`;
  const forget = () => rm(join(project.root, '.twiliodeployinfo'), { force: true });
  afterEach(forget);

  it('takes the service that is noted there', async () => {
    const { account } = project.api;
    const service = account.addService('deployed-with-service-name');
    account.addEnvironment(service, 'dev', FUNCTIONS);
    await note(service.sid);
    expect((await project.number(NUMBER)).lines).toContain('https://deployed-with-service-name-1234-dev');
  });

  it('takes the one of the name when that does not exist any more', async () => {
    await note(GONE);
    expect((await project.number(NUMBER)).lines).toContain(`after:  POST ${SMS_URL}`);
  });

  it('says that nothing is deployed, and what to delete', async () => {
    await note(GONE);
    project.api.account.clear();
    project.api.account.addNumber(NUMBER);
    const { error } = await project.number(NUMBER);
    expect(error).toBe(
      `Nothing is deployed: the account ${ACCOUNT.username} has no service "a-project". Run npm run deploy. ` +
        `.twiliodeployinfo names ${GONE}, which does not exist any more: delete that file first.\nNothing was changed.`,
    );
    await forget();
    expect((await project.number(NUMBER)).error).toMatch(/Run npm run deploy\.\nNothing was changed\.$/);
  });
});

describe('npm run number refuses, and changes nothing,', () => {
  it.each<[string, () => void, string[], string]>([
    [
      'a number that the account does not have',
      () => {
        for (const digit of '123') project.api.account.addNumber(`+1555222100${digit}`);
      },
      ['+15559990000'],
      `The account ${ACCOUNT.username} does not have the number +15559990000. ` +
        `It has ${NUMBER}, +15552221001, +15552221002, +15552221003.`,
    ],
    [
      'one of many',
      () => {
        for (let i = 100; i < 125; i++) project.api.account.addNumber(`+15552221${i}`);
      },
      ['+15559990000'],
      '+15552221118, and 6 more (npm run number lists them).',
    ],
    [
      'a number that cannot receive SMS',
      () => (number.capabilities = { voice: true, sms: false }),
      [NUMBER],
      `${NUMBER} cannot receive SMS.`,
    ],
    [
      'a number in a Messaging Service with a webhook of its own',
      () => project.api.account.addMessagingService({ sid: 'MG1', inbound_request_url: OTHER }, [NUMBER]),
      [NUMBER],
      `${NUMBER} is in the Messaging Service MG1 (Support), whose own setting counts: it has a webhook of its own. In the Console`,
    ],
    [
      'a number in a Messaging Service that drops messages',
      () => {
        for (const name of ['A', 'B', 'C'])
          project.api.account.addMessagingService({ friendly_name: name }, []);
        project.api.account.addMessagingService({ sid: 'MG1' }, ['+1', '+2', NUMBER]);
      },
      [NUMBER],
      `${NUMBER} is in the Messaging Service MG1 (Support), whose own setting counts: it drops incoming messages. In the Console`,
    ],
    [
      'a number with a TwiML App',
      () => (number.sms_application_sid = 'AP1'),
      [NUMBER],
      `${NUMBER} is handled by the TwiML App AP1, which overrides the number's own URL.`,
    ],
    [
      'a path that is not there',
      () => undefined,
      [NUMBER, '/smz'],
      `There is no Function /smz at ${DOMAIN}. Deploy it first, or check the spelling. /sms, /reservation can be a webhook.`,
    ],
    [
      'a path that is private',
      () => undefined,
      [NUMBER, '/report'],
      '/report is private: it has no URL. Rename its file, without .private., and deploy. /sms, /reservation can be a webhook.',
    ],
  ])('%s', async (_, arrange, args, problem) => {
    arrange();
    const before = { ...number };
    const { lines, error } = await project.number(...args);
    expect(error).toContain(problem);
    expect(error).toMatch(/\nNothing was changed\.$/);
    expect(lines).toBe('');
    expect(number).toEqual(before);
    expect(changes()).toEqual([]);
  });
});
