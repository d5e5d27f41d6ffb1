import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { deployAnew, NUMBER, type NumberProject, numberProject } from '../support/number';
import type { Row } from '../support/numbers-account';
import type { NumbersRequest } from '../support/numbers-api';

let project: NumberProject;
let number: Row;

beforeAll(async () => {
  project = await numberProject();
});
beforeEach(() => {
  deployAnew(project);
  number = project.api.account.addNumber(NUMBER, { sms_url: '' });
});

const NUMBERS = '/IncomingPhoneNumbers.json';
const SERVICES = 'serverless.twilio.com/v1/Services';

const addressOf = ({ host, path }: NumbersRequest) => host + path;

/** Makes an empty page of each answer with this address, with that of a next one. */
function leadTo(list: string, next: unknown): void {
  const page =
    list === NUMBERS
      ? { incoming_phone_numbers: [], next_page_uri: next }
      : { services: [], meta: { key: 'services', next_page_url: next } };
  project.api.fault = (request) =>
    addressOf(request).endsWith(list) ? { status: 200, body: JSON.stringify(page) } : undefined;
}

describe('npm run number follows a list to Twilio only:', () => {
  it.each([
    ['https://www.evil.example/v1/x', 'https://www.evil.example'],
    ['http://serverless.twilio.com/v1/x', 'http://serverless.twilio.com'],
    ['https://serverless.twilio.com@www.evil.example/', 'https://www.evil.example'],
    ['https://serverless.twilio.com.evil.example/', 'https://serverless.twilio.com.evil.example'],
    ['https://www.eviltwilio.com/v1/x', 'https://www.eviltwilio.com'],
    ['https://twilio.com./v1/x', 'https://twilio.com.'],
    ['ftp://serverless.twilio.com/v1/x', 'ftp://serverless.twilio.com'],
  ])('%s gets nothing', async (next, origin) => {
    leadTo(SERVICES, next);
    const { error } = await project.number(NUMBER);
    expect(error).toBe(
      `What answered was not Twilio: it led to ${origin}, which is not https at twilio.com, so nothing was sent there ` +
        'while looking for the service. Is there a proxy, or a network that wants you to sign in? ' +
        'Then run the command again.\nNothing was changed.',
    );
    expect(project.api.requests.map(addressOf).at(-1)).toBe(SERVICES);
  });

  it.each([['no address'], [{ not: 'an address' }]])('%j is no answer of Twilio', async (next) => {
    leadTo(SERVICES, next);
    const { error } = await project.number(NUMBER);
    expect(error).toMatch(/^What answered was not Twilio: no JSON of its API came while looking for the/);
  });
});

describe('npm run number ends with a list that has no end:', () => {
  it.each<[string, string, string, string[]]>([
    ['of numbers', NUMBERS, '/2010-04-01/Accounts/AC/IncomingPhoneNumbers.json', []],
    ['of services', SERVICES, 'https://serverless.twilio.com/v1/Services', [NUMBER]],
  ])('%s', async (_, list, next, args) => {
    leadTo(list, next);
    const { error } = await project.number(...args);
    expect(error).toMatch(
      /^What answered was not Twilio: its list went on after 300 pages while (?:listing|looking)/,
    );
    expect(project.api.requests.length).toBeLessThan(310);
    expect(number.sms_url).toBe('');
  });
});
