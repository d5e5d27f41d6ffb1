import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { Engine } from '../engine/engine';

/** Readers this far behind are disconnected. One event alone may have more bytes. */
const MAX_UNSENT = { events: 1000, bytes: 4 * 1024 * 1024 };

/** Answers with everything that happens in the engine, as server-sent events, until the reader disconnects. */
export const streamEvents = (context: Context, engine: Engine): Response =>
  streamSSE(context, async (stream) => {
    const queue: { readonly event: string; readonly data: string; readonly bytes: number }[] = [];
    /** Of the queue, and of the event that is being written. */
    let unsentBytes = 0;
    let wake = (): void => undefined;
    const unsubscribe = engine.subscribe((event) => {
      const data = JSON.stringify(event);
      const bytes = Buffer.byteLength(data);
      queue.push({ event: event.type, data, bytes });
      unsentBytes += bytes;
      const isBehind = unsentBytes > MAX_UNSENT.bytes && unsentBytes > bytes;
      if (isBehind || queue.length > MAX_UNSENT.events) {
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
      const next = queue.shift();
      if (next === undefined) await new Promise<void>((resolve) => (wake = resolve));
      else {
        await stream.writeSSE(next);
        unsentBytes -= next.bytes;
      }
    }
  });
