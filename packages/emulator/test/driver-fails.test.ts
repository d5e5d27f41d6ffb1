import net from 'node:net';
import { expect, it, jest } from '@jest/globals';

jest.mock('../src/api/page-files', () => ({
  pageFiles: () => Promise.reject(new Error('esbuild has failed.')),
}));

it('closes every server when the page cannot be built', async () => {
  const { startEmulator } = await import('../src/driver'); // after the mock
  const listening = jest.spyOn(net.Server.prototype, 'listen'); // watched, not replaced
  await expect(startEmulator({ functions: 'dist/functions', port: 0 })).rejects.toThrow(
    'esbuild has failed.',
  );
  const servers = listening.mock.contexts.filter((server) => server instanceof net.Server);
  listening.mockRestore();
  expect(servers.length).toBeGreaterThan(1); // the Functions' and the page's
  expect(servers.filter((server) => server.listening)).toEqual([]);
});
