import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { takenPort } from 'test-support';
import { assertFreePorts, explainTaken, readPort } from '../src/ports';

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

describe('assertFreePorts', () => {
  it.each(['127.0.0.1', '0.0.0.0', '::'])('rejects when something listens at %s', async (host) => {
    const port = await takenPort(host);
    await expect(assertFreePorts({ PORT: port }, 'npm run it')).rejects.toThrow(
      `Port ${port} is taken. Stop what listens there, or choose another one: PORT=${port + 1} npm run it`,
    );
  });

  it('tells of two ports at once', async () => {
    const [one, two] = [await takenPort(), await takenPort()];
    await expect(assertFreePorts({ PORT: one, EMULATOR_PORT: two })).rejects.toThrow(
      `Port ${one} is taken. Port ${two} is taken. Stop what listens there, or choose another one: ` +
        `PORT=${one + 1} EMULATOR_PORT=${two + 1} npm start`,
    );
  });

  it('says the same of a port that was taken since', async () => {
    const port = await takenPort();
    const server = createServer();
    const listening = once(server.listen(port, '127.0.0.1'), 'listening');
    await expect(listening.catch(explainTaken({ PORT: port }))).rejects.toThrow(`Port ${port} is taken.`);
    await expect(explainTaken({ PORT: port })(new Error('other'))).rejects.toThrow('other');
  });
});
