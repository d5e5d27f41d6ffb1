import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { NPM_APPS } from './support/npm-apps';
import { expectShown, testsOf } from './support/shows';
import { type App, startNodeApp } from './support/start-app';

describe.each(NPM_APPS)('$name', ({ file, shows }) => {
  let app: App | undefined;
  beforeAll(async () => {
    app = await startNodeApp(file);
  });
  afterAll(() => app?.stop());

  it.each(testsOf(shows))('%s', (_, show) => expectShown(show, app?.origin ?? ''));
});
