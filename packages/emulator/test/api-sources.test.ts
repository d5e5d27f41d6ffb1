import { expect, it } from '@jest/globals';
import { listen } from './support/api-client';
import { serveApiInTests } from './support/served-api';

const served = serveApiInTests();

it('says what is wrong with the sources, and tells when that changes', async () => {
  const nothing = { problems: [], leftOut: 0 };
  expect(await served.call('GET', '/api/sources')).toMatchObject({ status: 200, json: nothing });
  const events = await listen(served.url);
  const sources = { problems: [{ kind: 'build', message: 'oh' }], leftOut: 3 } as const;
  served.engine.setSources(sources);
  const [event] = await events.until(() => true);
  expect(event).toEqual({ type: 'sources', sources });
  await events.close();
  expect(await served.call('GET', '/api/sources')).toMatchObject({ json: sources });
});
