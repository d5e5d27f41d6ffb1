import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import type * as RuntimeHandler from '@twilio/runtime-handler/dev';
import { type Access, routeOf } from './route';
import { uploadedFunctions } from './uploaded-files';

/** For the runtime handler, which loads for half a second: not all that imports this package serves Functions. */
const load = createRequire(__filename);

/** Built Functions that are served in this process. */
export type FunctionsServer = {
  readonly url: string;
  /** The path of each Function, such as `/sms`. */
  readonly paths: readonly string[];
  readonly close: () => Promise<void>;
};

/**
 * Serves the Functions of a folder with the runtime handler's own server.
 *
 * @param folder - such as `dist/functions`.
 * @param env - the variables that they find in `context`.
 * @throws Error when there is no Function, with advice, and for a file that a deploy refuses.
 */
export async function startFunctionsServer(
  folder: string,
  env: Record<string, string>,
): Promise<FunctionsServer> {
  const functions = listFunctions(resolve(folder));
  if (functions.length === 0)
    throw new Error(`There is no Function in ${folder}. Build them first: npm run build`);
  const server = runtimeServer(env, functions);
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

/** A Function as the runtime handler knows it. */
type FoundFunction = {
  readonly filePath: string;
  readonly path: string;
  readonly name: string;
  readonly access: Access;
  readonly content: string;
};

/**
 * Creates the runtime handler's own server, which does not listen yet. Also defines the globals of Functions (`Twilio` with
 * the runtime's `Response`, `Runtime`) in this process.
 */
export function runtimeServer(
  env: Record<string, string>,
  functions: readonly FoundFunction[],
): RuntimeHandler.LocalDevelopmentServer {
  const { LocalDevelopmentServer } = load('@twilio/runtime-handler/dev') as typeof RuntimeHandler;
  const { Response } = globalThis; // the server replaces it with Twilio's; Functions use `Twilio.Response`
  const server = new LocalDevelopmentServer(0, {
    baseDir: process.cwd(),
    env,
    port: 0,
    url: 'http://localhost',
    detailedLogs: false,
    live: false,
    logs: false,
    legacyMode: false,
    appName: 'functions-runtime',
    forkProcess: false,
    routes: { functions: [...functions], assets: [] },
    enableDebugLogs: false,
  });
  globalThis.Response = Response;
  return server;
}

/** The Functions of a folder that can be called. */
function listFunctions(folder: string): FoundFunction[] {
  return uploadedFunctions(folder)
    .map((file) => {
      const { path, access } = routeOf(file, 'function');
      return { filePath: join(folder, file), path, name: path, access, content: '' };
    })
    .filter(({ access }) => access !== 'private');
}
