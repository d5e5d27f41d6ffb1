import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { temporaryFolder } from 'test-support';
import { commandFor, OTHER_APPS, type OtherApp } from './support/other-apps';
import { expectShown, testsOf } from './support/shows';
import { type App, startApp } from './support/start-app';

const FOUND = OTHER_APPS.map((app): [title: string, command: string | undefined, app: OtherApp] => {
  const command = commandFor(app);
  const { name, packages } = app;
  return [command === undefined ? `${name} (not run: apt-get install ${packages})` : name, command, app];
});

describe.each(FOUND)('%s', (_, command, { shows, args, env }) => {
  let app: App | undefined;
  beforeAll(async () => {
    if (command === undefined) return;
    const TMPDIR = await temporaryFolder(); // of PHP's sessions
    app = await startApp(command, args, { folder: 'other-languages', env: { ...env, TMPDIR } });
  });
  afterAll(() => app?.stop());

  const test = command === undefined ? it.skip : it;
  test.each(testsOf(shows))('%s', (_title, show) => expectShown(show, app?.origin ?? ''));
});
