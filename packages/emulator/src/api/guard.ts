import type { MiddlewareHandler } from 'hono';

const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]'];

/** Port 80 is left out by whoever writes an address as URL does. */
const hostsOf = (name: string, port: number): string[] =>
  port === 80 ? [name, `${name}:80`] : [`${name}:${port}`];

/**
 * Refuses every request that does not come from the emulator's own page or from a program on this machine: another
 * `Host` is DNS rebinding, another `Origin` a page from elsewhere.
 */
export const ownRequestsOnly = (port: () => number): MiddlewareHandler => {
  const hosts = () => LOOPBACK_NAMES.flatMap((name) => hostsOf(name, port()));
  return async (context, next) => {
    const host = context.req.header('host') ?? '';
    const origin = context.req.header('origin');
    if (!hosts().includes(host.toLowerCase())) {
      return context.json(
        { error: 'This Host is not the emulator’s own. Use http://localhost.', field: 'Host' },
        403,
      );
    }
    if (origin !== undefined && !hosts().some((own) => origin.toLowerCase() === `http://${own}`)) {
      return context.json({ error: 'This Origin is not the emulator’s own page.', field: 'Origin' }, 403);
    }
    return next();
  };
};
