import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { temporaryFolder } from 'test-support';
import { startEmulator } from '../../src/driver';
import { ANN } from '../support/turns';

/** Waits for the first answer of WAIT, sends a message, and tells WAIT what became of it. */
const FUNCTION = `exports.handler = async (context, event, callback) => {
  await fetch(context.WAIT);
  const { From, To } = event;
  const sent = context.getTwilioClient().messages.create({ from: To, to: From, body: 'late' });
  const { message } = await sent.catch((error) => error);
  await fetch(context.WAIT + '?' + encodeURIComponent(message));
  callback(null, '');
};`;

it('a Function that still runs when the emulator has stopped reaches nothing', async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'slow.js'), FUNCTION);
  const requests: string[] = [];
  const held: ServerResponse[] = [];
  const server = createServer((request, response) => {
    requests.push(decodeURIComponent(request.url ?? ''));
    held.push(response);
    server.emit('asked');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const WAIT = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const emulator = await startEmulator({ functions: folder, env: { WAIT } });
  const asked = once(server, 'asked');
  const turn = emulator.phone(ANN).send('hi');
  await asked;
  await emulator.stop();
  await turn;
  const told = once(server, 'asked');
  held[0]?.end();
  await told;
  held[1]?.end();
  expect(requests).toEqual(['/', '/?The emulator was stopped.']);
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
});

it('other code of the process goes its own way as soon as the emulator has stopped', async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'sms.js'), FUNCTION);
  const emulator = await startEmulator({ functions: folder });
  const reached = async (): Promise<unknown> => {
    const socket = connect({
      host: 'api.twilio.com',
      port: 443,
      lookup: (_, __, done) => {
        done(new Error('went its own way'), '');
      },
    });
    return (await once(socket, 'error').catch((error: unknown) => [error]))[0];
  };
  expect(await reached()).toMatchObject({ code: 'ESMSEMULATOR' });
  await emulator.stop();
  expect(await reached()).toMatchObject({ message: 'went its own way' });
});
