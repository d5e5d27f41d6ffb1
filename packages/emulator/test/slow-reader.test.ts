import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { expect, it } from '@jest/globals';
import { closeWithTests } from 'test-support';
import { serveApi } from '../src/api/server';
import { createEngine } from '../src/engine/engine';
import { numberFor } from '../src/numbers';

const MB = 1024 * 1024;

it.each([
  [900, 0, 0, false],
  [1100, 0, 0, true],
  [3, MB, MB, false],
  [6, MB, MB, true],
  [3, 0, 6 * MB, false],
  [3, MB, 6 * MB, false],
  [6, MB, 6 * MB, true],
])(
  'an event stream with %i unsent events of %i bytes and more, the second of %i and more, is closed: %s',
  async (count, bytes, second, closed) => {
    const engine = createEngine({ account: { accountSid: 'AC1', authToken: 'token' } });
    const api = await serveApi(engine, new Map(), 0);
    closeWithTests(api.close);
    const [response] = (await once(get(`${api.url}/api/events`), 'response')) as [IncomingMessage];
    await once(response, 'data'); // it is connected
    const numbersOf = (size: number) => [{ ...numberFor('http://127.0.0.1/'), smsUrl: 'x'.repeat(size) }];
    // Nothing is sent in between.
    for (let event = 0; event < count; event++) engine.setNumbers(numbersOf(event === 1 ? second : bytes));
    let text = '';
    const over = new Promise<boolean>((resolve) => {
      response.on('data', (chunk: Buffer) => {
        text += chunk.toString();
        if (text.split('event: numbers').length > count && text.endsWith('\n\n')) resolve(false);
      });
      response
        .once('error', () => undefined)
        .once('close', () => {
          resolve(true);
        });
    });
    expect(await over).toBe(closed);
  },
);
