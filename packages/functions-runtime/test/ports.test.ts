import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { closeWithTests, takenPort } from 'test-support';
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

  it('tells of two ports at once, and offers neither of them', async () => {
    const port = await takenPort();
    const next = createServer();
    await once(next.listen(port + 1, '127.0.0.1'), 'listening');
    closeWithTests(() => next.close());
    await expect(assertFreePorts({ PORT: port, EMULATOR_PORT: port + 1 })).rejects.toThrow(
      `Port ${port} is taken. Port ${port + 1} is taken. Stop what listens there, or choose another one: ` +
        `PORT=${port + 2} EMULATOR_PORT=${port + 3} npm start`,
    );
  });

  it('offers no port that another variable has', async () => {
    const port = await takenPort();
    await expect(assertFreePorts({ PORT: port, EMULATOR_PORT: port + 1 })).rejects.toThrow(
      `Port ${port} is taken. Stop what listens there, or choose another one: PORT=${port + 2} npm start`,
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
