import { once } from 'node:events';
import { createServer } from 'node:net';
import { closeWithTests } from './clean-up';
import { freePort } from './free-port';

/** A port on which something listens until the test file ends. */
export async function takenPort(host = '127.0.0.1'): Promise<number> {
  const port = await freePort();
  const server = createServer().listen(port, host);
  closeWithTests(() => server.close());
  await once(server, 'listening');
  return port;
}
