import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { Engine } from '../engine/engine';
import type { EmulatorEvent } from '../engine/types';

/** Who is so many events behind has stopped reading, and is let go. */
const MOST_UNSENT = 1000;

/** Tells everything that happens, as server-sent events, for as long as somebody reads them. */
export const streamEvents = (context: Context, engine: Engine): Response =>
  streamSSE(context, async (stream) => {
    const queue: EmulatorEvent[] = [];
    let wake = (): void => undefined;
    const unsubscribe = engine.subscribe((event) => {
      queue.push(event);
      if (queue.length > MOST_UNSENT) {
        stream.abort();
        // What waits for the reader would wait for ever.
        (context.env as Partial<HttpBindings> | undefined)?.outgoing?.destroy();
      }
      wake();
    });
    stream.onAbort(() => {
      unsubscribe();
      queue.length = 0;
      wake();
    });
    await stream.write(': connected\n\n');
    while (!stream.aborted) {
      const event = queue.shift();
      if (event !== undefined) await stream.writeSSE({ event: event.type, data: JSON.stringify(event) });
      else await new Promise<void>((resolve) => (wake = resolve));
    }
  });
