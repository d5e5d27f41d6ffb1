import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { deployAnew, NUMBER, type NumberProject, numberProject } from '../support/number';
import type { NumbersRequest } from '../support/numbers-api';

let project: NumberProject;

beforeAll(async () => {
  project = await numberProject();
});
beforeEach(() => {
  deployAnew(project);
  project.api.account.addNumber(NUMBER, { sms_url: '' });
});

const SERVICES = 'serverless.twilio.com/v1/Services';

const addressOf = ({ host, path }: NumbersRequest) => host + path;

/** Makes an empty page of the list of services, with the address of a next one. */
function leadTo(next: unknown): void {
  const page = { services: [], meta: { key: 'services', next_page_url: next } };
  project.api.fault = (request) =>
    addressOf(request) === SERVICES ? { status: 200, body: JSON.stringify(page) } : undefined;
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
    leadTo(next);
    const { error } = await project.number(NUMBER);
    expect(error).toBe(
      `What answered was not Twilio: it led to ${origin}, which is not https at twilio.com, so nothing was sent there ` +
        'while looking for the service. Is there a proxy, or a network that wants you to sign in? ' +
        'Then run the command again.\nNothing was changed.',
    );
    expect(project.api.requests.map(addressOf).at(-1)).toBe(SERVICES);
  });

  it.each([['no address'], [{ not: 'an address' }]])('%j is no answer of Twilio', async (next) => {
    leadTo(next);
    const { error } = await project.number(NUMBER);
    expect(error).toMatch(/^What answered was not Twilio: no JSON of its API came while looking for the/);
  });
});
