import type { Engine } from '../engine/engine-type';
import { listenOnLoopback } from 'functions-runtime';
import { createApp } from './app';
import { createHttpServer } from './http-server';
import type { MediaStore } from './media-store';
import type { PageFiles } from './page-files';

/** A server that listens: its address on this machine, and how to close it. */
export type ApiServer = { readonly url: string; readonly close: () => Promise<void> };

/**
 * Serves the API and the page on loopback alone.
 *
 * @param port - 0 for any that is free.
 * @param ready - requests wait for it.
 * @param media - the files that were uploaded; none by default.
 * @throws Error with code `EADDRINUSE` when the port is taken, and what `page` rejects with.
 */
export async function serveApi(
  engine: Engine,
  page: PageFiles | Promise<PageFiles>,
  port: number,
  ready?: Promise<unknown>,
  media?: MediaStore,
): Promise<ApiServer> {
  const built = Promise.resolve(page);
  built.catch(() => undefined); // until it is awaited
  let actual = port;
  const app = createApp(engine, built, () => actual, ready, media);
  const listening = await listenOnLoopback(() => createHttpServer(app), port);
  actual = listening.port;
  await built.catch(async (error: unknown) => {
    await listening.close();
    throw error;
  });
  return { url: `http://localhost:${actual}`, close: listening.close };
}
