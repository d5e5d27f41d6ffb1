import { readdir } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, relative, resolve } from 'node:path';
import { LocalDevelopmentServer } from '@twilio/runtime-handler/dev';
import { type Access, routeOf } from '../platform/route';

/** Built Functions, served in this very process. */
export type FunctionsServer = {
  readonly url: string;
  /** The path of each Function, such as `/sms`. */
  readonly paths: readonly string[];
  readonly close: () => Promise<void>;
};

/**
 * Serves the Functions of a folder with the runtime handler's own server.
 *
 * @param folder - where `npm run build` put them.
 * @param env - what they find in `context`.
 * @throws Error when there is no Function, with advice.
 */
export async function serveFunctions(folder: string, env: Record<string, string>): Promise<FunctionsServer> {
  const functions = await listFunctions(resolve(folder));
  if (functions.length === 0)
    throw new Error(`There is no Function in ${folder}. Build them first: npm run build`);
  const { Response } = globalThis; // it puts Twilio's in its place, which Functions find in `Twilio` too
  const server = new LocalDevelopmentServer(0, {
    baseDir: process.cwd(),
    env,
    port: 0,
    url: 'http://localhost',
    detailedLogs: false,
    live: false,
    logs: false,
    legacyMode: false,
    appName: 'emulator',
    forkProcess: false,
    routes: { functions: functions.map(({ file, ...route }) => ({ ...route, filePath: file })), assets: [] },
    enableDebugLogs: false,
  });
  globalThis.Response = Response;
  const listening = await new Promise<Server>((onListening) => {
    const http = (
      server.getApp() as { listen: (port: number, host: string, then: () => void) => Server }
    ).listen(0, '127.0.0.1', () => {
      onListening(http);
    });
  });
  return {
    url: `http://127.0.0.1:${(listening.address() as AddressInfo).port}`,
    paths: functions.map(({ path }) => path),
    async close() {
      const closed = new Promise((onClosed) => listening.close(onClosed));
      listening.closeAllConnections();
      await closed;
    },
  };
}

type FoundFunction = {
  readonly file: string;
  readonly path: string;
  readonly name: string;
  readonly access: Access;
  readonly content: string;
};

/** The Functions of a folder that can be called. */
async function listFunctions(folder: string): Promise<FoundFunction[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.js'))
    .map((entry) => {
      const file = join(entry.parentPath, entry.name);
      const { path, access } = routeOf(relative(folder, file), 'function');
      return { file, path, name: path, access, content: '' };
    })
    .filter(({ access }) => access !== 'private');
}
