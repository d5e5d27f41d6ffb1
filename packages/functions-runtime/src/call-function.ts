import { relative } from 'node:path';
import { types } from 'node:util';
import type { Call } from './calls.cjs';
import { describeError, framesOf, type FunctionFailure } from './function-failure';
import { loadFunction } from './load-function';
import { shareEnvironment } from './own-environment';
import { endCall, runCall } from './own-realm';
import type { OwnRuntime } from './own-runtime';
import type { ExpressResponse, FoundFile, ReadRequest, RuntimeParts } from './runtime-handler';
import { projectOf, sourceOfFunction } from './source-places';
import type { StartTimer } from './start-timer';

/** What the Functions of one server share. */
export type Serving = {
  /** Of the Functions. */
  readonly folder: string;
  /** Where they are served, such as `http://localhost:41234`. */
  readonly url: string;
  /** What they find in `context`. */
  readonly env: Readonly<Record<string, string>>;
  /** What they find in `process.env`. */
  readonly processEnv: Record<string, string>;
  readonly runtime: OwnRuntime;
  readonly parts: RuntimeParts;
  /** How long a call may take, in milliseconds. */
  readonly limitMs: number;
  readonly startTimer: StartTimer;
  readonly onFailure: (failure: FunctionFailure) => void;
};

/**
 * Calls a Function, and answers with what it calls back with. What it throws, at once or later, becomes HTTP 500, and no
 * callback in time HTTP 504; what it does wrong after the callback is reported alone. Never throws.
 */
export function callFunction(
  { path, filePath }: FoundFile,
  request: ReadRequest,
  response: ExpressResponse,
  { folder, url, env, processEnv, runtime, parts, limitMs, startTimer, onFailure }: Serving,
): void {
  const token = request.headers['i-twilio-idempotency-token']?.toString();
  let state: 'running' | 'answered' | 'calledTwice' | 'failed' = 'running';
  const report = (text: string, isAnswer: boolean, error?: unknown): void => {
    const root = projectOf(folder);
    const frames = framesOf(error, root);
    const at = frames[0] ?? sourceOfFunction(root, relative(root, folder), relative(folder, filePath));
    onFailure({ token, path, isAnswer, text, at, frames });
  };

  const timeOut = (): void => {
    if (state !== 'running') return;
    state = 'failed';
    report(`The Function ${path} did not call back within ${limitMs / 1000} s. ${NEVER_CALLED}`, true);
    // The platform's own words: https://www.twilio.com/docs/serverless/functions-assets/faq
    response.writeHead(504, { 'Content-Type': 'text/plain' }).end('runtime application timed out');
  };
  const fail = (error: unknown): void => {
    const text = describeError(error);
    if (state === 'running') {
      state = 'failed';
      cancel();
      report(text, true, error);
      answerError(error, text);
    } else if (state !== 'failed') report(`${text} ${AFTER_CALLBACK}`, false, error);
  };
  const answerError = (error: unknown, text: string): void => {
    try {
      parts.handleError(error, request, response, filePath);
    } catch {
      response.writeHead(500, { 'Content-Type': 'text/plain' }).end(text); // the error is frozen, or circular
    }
  };
  const callback = (error?: unknown, payload?: unknown): void => {
    if (state === 'answered') {
      state = 'calledTwice';
      report(`The Function ${path} called back twice. ${CALLED_TWICE}`, false);
    } else if (state === 'running') answer(error, payload);
  };
  const answer = (error: unknown, payload: unknown): void => {
    if (Boolean(error)) {
      fail(error);
      return;
    }
    try {
      parts.handleSuccess(payload, response);
      state = 'answered';
      cancel();
    } catch (problem) {
      fail(problem); // a header that HTTP does not know, or JSON that is circular
    }
  };

  const call: Call = {
    folder,
    env: processEnv,
    runtime,
    onUncaught(error) {
      fail(error);
      return true;
    },
  };
  const cancel = startTimer(timeOut, limitMs);
  response.once('close', () => {
    cancel();
    endCall(call);
  });
  shareEnvironment();
  runCall(call, () => {
    try {
      const handler = loadFunction(filePath, path);
      const context = parts.constructContext({ url, env, baseDir: process.cwd() }, request.path);
      const returned = handler(context, parts.constructEvent(request), callback);
      if (types.isPromise(returned)) returned.catch(fail);
    } catch (error) {
      fail(error);
    }
  });
}

const NEVER_CALLED =
  'On Twilio, it is ended then. Does every way through it call callback(), also when something fails or is not awaited?';

const AFTER_CALLBACK =
  'This was after it had called back: Twilio ends a Function then. Call callback() last, when all is done.';

const CALLED_TWICE =
  'Twilio takes the first answer and ends the Function. Write: return callback(null, answer);';
