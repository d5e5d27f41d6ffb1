import { describe, expect, it } from '@jest/globals';
import { type FinishedDeploy, nextSteps } from '../src/next-steps';

const DOMAIN = 'name-1234-dev.twil.io';
const FUNCTIONS = [
  { path: '/reservation', access: 'protected' },
  { path: '/report', access: 'private' },
  { path: '/sms', access: 'protected' },
];
const steps = (other: Partial<FinishedDeploy> = {}) =>
  nextSteps({ domain: DOMAIN, functions: FUNCTIONS, ...other });

describe('what is left to do after a deploy', () => {
  it('has the real domain and path in each of the three ways', () => {
    expect(steps()).toBe(
      [
        'What is left to do, once: point your phone number at it, in one of three ways (+1... is your number).',
        '',
        '  npm run number -- +1... /sms',
        `  twilio phone-numbers:update +1... --sms-url https://${DOMAIN}/sms`,
        '  Console: Phone Numbers, Manage, Active numbers, your number, Messaging Configuration,',
        `  "A message comes in": Webhook, https://${DOMAIN}/sms, HTTP POST`,
        '',
        'Other Functions that can be a webhook: /reservation',
      ].join('\n'),
    );
  });

  it('quotes names for a shell', () => {
    const text = steps({ environment: "it's", file: 'my env' });
    expect(text).toContain(String.raw`npm run number -- +1... /sms --environment 'it'\''s' --env 'my env'`);
  });

  it('names the first Function that is not private when there is no /sms, and no others when there are none', () => {
    const text = steps({
      functions: [
        { path: '/report', access: 'private' },
        { path: '/hello', access: 'public' },
      ],
    });
    expect(text).toContain(`--sms-url https://${DOMAIN}/hello\n`);
    expect(text).toContain('npm run number -- +1... /hello\n');
    expect(text).not.toContain('Other Functions');
    expect(text).not.toContain('/report');
  });

  it.each<[Partial<FinishedDeploy>, string]>([
    [{ environment: 'dev', file: '.env' }, '+1... /sms\n'],
    [{ environment: 'stage' }, '+1... /sms --environment stage\n'],
    [{ environment: '', file: '.env.production' }, '+1... /sms --production --env .env.production\n'],
  ])('names the environment and the file of %j', (other, ending) => {
    expect(steps(other)).toContain(`npm run number -- ${ending}`);
  });

  it.each([
    [[], 'there are none.'],
    [[{ path: '/sms', access: 'private' }], 'all are private.'],
  ])('names no way when the Functions are %j', (functions, why) => {
    expect(steps({ functions })).toBe(
      `https://${DOMAIN} serves no Function that a phone number could be pointed at: ${why}`,
    );
  });
});
