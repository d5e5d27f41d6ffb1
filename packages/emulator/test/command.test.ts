import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { expect, it } from '@jest/globals';
import { run } from 'test-support';

const emulator = (args: readonly string[], env: Record<string, string> = {}) =>
  run('.', 'node', ['packages/emulator/bin/sms-emulator.cjs', ...args], env);

it('says how to choose another port of the same command when its port is taken', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  const started = emulator(['--webhook', 'http://localhost/sms'], { EMULATOR_PORT: String(port) });
  expect(await started.ended).toBe(1);
  taken.close();
  expect(started.output()).toContain(`Port ${port} is taken.`);
  expect(started.output()).toContain(
    `EMULATOR_PORT=${port + 1} npm run emulator -- --webhook http://localhost/sms`,
  );
  expect(started.output()).not.toContain('npm start');
  expect(started.output()).not.toContain('Texts any SMS webhook');
});

it('says how it is used when its arguments are wrong', async () => {
  const started = emulator([]);
  expect(await started.ended).toBe(1);
  expect(started.output()).toContain('--webhook is missing.');
  expect(started.output()).toContain('Texts any SMS webhook');
});
