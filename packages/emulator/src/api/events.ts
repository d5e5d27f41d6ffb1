import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { Engine } from '../engine/engine-type';

/**
 * Readers this far behind are disconnected. The bytes are those of all events but the largest: that of a whole conversation may have more
 * alone, and others come with it before any reader could read it.
 */
const MAX_UNSENT = { events: 1000, bytes: 4 * 1024 * 1024 };

/** Answers with everything that happens in the engine, as server-sent events, until the reader disconnects. */
export const streamEvents = (context: Context, engine: Engine): Response =>
  streamSSE(context, async (stream) => {
    const queue: { readonly event: string; readonly data: string; readonly bytes: number }[] = [];
    /** Of the event that is being written. */
    let writing = 0;
    const isBehind = (): boolean => {
      if (queue.length > MAX_UNSENT.events) return true;
      const sizes = [writing, ...queue.map(({ bytes }) => bytes)];
      return sizes.reduce((sum, size) => sum + size) - Math.max(...sizes) > MAX_UNSENT.bytes;
    };
    let wake = (): void => undefined;
    const unsubscribe = engine.subscribe((event) => {
      const data = JSON.stringify(event);
      queue.push({ event: event.type, data, bytes: Buffer.byteLength(data) });
      if (isBehind()) {
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
        writing = next.bytes;
        await stream.writeSSE(next);
        writing = 0;
      }
    }
  });
