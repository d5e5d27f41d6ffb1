import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { expect, it } from '@jest/globals';
import { startEmulator } from '../src/driver';

it.each([
  [900, false],
  [1100, true],
])('an event stream with %i unsent events is closed: %s', async (count, closed) => {
  await using twilio = await startEmulator({ webhook: 'http://127.0.0.1:1/', port: 0 });
  const [response] = (await once(get(`${twilio.url ?? ''}/api/events`), 'response')) as [IncomingMessage];
  await once(response, 'data'); // it is connected
  for (let event = 0; event < count; event++) twilio.faults({});
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
