import type { MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';

/** Refuses a request with a larger body: a 400 that says this. @param maxSize - in bytes. */
export const limitOf = (maxSize: number, error: string): MiddlewareHandler =>
  bodyLimit({ maxSize, onError: () => Response.json({ error, field: 'body' }, { status: 400 }) });
