import { describe, expect, it } from '@jest/globals';
import { readNumberArguments } from '../../src/number/arguments';

const NUMBER = '+15552220000';

describe('the arguments of npm run number', () => {
  it('ask for the list when there are none', () => {
    expect(readNumberArguments([])).toMatchObject({ number: undefined, environment: 'dev' });
    expect(readNumberArguments(['--production'])).toMatchObject({ number: undefined, environment: '' });
  });

  it('ask for help', () => {
    expect(readNumberArguments(['--help'])).toBeUndefined();
  });

  it.each([
    [[NUMBER], NUMBER, '/sms'],
    [[NUMBER, '/hello'], NUMBER, '/hello'],
    [[NUMBER, 'hello'], NUMBER, '/hello'],
    [[NUMBER, '/'], NUMBER, '/'],
    [['+1', '555', '222', '0000'], '+1 555 222 0000', '/sms'],
    [['+1', '(555)', '222-0000', '/a/b'], '+1 (555) 222-0000', '/a/b'],
    [['--environment', 'stage', NUMBER, '/hello'], NUMBER, '/hello'],
  ])('%j are the number %s and the path %s', (args, typed, path) => {
    expect(readNumberArguments(args)).toMatchObject({ number: { e164: NUMBER, typed }, path });
  });

  it.each([
    [['--enviroment', 'stage'], "Unknown option '--enviroment'"],
    [['--environment'], "Option '--environment <value>' argument missing"],
    [['/sms'], 'Which number? It stands before the path "/sms".'],
    [['sms', NUMBER], '"sms +15552220000" is not a phone number in E.164.'],
    [['/sms', '/hello'], '"/sms" is not a phone number in E.164.'],
    [['hello'], '"hello" is not a phone number in E.164.'],
    [[NUMBER, '123'], 'A path is written /123.'],
    [['+1', '555-222-0000', '123'], 'A path is written /123.'],
    [['+44', '(0)20', '7946', '0958'], 'Leave out (0)'],
    [['0015552220000'], 'Did you mean +15552220000?'],
    [['5552220000'], 'Begin with + and the country code'],
  ])('%j are refused, with the usage', (args, problem) => {
    expect(() => readNumberArguments(args)).toThrow(problem);
    expect(() => readNumberArguments(args)).toThrow('npm run number -- +15552220000 [/sms]');
  });
});
