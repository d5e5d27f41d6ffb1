import type { IncomingMessage, ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type * as RuntimeHandler from '@twilio/runtime-handler/dev';
import type { Access } from './route';

/** For the runtime handler, which loads for half a second: not all that imports this package serves Functions. */
const load = createRequire(__filename);

/** A Function or an Asset as the runtime handler knows it. */
export type FoundFile = {
  readonly filePath: string;
  readonly path: string;
  readonly name: string;
  readonly access: Access;
  readonly content: string;
};

/** A request as Express has read it. */
export type ReadRequest = IncomingMessage & { readonly path: string };

/** Its response. */
export type ExpressResponse = ServerResponse;

/** What is used of an Express application. `_router.stack` are its handlers, in their order. */
export type App = {
  readonly response: {
    sendFile: (this: ExpressResponse, path: string, options?: { readonly dotfiles: 'allow' }) => void;
  };
  readonly all: (
    path: string,
    handler: (request: ReadRequest, response: ExpressResponse, next: () => void) => void,
  ) => void;
  readonly _router: { readonly stack: unknown[] };
} & ((request: IncomingMessage, response: ServerResponse) => void);

/** What the runtime handler makes an event and a context of, and what it answers with. */
export type RuntimeParts = {
  readonly constructEvent: (request: ReadRequest) => object;
  readonly constructContext: (config: object, path: string) => object;
  readonly handleError: (
    error: unknown,
    request: ReadRequest,
    response: ExpressResponse,
    file: string,
  ) => void;
  readonly handleSuccess: (payload: unknown, response: ExpressResponse) => void;
};

/**
 * Where the runtime handler is. Of what is published, it is not a part: a project of Functions has its own.
 *
 * @throws Error with the command that installs it.
 */
function handlerPath(): string {
  try {
    return load.resolve('@twilio/runtime-handler/dev');
  } catch (cause) {
    throw new Error(
      "Functions are served by Twilio's runtime handler, which is not installed here. Install it: npm install --save-dev @twilio/runtime-handler@2",
      { cause },
    );
  }
}

/** `route.js` of the runtime handler, which its package does not export. */
export const runtimeParts = (): RuntimeParts =>
  load(join(dirname(handlerPath()), 'route.js')) as RuntimeParts;

/**
 * Creates the runtime handler's own server, which does not listen yet. Also defines the globals of Functions (`Twilio` with
 * the runtime's `Response`, `Runtime`) in this process.
 */
export function runtimeServer(
  env: Record<string, string>,
  functions: readonly FoundFile[],
  assets: readonly FoundFile[] = [],
): RuntimeHandler.LocalDevelopmentServer {
  const { LocalDevelopmentServer } = load(handlerPath()) as typeof RuntimeHandler;
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
    routes: { functions: [...functions], assets: [...assets] },
    enableDebugLogs: false,
  });
  globalThis.Response = Response;
  return server;
}
