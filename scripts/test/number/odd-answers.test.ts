import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { deployAnew, NUMBER, type NumberProject, numberProject, SMS_URL } from '../support/number';
import type { Row } from '../support/numbers-account';
import type { NumbersRequest } from '../support/numbers-api';

const OTHER = 'https://other.example/hook';
let project: NumberProject;
let number: Row & { readonly sid: string };

beforeAll(async () => {
  project = await numberProject();
});
beforeEach(() => {
  deployAnew(project);
  number = project.api.account.addNumber(NUMBER, { sms_url: OTHER });
});

const isUpdate = ({ method }: NumbersRequest) => method === 'POST';
const NOT_TWILIO = 'What answered was not Twilio: no JSON of its API came while';
const sorry = (doing: string) =>
  `${NOT_TWILIO} ${doing}. Is there a proxy, or a network that wants you to sign in? Then run the command again.`;

const answers = (part: string, json: unknown, status = 200) => {
  project.api.fault = ({ path }) =>
    path.includes(part) ? { status, body: json === '' ? '' : JSON.stringify(json) } : undefined;
};
const list = (fields: object) => ({ incoming_phone_numbers: [{ ...number, ...fields }] });

describe('npm run number takes for no answer of Twilio', () => {
  const services = (...all: unknown[]) => ({ services: all, meta: { key: 'services' } });
  const environments = (fields: object) => ({
    environments: [
      {
        sid: 'ZE1',
        unique_name: 'dev-environment',
        domain_suffix: 'dev',
        domain_name: 'd.twil.io',
        build_sid: 'ZB1',
        ...fields,
      },
    ],
    meta: { key: 'environments' },
  });

  it.each<[string, string, () => unknown, string]>([
    ['a phone number', 'IncomingPhone', () => list({ phone_number: 5 }), 'looking for the phone number'],
    ['a SID', 'IncomingPhone', () => list({ sid: '../..' }), 'looking for the phone number'],
    ['a URL', 'IncomingPhone', () => list({ sms_url: { a: 1 } }), 'looking for the phone number'],
    ['no URL', 'IncomingPhone', () => list({ sms_url: undefined }), 'looking for the phone number'],
    ['a method', 'IncomingPhone', () => list({ sms_method: 5 }), 'looking for the phone number'],
    ['a TwiML App', 'IncomingPhone', () => list({ sms_application_sid: [] }), 'looking for the phone number'],
    ['a service', 'v1/Services', () => services({ sid: {}, unique_name: 'x' }), 'looking for the service'],
    ['a domain', 'Environments', () => environments({ domain_name: null }), 'looking for the environment'],
    ['a build’s SID', 'Environments', () => environments({ build_sid: 5 }), 'looking for the environment'],
    ['a build without Functions', 'Builds', () => ({}), 'reading what is deployed'],
    ['a Function', 'Builds', () => ({ function_versions: [null] }), 'reading what is deployed'],
    ['a path', 'Builds', () => ({ function_versions: [{ path: 1 }] }), 'reading what is deployed'],
  ])('%s of another shape', async (_, part, json, doing) => {
    answers(part, json());
    expect((await project.number(NUMBER)).error).toBe(`${sorry(doing)}\nNothing was changed.`);
    expect(number.sms_url).toBe(OTHER);
  });

  it.each<[string, () => unknown]>([
    ['a phone number', () => list({ phone_number: 5 })],
    ['a URL', () => list({ sms_url: { a: 1 } })],
  ])('%s of another shape, in the list', async (_, json) => {
    answers('IncomingPhone', json());
    expect(await project.number()).toEqual({ lines: '', error: sorry('listing the phone numbers') });
  });

  it('a list that comes as 204', async () => {
    answers('IncomingPhone', '', 204);
    expect((await project.number()).error).toBe(sorry('listing the phone numbers'));
  });
});

describe('npm run number, when the change is answered by something else,', () => {
  const SHAPES: [string, number, string][] = [
    ['{}', 200, '{}'],
    ['nothing', 204, ''],
    ['another number', 200, JSON.stringify({ sid: 'PN1', phone_number: '+15559990000', sms_url: OTHER })],
  ];

  it.each(SHAPES)('%s, says so once, and that the number is unchanged', async (_, status, body) => {
    project.api.fault = (request) => (isUpdate(request) ? { status, body } : undefined);
    const { error } = await project.number(NUMBER);
    expect(error).toMatch(/^What answered was not Twilio: [^\n]* while changing the phone number\./);
    expect(error).toMatch(/^[^\n]*\nThe number is unchanged\.$/);
    expect(error.match(/not Twilio/g)).toHaveLength(1);
  });

  it.each(SHAPES)('%s, finds out that it was changed', async (_, status, body) => {
    project.api.fault = (request) => (isUpdate(request) ? { status, body, after: true } : undefined);
    const { lines, error } = await project.number(NUMBER);
    expect(error).toBe('');
    expect(lines).toContain(`after:  POST ${SMS_URL}`);
  });

  it.each(SHAPES)('%s, and so is the question after it, does not know', async (_, status, body) => {
    let changing = false;
    project.api.fault = (request) => ((changing ||= isUpdate(request)) ? { status, body } : undefined);
    const { error } = await project.number(NUMBER);
    expect(error).toMatch(
      /^What answered was not Twilio: [^\n]*\nWhether the number was changed is unknown\./,
    );
    expect(error.match(/not Twilio/g)).toHaveLength(1);
  });
});
