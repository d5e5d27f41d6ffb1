import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { Engine } from '../engine/engine';
import type { EmulatorEvent } from '../engine/types';

/** Readers this many events behind are disconnected. */
const MAX_UNSENT = 1000;

/** Answers with everything that happens in the engine, as server-sent events, until the reader disconnects. */
export const streamEvents = (context: Context, engine: Engine): Response =>
  streamSSE(context, async (stream) => {
    const queue: EmulatorEvent[] = [];
    let wake = (): void => undefined;
    const unsubscribe = engine.subscribe((event) => {
      queue.push(event);
      if (queue.length > MAX_UNSENT) {
        stream.abort();
        // A write that waits for such a reader would never end.
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
