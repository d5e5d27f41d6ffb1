import { describe, expect, it } from '@jest/globals';
import { deployCommand, promoteCommand, type PromoteFlags } from '../../src/deploy/next-command';

describe('deployCommand', () => {
  it.each<[string[], string]>([
    [[], 'npm run deploy'],
    [['--environment', 'stage'], 'npm run deploy -- --environment stage'],
    [['--env', 'my file'], "npm run deploy -- --env 'my file'"],
    [['--env', "it's $HOME"], String.raw`npm run deploy -- --env 'it'\''s $HOME'`],
    [['--password', 'secret', '--force'], 'npm run deploy -- --password ... --force'],
    [['--password=secret'], 'npm run deploy -- --password=...'],
  ])('repeats %j without a password', (args, command) => {
    expect(deployCommand(args)).toBe(command);
  });

  it.each<[string[], string]>([
    [[], 'npm run deploy -- --override-existing-project'],
    [['--production'], 'npm run deploy -- --production --override-existing-project'],
    [['--override-existing-project'], 'npm run deploy -- --override-existing-project'],
  ])('adds a flag to %j once', (args, command) => {
    expect(deployCommand(args, '--override-existing-project')).toBe(command);
  });

  it.each<[string[], string]>([
    [[], 'npm run deploy -- --service-name other'],
    [['--service-name', 'mine', '--force'], 'npm run deploy -- --force --service-name other'],
    [['--service-name=mine'], 'npm run deploy -- --service-name other'],
  ])('gives a flag in %j another value', (args, command) => {
    expect(deployCommand(args, '--service-name', 'other')).toBe(command);
  });
});

describe('promoteCommand', () => {
  const target = { service: 'ZS1', build: 'ZB1' };
  it.each<[PromoteFlags & { password?: string }, string, string]>([
    [{}, 'dev', '--environment dev'],
    [{}, '', '--production'],
    [{ env: '.env.production' }, '', '--production --env .env.production'],
    [
      { env: '.env.example', loadSystemEnv: true },
      'dev',
      '--environment dev --env .env.example --load-system-env',
    ],
    [{ developmentSecret: true }, '', '--production --development-secret'],
    [
      { username: 'AC1', password: 'secret', region: 'ie1', edge: 'dublin', config: 'my config.js' },
      'dev',
      "--environment dev --username AC1 --region ie1 --edge dublin --config 'my config.js' --password ...",
    ],
  ])('of %j to "%s" has %s', (flags, suffix, rest) => {
    const command = `npx twilio-run promote --service-sid ZS1 --build-sid ZB1 ${rest}`;
    expect(promoteCommand(flags, { ...target, suffix })).toBe(command);
  });
});
