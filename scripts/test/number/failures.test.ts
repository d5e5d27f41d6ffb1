import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ACCOUNT } from '../support/deploy';
import { deployAnew, NUMBER, type NumberProject, numberProject, SMS_URL } from '../support/number';
import type { Row } from '../support/numbers-account';
import type { Fault, NumbersRequest } from '../support/numbers-api';

const OTHER = 'https://other.example/hook';
let project: NumberProject;
let number: Row;

beforeAll(async () => {
  project = await numberProject();
});
beforeEach(() => {
  deployAnew(project);
  number = project.api.account.addNumber(NUMBER, { sms_url: OTHER });
  project.api.account.addMessagingService({}, []);
});

const refusal = (status: number, code: number, message: string): Fault => ({
  status,
  body: JSON.stringify({ status, code, message, more_info: `https://www.twilio.com/docs/errors/${code}` }),
});
const isUpdate = ({ method }: NumbersRequest) => method === 'POST';

const FAULTS: [string, Fault, RegExp][] = [
  [
    '401',
    refusal(401, 20003, 'Authenticate'),
    /^Twilio refused the credentials \(HTTP 401, error 20003\) while/,
  ],
  [
    '403',
    refusal(403, 20008, 'Test'),
    /^These credentials may not do that \(HTTP 403, error 20008: Test\) while/,
  ],
  [
    '429',
    refusal(429, 20429, 'Too'),
    /^Twilio takes no more requests at the moment \(HTTP 429, error 20429\) while/,
  ],
  ['500', refusal(500, 20500, 'Oh'), /^Twilio failed \(HTTP 500, error 20500\) while/],
  ['503 in HTML', { status: 503, body: '<h1>Oh</h1>' }, /^Twilio failed \(HTTP 503\) while/],
  ['a redirect', { status: 302, body: '' }, /^Twilio refused the request \(HTTP 302/],
  ['a page of a proxy', { status: 200, body: '<h1>Sign in</h1>' }, /^What answered was not Twilio: no JSON/],
  ['other JSON', { status: 200, body: '{}' }, /^What answered was not Twilio: no JSON/],
  ['null', { status: 200, body: 'null' }, /^What answered was not Twilio: no JSON/],
  ['a cut connection', 'cut before', /^Twilio could not be reached \(ECONNRESET: socket hang up\) while/],
];

describe('npm run number says what happened and what to do', () => {
  it.each(
    FAULTS.flatMap(([name, fault, said]) =>
      ['IncomingPhoneNumbers', 'v1/Services', 'Environments', 'PhoneNumbers'].map(
        (part): [string, string, Fault, RegExp] => [name, part, fault, said],
      ),
    ),
  )('after %s from %s', async (_, part, fault, said) => {
    project.api.fault = ({ path }) => (path.includes(part) ? fault : undefined);
    const { lines, error } = await project.number(NUMBER);
    expect(error).toMatch(said);
    expect(error).toMatch(/(?:run the command again|Info|restricted|errors)[^\n]*\nNothing was changed\.$/i);
    expect(error).not.toContain(ACCOUNT.password);
    expect(lines).toBe('');
    expect(number.sms_url).toBe(OTHER);
  });

  it('and sends a request again that got 429', async () => {
    let left = 3;
    project.api.fault = () => (left-- > 0 ? refusal(429, 20429, 'Too') : undefined);
    expect((await project.number(NUMBER)).error).toBe('');
    expect(number.sms_url).toBe(SMS_URL);
  });
});

describe('npm run number, when the change itself fails,', () => {
  it.each([
    [
      '400',
      refusal(400, 21502, 'Invalid SmsUrl'),
      /^Twilio refused the request \(HTTP 400, error 21502: Invalid/,
    ],
    ['401', refusal(401, 20003, 'Authenticate'), /^Twilio refused the credentials/],
    ['404', refusal(404, 20404, 'Not found'), /^Twilio did not find it/],
    ['429', refusal(429, 20429, 'Too'), /^Twilio takes no more requests/],
    ['500', refusal(500, 20500, 'Oh'), /^Twilio failed/],
    ['HTML', { status: 200, body: '<h1>Sign in</h1>' }, /^What answered was not Twilio/],
    ['a cut', 'cut before' as const, /^Twilio could not be reached/],
  ])('by %s, says that the number is unchanged', async (_, fault, said) => {
    project.api.fault = (request) => (isUpdate(request) ? fault : undefined);
    const { lines, error } = await project.number(NUMBER);
    expect(lines).toBe(`${NUMBER}\n  before: POST ${OTHER}`);
    expect(error).toMatch(said);
    expect(error).toMatch(/\nThe number is unchanged\.$/);
    expect(number.sms_url).toBe(OTHER);
  });

  it('finds out that it was changed when only the answer was lost', async () => {
    project.api.fault = (request) => (isUpdate(request) ? 'cut after' : undefined);
    const { lines, error } = await project.number(NUMBER);
    expect(error).toBe('');
    expect(lines).toBe(`${NUMBER}\n  before: POST ${OTHER}\n  after:  POST ${SMS_URL}`);
  });

  it('says that it does not know when the network is gone for good', async () => {
    let gone = false;
    project.api.fault = (request) => ((gone ||= isUpdate(request)) ? 'cut after' : undefined);
    const { error } = await project.number(NUMBER);
    expect(error).toMatch(/^Twilio could not be reached .* while changing the phone number\./);
    expect(error).toMatch(
      /\nWhether the number was changed is unknown\. npm run number shows it; .* no harm\.$/,
    );
  });

  it('says what somebody else made of it meanwhile', async () => {
    project.api.fault = (request) => {
      if (isUpdate(request)) number.sms_url = 'https://third.example/';
      return isUpdate(request) ? 'cut before' : undefined;
    };
    const { error } = await project.number(NUMBER);
    expect(error).toBe(
      'Somebody else changed the number meanwhile: POST https://third.example/. Run the command again.',
    );
  });

  it('says when a TwiML App was set meanwhile', async () => {
    project.api.fault = (request) => {
      if (isUpdate(request)) number.sms_application_sid = 'AP1';
      return undefined;
    };
    const { error } = await project.number(NUMBER);
    expect(error).toContain('is handled by the TwiML App AP1');
  });
});

describe('npm run number, without usable credentials,', () => {
  const KEY = `SK${'a'.repeat(32)}`;

  it.each<[string, string, string[], string]>([
    ['none', '', [], 'ACCOUNT_SID and AUTH_TOKEN missing in .env. Copy'],
    ['a placeholder', 'ACCOUNT_SID=ACxxx\nAUTH_TOKEN=x', [], 'ACCOUNT_SID in .env is not one'],
    ['a placeholder on the command line', '', ['-u', 'ACxxx', '--password', 'x'], '--username is not one'],
    [
      'an API key alone',
      `ACCOUNT_SID=${KEY}\nAUTH_TOKEN=x`,
      [],
      'With an API key (SK...) the account must be named',
    ],
    [
      'an account that is none',
      `ACCOUNT_SID=${KEY}\nAUTH_TOKEN=x`,
      ['--account-sid', KEY],
      '--account-sid is for API keys: the AC...',
    ],
    ['a file that is missing', '', ['--env', '.env.none'], 'Failed to find .env file at'],
  ])('%s, asks nothing', async (_, file, args, problem) => {
    const without = await numberProject();
    await writeFile(join(without.root, '.env'), file);
    const { error } = await without.number(...args);
    expect(error).toContain(problem);
    expect(without.api.requests).toEqual([]);
  });
});

describe('npm run number, with an API key,', () => {
  it.each([
    ['and --account-sid', ['--account-sid', ACCOUNT.username], ''],
    ['on the command line, and the account in .env', [], `ACCOUNT_SID=${ACCOUNT.username}\nAUTH_TOKEN=x`],
  ])('%s', async (_, args, file) => {
    const key = { username: `SK${'a'.repeat(32)}`, password: 'p' };
    const keyed = await numberProject({ accountSid: ACCOUNT.username }, key);
    await writeFile(join(keyed.root, '.env'), file);
    keyed.api.account.addNumber(NUMBER, { sms_url: OTHER });
    const { lines } = await keyed.number('-u', key.username, '--password', key.password, ...args);
    expect(lines).toContain(`${NUMBER}  the number  POST ${OTHER}`);
  });
});
