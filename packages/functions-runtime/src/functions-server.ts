import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { resolve } from 'node:path';
import { callFunction } from './call-function';
import type { FunctionFailure } from './function-failure';
import { listenOnLoopback } from './listen-on-loopback';
import { currentCall } from './own-realm';
import { defineRuntime, type OwnRuntime, runtimeOf } from './own-runtime';
import { type App, runtimeParts, runtimeServer } from './runtime-handler';
import { findServedFiles, type ServedFiles } from './served-files';
import { startRealTimer, type StartTimer } from './start-timer';

/** How long the platform lets a Function run, in milliseconds. Source: https://www.twilio.com/docs/serverless/functions-assets/faq */
export const LONGEST_CALL = 10_000;

/** Built Functions that are served in this process. */
export type FunctionsServer = {
  /** `http://localhost:PORT`: without `http://`, it is `DOMAIN_NAME` in their `context`. */
  readonly url: string;
  /** The path of each Function that can be called, such as `/sms`. */
  readonly paths: readonly string[];
  /** Whether it is asked in a call of one of its Functions, or in what that has left behind. */
  readonly isCalling: () => boolean;
  readonly close: () => Promise<void>;
};

/** What may be different of a server. */
export type FunctionsServerOptions = {
  /** The folder of Assets: by default `assets` beside the Functions, or `src/assets` beside their `dist`, if there is one. */
  readonly assets?: string | undefined;
  /** How long a call may take, in milliseconds; 10 s by default. */
  readonly limitMs?: number | undefined;
  /** Starts the timers of this limit; in real time by default. */
  readonly startTimer?: StartTimer | undefined;
  /** Gets each failure of a call, before it is answered; by default it is printed. */
  readonly onFailure?: ((failure: FunctionFailure) => void) | undefined;
};

/**
 * Serves the Functions of a folder, and the Assets that belong to them, with the runtime handler's own server. Private ones have
 * no URL: `Runtime` has them.
 *
 * @param folder - such as `dist/functions`.
 * @param env - the variables that they find in `context`.
 * @throws Error with advice when there is no Function or no such folder of Assets, and for a file that a deploy refuses.
 */
export async function startFunctionsServer(
  folder: string,
  env: Record<string, string>,
  {
    assets,
    limitMs = LONGEST_CALL,
    startTimer = startRealTimer,
    onFailure = printFailure,
  }: FunctionsServerOptions = {},
): Promise<FunctionsServer> {
  const files = findServedFiles(folder, assets);
  const context = { ...newService(), ...env };
  const { app, runtime } = createApp(files, context);
  const parts = runtimeParts();
  const byPath = new Map(publicOnes(files.functions).map((file) => [file.path, file]));
  const { port, close } = await listenOnLoopback(() => createServer(app), 0);
  const url = `http://localhost:${port}`;
  const serving = {
    folder: resolve(folder),
    url,
    env: context,
    processEnv: { ...context },
    runtime,
    parts,
    limitMs,
    startTimer,
    onFailure,
  };
  handleFirst(app, (request, response, next) => {
    const called = request.method === 'OPTIONS' ? undefined : byPath.get(request.path);
    if (called === undefined) next();
    else callFunction(called, request, response, serving);
  });
  const isCalling = () => currentCall()?.env === serving.processEnv;
  return { url, paths: [...byPath.keys()], isCalling, close };
}

/** What the platform puts into `context` of a Service. A deploy makes these up, too. */
const newService = () => ({
  SERVICE_SID: `ZS${randomBytes(16).toString('hex')}`,
  ENVIRONMENT_SID: `ZE${randomBytes(16).toString('hex')}`,
});

const publicOnes = <File extends { readonly access: string }>(files: readonly File[]): File[] =>
  files.filter(({ access }) => access !== 'private');

/** The application of the runtime handler's server, and `Runtime` of its Functions. */
function createApp(files: ServedFiles, env: Record<string, string>) {
  const server = runtimeServer(env, publicOnes(files.functions), publicOnes(files.assets));
  const { getSync } = (globalThis as unknown as { readonly Runtime: OwnRuntime }).Runtime;
  const runtime = runtimeOf(files, getSync);
  defineRuntime(runtime);
  const app = server.getApp() as unknown as App;
  // Express answers 404 for a file whose path has a dot anywhere, also above the project. The platform has no such rule.
  const { sendFile } = app.response;
  app.response.sendFile = function sendAlsoDotFiles(path) {
    sendFile.call(this, path, { dotfiles: 'allow' });
  };
  return { app, runtime };
}

/** Adds a handler before the last one of an application, which is the runtime handler's for all paths. */
function handleFirst(app: App, handler: Parameters<App['all']>[1]): void {
  app.all('/*', handler);
  const { stack } = app._router;
  stack.splice(-2, 0, ...stack.splice(-1));
}

const printFailure = ({ path, text }: FunctionFailure): void => {
  console.error(`${path}: ${text}`);
};
