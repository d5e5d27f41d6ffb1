import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { expect, it } from '@jest/globals';
import { closeWithTests } from 'test-support';
import { serveApi } from '../src/api/server';
import { createEngine } from '../src/engine/engine';

it.each([
  [900, false],
  [1100, true],
])('an event stream with %i unsent events is closed: %s', async (count, closed) => {
  const engine = createEngine({ account: { accountSid: 'AC1', authToken: 'token' } });
  const api = await serveApi(engine, new Map(), 0);
  closeWithTests(api.close);
  const [response] = (await once(get(`${api.url}/api/events`), 'response')) as [IncomingMessage];
  await once(response, 'data'); // it is connected
  for (let event = 0; event < count; event++) engine.setFaults({});
  let text = '';
  const over = new Promise<boolean>((resolve) => {
    response.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.split('event: faults').length > count) resolve(false);
    });
    response
      .once('error', () => undefined)
      .once('close', () => {
        resolve(true);
      });
  });
  expect(await over).toBe(closed);
});
