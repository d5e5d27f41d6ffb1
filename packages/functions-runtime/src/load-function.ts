import { createRequire } from 'node:module';
import { describeError } from './function-failure';

/** How a Function gives its answer: an error, or `null` and what is answered. */
export type Callback = (error?: unknown, payload?: unknown) => void;

/** The handler of a Function, with what the runtime gives it. */
export type Handler = (context: object, event: object, callback: Callback) => unknown;

const load = createRequire(__filename);

/**
 * Loads a Function, when it has not been loaded.
 *
 * @throws Error with advice when that fails, or it has no handler: the platform answers with HTTP 500 then.
 *   Source: https://www.twilio.com/docs/serverless/functions-assets/functions/invocation
 */
export function loadFunction(file: string, path: string): Handler {
  const handler = handlerIn(file, path);
  if (typeof handler === 'function') return handler as Handler;
  const what =
    handler === undefined
      ? 'exports no handler'
      : `exports a handler that is not a function: ${typeof handler}`;
  throw mistake(
    `The Function ${path} ${what} (${file}). Write: exports.handler = function (context, event, callback) { ... };`,
  );
}

function handlerIn(file: string, path: string): unknown {
  try {
    return (load(file) as { readonly handler?: unknown } | null | undefined)?.handler;
  } catch (error) {
    const advice = codeOf(error) === 'MODULE_NOT_FOUND' ? ` ${LOADED_BY_RUNTIME}` : '';
    throw mistake(`The Function ${path} cannot be loaded: ${describeError(error)}.${advice}`, error);
  }
}

const LOADED_BY_RUNTIME =
  "Is it built or installed? A private Function is at Runtime.getFunctions()['name'].path, a private Asset at Runtime.getAssets()['/name.js'].path.";

const codeOf = (error: unknown): unknown => (error as { readonly code?: unknown } | null | undefined)?.code;

/** An error without a stack: its place, which is not here, is in its text. */
function mistake(text: string, cause?: unknown): Error {
  const error = new Error(text, { cause });
  error.stack = `Error: ${text}`;
  return error;
}
