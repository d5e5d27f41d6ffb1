import { describe, expect, it } from '@jest/globals';
import { SECRET } from 'test-support';
import { type CheckVariables, problemsOfDeploy } from '../src/check-deploy';

const SID = `AC${'0'.repeat(32)}`;
const VARIABLES = { ACCOUNT_SID: SID, AUTH_TOKEN: 'f'.repeat(32), SESSION_SECRET: SECRET };
const problems = (changed: Record<string, string | undefined>, other = {}) =>
  problemsOfDeploy({ file: '.env', variables: { ...VARIABLES, ...changed }, ...other }, checkSecret);

/** A project's own check. */
const checkSecret: CheckVariables = ({ SESSION_SECRET = '' }) =>
  SESSION_SECRET === SECRET ? [] : ['SESSION_SECRET is not the one.'];

describe('the check before a deploy', () => {
  it.each<[string, Record<string, string | undefined>]>([
    ['credentials and a secret', {}],
    ['an API key in place of the account', { ACCOUNT_SID: `SK${'0'.repeat(32)}` }],
    ['a variable of 450 bytes with its name', { TEXT: 'x'.repeat(446) }],
    ['empty variables', { TEXT: '', OTHER: '' }],
  ])('is content with %s', (_, changed) => {
    expect(problems(changed)).toEqual([]);
  });

  it('is content with credentials from the command line', () => {
    const none = { ACCOUNT_SID: undefined, AUTH_TOKEN: undefined };
    expect(problems(none, { username: SID, password: 'f' })).toEqual([]);
    expect(problems(none, { username: SID })).toEqual([expect.stringMatching(/^AUTH_TOKEN missing/)]);
  });

  it('says how to make the file when there is none, and names it', () => {
    const [problem, ...others] = problemsOfDeploy(
      { file: '.env.production', variables: undefined },
      checkSecret,
    );
    expect(problem).toMatch(/^There is no \.env\.production\. Make it from \.env\.example/);
    expect(others).toEqual([]);
  });

  it.each<[string, Record<string, string | undefined>, RegExp]>([
    [
      'no credentials',
      { ACCOUNT_SID: undefined, AUTH_TOKEN: '' },
      /^ACCOUNT_SID and AUTH_TOKEN missing in \.env\. Copy/,
    ],
    ['no account', { ACCOUNT_SID: '' }, /^ACCOUNT_SID missing/],
    ['no token', { AUTH_TOKEN: undefined }, /^AUTH_TOKEN missing/],
    ['other names', { ACCOUNT_SID: undefined, TWILIO_ACCOUNT_SID: SID }, /Only these names are read/],
    [
      'the documentation’s placeholder',
      { ACCOUNT_SID: `AC${'x'.repeat(32)}` },
      /^ACCOUNT_SID in \.env is not one/,
    ],
    ['what the project itself refuses', { SESSION_SECRET: undefined }, /^SESSION_SECRET is not the one\.$/],
    [
      'a large variable',
      { TEXT: 'ä'.repeat(224) },
      /^TEXT in \.env takes 452 bytes with its name; Twilio takes 450/,
    ],
    [
      'too much in all',
      Object.fromEntries(Array.from('abcdefgh', (name) => [name, 'x'.repeat(400)])),
      /^The variables in \.env take 3256 bytes with their names; Twilio takes 3000/,
    ],
  ])('says what to do about %s', (_, changed, problem) => {
    expect(problems(changed)).toEqual([expect.stringMatching(problem)]);
  });

  it('says all that is wrong at once, and no secret', () => {
    const said = problems({ ACCOUNT_SID: undefined, SESSION_SECRET: 'short', TEXT: 'x'.repeat(500) });
    expect(said).toHaveLength(3);
    for (const value of ['short', VARIABLES.AUTH_TOKEN, 'xxx'])
      expect(said.join()).not.toContain(`${value} `);
  });
});
