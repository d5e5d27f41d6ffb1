import type { MiddlewareHandler } from 'hono';
import { LOOPBACK_NAMES } from '../engine/addresses';

/** A browser leaves out port 80. */
const hostsOf = (name: string, port: number): string[] =>
  port === 80 ? [name, `${name}:80`] : [`${name}:${port}`];

/**
 * Answers with 403 unless a request comes from the emulator's own page or from a program on this machine. Another `Host`
 * is a sign of DNS rebinding, another `Origin` of a page from elsewhere.
 *
 * @param port - the port that the emulator listens on.
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
