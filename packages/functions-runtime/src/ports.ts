import { createServer } from 'node:net';

/**
 * The TCP port that an environment variable names.
 *
 * @throws Error that names the variable when its value is not a port.
 */
export function readPort(variable: string, fallback: number, env = process.env): number {
  const value = env[variable] ?? '';
  if (value === '') return fallback;
  const port = /^\d{1,5}$/.test(value) ? Number(value) : 0;
  if (port >= 1 && port <= 65535) return port;
  throw new Error(`${variable} must be a port from 1 to 65535, not ${JSON.stringify(value)}.`);
}

/**
 * Checks that a port is free: on all addresses together, on 127.0.0.1 and on ::1.
 *
 * @param command - the command that the error's advice repeats with another port.
 * @throws Error that names the port and the variable that changes it.
 */
export async function assertFreePort(port: number, variable: string, command = 'npm start'): Promise<void> {
  for (const host of [undefined, '127.0.0.1', '::1']) {
    const code = await new Promise<string | undefined>((resolve) => {
      const server = createServer()
        .once('error', (error: NodeJS.ErrnoException) => {
          resolve(error.code);
        })
        .listen({ port, host, exclusive: true }, () => {
          server.close(() => {
            resolve(undefined);
          });
        });
    });
    if (code === 'EADDRINUSE') {
      throw new Error(
        `Port ${port} is taken. Stop what listens there, or choose another one: ${variable}=${port + 1} ${command}`,
      );
    }
    if (code === 'EACCES') {
      throw new Error(`Port ${port} is not open to you. Choose another one with ${variable}, above 1023.`);
    }
    // EADDRNOTAVAIL: a machine without IPv6.
  }
}
