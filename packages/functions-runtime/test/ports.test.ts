import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { closeWithTests } from 'test-support';
import { assertFreePort, readPort } from '../src/ports';

describe('readPort', () => {
  it.each([
    ['1', 1],
    ['3000', 3000],
    ['65535', 65535],
    ['', 1337],
    [undefined, 1337],
  ])('reads %j as %i', (value, port) => {
    expect(readPort('PORT', 1337, value === undefined ? {} : { PORT: value })).toBe(port);
  });

  it.each(['http', '0', '65536', '-1', '3000.5', ' 3000', '1e3', '0x10'])(
    'refuses %j and names the variable',
    (value) => {
      expect(() => readPort('PORT', 3000, { PORT: value })).toThrow(
        `PORT must be a port from 1 to 65535, not "${value}".`,
      );
    },
  );
});

describe('assertFreePort', () => {
  it.each(['127.0.0.1', '0.0.0.0', '::'])('rejects when something listens at %s', async (host) => {
    const server = createServer().listen(0, host);
    closeWithTests(() => server.close());
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    await expect(assertFreePort(port, 'PORT', 'npm run it')).rejects.toThrow(
      `Port ${port} is taken. Stop what listens there, or choose another one: PORT=${port + 1} npm run it`,
    );
  });
});
