import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ACCOUNT } from '../support/deploy';
import { deployAnew, NUMBER, type NumberProject, numberProject } from '../support/number';
import type { Row } from '../support/numbers-account';

const OTHER = 'https://other.example/hook';
let project: NumberProject;
let number: Row;

beforeAll(async () => {
  project = await numberProject();
});
beforeEach(() => {
  deployAnew(project);
  number = project.api.account.addNumber(NUMBER, { sms_url: OTHER });
});

describe('npm run number prints', () => {
  const BASIC = Buffer.from(`${ACCOUNT.username}:${ACCOUNT.password}`).toString('base64');
  const refused = (message: string) => JSON.stringify({ status: 400, code: 21211, message });

  it('nothing of Twilio’s that acts on a terminal', async () => {
    const { account } = project.api;
    account.addNumber('+15552220001\u001b[2J', { sms_url: `${OTHER}\u001b]0;x\u0007` });
    account.addNumber('+15552220002', { sms_application_sid: 'AP\u001b[31m\nafter:' });
    const { lines } = await project.number();
    expect(lines).toContain('+15552220001 [2J  the number');
    expect(lines).toContain('TwiML App AP [31m after:');
    expect(lines.replaceAll('\n', '')).not.toMatch(/\p{Control}|\p{Format}/u);
    const { error } = await project.number('+15559990000');
    expect(error).toContain('+15552220001 [2J');
    expect(error.replaceAll('\n', '')).not.toMatch(/\p{Control}/u);
  });

  it('no path of a Function that acts on a terminal', async () => {
    const body = JSON.stringify({ function_versions: [{ path: '/\u001b[2J', visibility: 'public' }] });
    project.api.fault = ({ path }) => (path.includes('Builds') ? { status: 200, body } : undefined);
    expect((await project.number(NUMBER)).error).toContain('/ [2J can be a webhook.');
  });

  it.each([
    ['the token', refused(`You sent ${ACCOUNT.password}!`), 'You sent ...!'],
    ['the header', refused(`You sent Basic ${BASIC}!`), /You sent Basic \.\.\.=*!/],
    ['half of the token', refused(`${'x'.repeat(280)}${ACCOUNT.password}`), /x{280}\.\.\.\)/],
    ['escapes in a text of JSON', JSON.stringify(refused('\u001b[2J')), '(HTTP 400: [HTTP 400]'],
  ])('not %s, when it is sent back', async (_, body, said) => {
    project.api.fault = (request) => (request.method === 'POST' ? { status: 400, body } : undefined);
    const { error } = await project.number(NUMBER);
    expect(error.split('\n')[0]).toMatch(said);
    expect(error).not.toContain(ACCOUNT.password.slice(0, 16));
    expect(error).not.toContain(BASIC.slice(0, 40));
    expect(error.replaceAll('\n', '')).not.toMatch(/\p{Control}/u);
  });

  it('not the token as what a number points at, either', async () => {
    number.sms_url = `${OTHER}?token=${ACCOUNT.password}`;
    expect((await project.number()).lines).toContain(`POST ${OTHER}?token=...`);
  });
});
