import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context } from 'hono';
import type { Engine } from '../engine/engine-type';
import { RestError } from './rest-error';

/** How long a slow answer takes, in real milliseconds: longer than a Function may run, shorter than the 30 s that the `twilio` client waits. */
const SLOW_MS = 12_000;

/** What the header `Retry-After` says, in seconds. */
const RETRY_AFTER = 1;

/**
 * What happens on purpose to a request before it is answered.
 *
 * @param isOfSync - whether it is for a product that has a fault of its own too.
 * @throws RestError 429 or 503, with `Retry-After` unless it is of Sync alone.
 */
export async function meetFaults(engine: Engine, isOfSync: boolean): Promise<void> {
  if (engine.takeFault('apiSlow')) await engine.wait(SLOW_MS);
  if (engine.takeFault('apiBusy')) throw new RestError(429, 20429, 'Too Many Requests', RETRY_AFTER);
  if (engine.takeFault('apiUnavailable')) throw unavailable(RETRY_AFTER);
  if (isOfSync && engine.takeFault('syncFails')) throw unavailable();
}

/**
 * What happens on purpose to the answer to a write that is done.
 *
 * @throws RestError 503.
 */
export function loseAnswer(
  engine: Engine,
  context: Context,
  isOfSync: boolean,
  answered: Response,
): Response {
  if (isOfSync) {
    if (engine.takeFault('syncAnswerLost')) throw unavailable();
    return answered;
  }
  if (!engine.takeFault('apiAnswerLost')) return answered;
  (context.env as HttpBindings).incoming.socket.destroy();
  return RESPONSE_ALREADY_SENT.clone();
}

/** Source: https://www.twilio.com/docs/api/errors/20503 */
const unavailable = (retryAfter?: number): RestError =>
  new RestError(503, 20503, 'Service unavailable', retryAfter);
