import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ACCOUNT } from '../support/deploy';
import { deployAnew, NUMBER, type NumberProject, numberProject, SMS_URL } from '../support/number';

const OTHER = 'https://other.example/hook';
let project: NumberProject;

beforeAll(async () => {
  project = await numberProject({ pageSize: 2 });
});
beforeEach(() => {
  deployAnew(project);
});

describe('npm run number, alone', () => {
  it('says where each number points, on all pages', async () => {
    const { account } = project.api;
    account.addNumber(NUMBER, { sms_url: SMS_URL });
    account.addNumber('+493012345', { sms_url: OTHER, sms_method: 'GET' });
    account.addNumber('+15552220002', { sms_url: null, sms_method: null, sms_application_sid: null });
    account.addNumber('+15552220003', { sms_url: OTHER, sms_application_sid: 'AP0' });
    account.addNumber('+15552220004', { capabilities: { voice: true, sms: false } });
    account.addNumber('+15552220005', { sms_url: OTHER });
    account.addNumber('+15552220006', { sms_url: OTHER });
    account.addNumber('+15552220007', { sms_url: OTHER });
    account.addMessagingService({ sid: 'MG1', use_inbound_webhook_on_number: true }, ['+15552220005']);
    account.addMessagingService({ sid: 'MG2', inbound_request_url: OTHER }, ['+1', '+2', '+15552220006']);
    account.addMessagingService({ sid: 'MG3', friendly_name: 'No\u001b[31m' }, ['+15552220007']);
    const { lines, error } = await project.number();
    expect(error).toBe('');
    expect(lines.split('\n')).toEqual([
      'Number        Set by                           A message goes to',
      `+15552220000  the number                       POST ${SMS_URL}`,
      '+493012345    the number                       GET https://other.example/hook',
      '+15552220002  the number                       nowhere',
      '+15552220003  TwiML App AP0                    the URL of the app',
      '+15552220004  -                                cannot receive SMS',
      '+15552220005  the number                       POST https://other.example/hook',
      '+15552220006  Messaging Service MG2 (Support)  POST https://other.example/hook',
      '+15552220007  Messaging Service MG3 (No [31m)  nowhere: it drops messages',
    ]);
  });

  it.each([
    ['https://me:s3cret@other.example/hook', 'https://me:...@other.example/hook'],
    ['https://me:p@s3cret@other.example/hook', 'https://me:...@other.example/hook'],
    ['https://me:p/s3cret@other.example/hook', 'https://me:...@other.example/hook'],
    ['https://me:p@a/s3cret@other.example/hook', 'https://me:...@other.example/hook'],
    ['https://me:p?s3cret@other.example/hook', 'https://me:...@other.example/hook'],
    ['https://me:p#s3cret@other.example/hook', 'https://me:...@other.example/hook'],
    ['https://me@home:s3cret@other.example/hook', 'https://me@home:...@other.example/hook'],
    ['https://me:s3cret@other.example/hook?to=a@b', 'https://me:...@other.example/hook?to=a@b'],
    ['https://other.example/a:b@c', 'https://other.example/a:b@c'],
    ['https://other.example:8443/hook', 'https://other.example:8443/hook'],
    ['https://other.example/hook?to=a:b@c', 'https://other.example/hook?to=a:b@c'],
  ])('shows no password that is in a URL: %s', async (url, shown) => {
    project.api.account.addNumber(NUMBER, { sms_url: url });
    const { lines } = await project.number();
    expect(lines.split('\n')[1]).toBe(`${NUMBER}  the number  POST ${shown}`);
  });

  it('says that there is none, and where one is bought', async () => {
    const { lines } = await project.number();
    expect(lines).toBe(
      `The account ${ACCOUNT.username} has no phone number. Buy one: https://console.twilio.com, Phone Numbers, Buy a number.`,
    );
  });

  it('changes nothing', async () => {
    project.api.account.addNumber(NUMBER);
    await project.number();
    expect(new Set(project.api.requests.map(({ method }) => method))).toEqual(new Set(['GET']));
  });
});
