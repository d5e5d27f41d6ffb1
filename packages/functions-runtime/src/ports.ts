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
 * Checks that ports are free: on all addresses together, on 127.0.0.1 and on ::1.
 *
 * @param ports - by the variables that change them.
 * @param command - the command that the error's advice repeats with other ports.
 * @throws Error that names every port that is not, and its variable.
 */
export async function assertFreePorts(
  ports: Readonly<Record<string, number>>,
  command = 'npm start',
): Promise<void> {
  const problems: string[] = [];
  const others: string[] = [];
  const used = new Set(Object.values(ports));
  for (const [variable, port] of Object.entries(ports)) {
    const code = await whyNotFree(port);
    if (code === 'EACCES') {
      problems.push(`Port ${port} is not open to you. Choose another one with ${variable}, above 1023.`);
    } else if (code !== undefined) {
      problems.push(`Port ${port} is taken.`);
      const other = nextUnused(port, used);
      used.add(other);
      others.push(`${variable}=${other}`);
    }
  }
  const advice = `Stop what listens there, or choose another one: ${others.join(' ')} ${command}`;
  if (problems.length > 0) throw new Error([...problems, ...(others.length > 0 ? [advice] : [])].join(' '));
}

const nextUnused = (port: number, used: ReadonlySet<number>): number =>
  used.has(port + 1) ? nextUnused(port + 1, used) : port + 1;

/** For `catch`, behind what listens on a port: says that it is taken, when it is, as `assertFreePorts` does. */
export const explainTaken =
  (ports: Readonly<Record<string, number>>, command?: string) =>
  async (error: unknown): Promise<never> => {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') await assertFreePorts(ports, command);
    throw error;
  };

async function whyNotFree(port: number): Promise<'EADDRINUSE' | 'EACCES' | undefined> {
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
    if (code === 'EADDRINUSE' || code === 'EACCES') return code;
    // EADDRNOTAVAIL: a machine without IPv6.
  }
  return undefined;
}
