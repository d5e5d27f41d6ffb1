// Loaded into twilio-run behind loopback.cjs, in the project's folder. Tells the parent of each call of a Function, over the same
// pipe: that it has begun and is over, what it prints, and what it throws, also where nobody catches it. AsyncLocalStorage says which
// call some code belongs to. What Functions do, and what they are answered, stays as it is.
const { AsyncLocalStorage } = require('node:async_hooks');
const Module = require('node:module');
const { createRequire } = Module;
const { dirname, join, relative, sep } = require('node:path');
const { inspect } = require('node:util');
const { isMainThread } = require('node:worker_threads');

if (!isMainThread) return; // a worker thread of a Function has no pipe

const loopback = require('./loopback.cjs');
const { followOutput } = require('./printed-output.cjs');

const { tell } = loopback;

const MAX_LOGS = 200;
const MAX_LOG_BYTES = 64 * 1024;
/** In UTF-16 units, of a line that is printed, and of a stack. */
const MAX_TEXT = 8000;
/** More is told of a line: whoever hides secrets in it must find one whole that is at its end. */
const MORE_TEXT = 1000;
/** How many errors of a call are told, and how many of those are only logged. */
const MAX_ERRORS = 8;
const MAX_LOGGED = 3;

/** Of these, the request may still be answered in another way. */
const AFTERWARDS = new Set(['logged', 'rejected', 'unhandled']);

const storage = new AsyncLocalStorage();
let calls = 0;

/** Which call runs: for the thread that looks where the process is held up. */
Object.defineProperty(process, Symbol.for('functions-dev: call'), { value: () => storage.getStore()?.id });

const FUNCTIONS = join(process.cwd(), 'dist/functions') + sep;
const handler = createRequire(join(process.cwd(), 'package.json')).resolve('@twilio/runtime-handler/dev');
const express = createRequire(handler)('express');
const folder = dirname(handler);
const route = createRequire(handler)('./route.js');

// ---- The calls

const { listen } = express.application;
express.application.listen = function listenAndFollow(...args) {
  this.all('/*', followCall);
  const { stack } = this._router;
  const own = stack.pop();
  stack.splice(
    stack.findLastIndex((layer) => layer.route !== undefined),
    0,
    own,
  ); // before the runtime handler's
  return listen.apply(this, args);
};

function followCall(request, response, next) {
  const call = {
    id: ++calls,
    token: request.headers['i-twilio-idempotency-token'],
    path: request.path,
    file: undefined,
    isAnswered: () => response.headersSent,
    isEnding: false,
    logs: 0,
    logBytes: 0,
    errors: 0,
    logged: 0,
  };
  response.once('close', () => {
    if (call.file !== undefined) tell({ over: call.id });
  });
  storage.run(call, next);
}

const nameOf = ({ id, token, path, file }) => ({
  id,
  token: token?.slice(0, 100),
  path: path.slice(0, 200),
  file,
});

/** @param how - `thrown`, `load`, `handler`, `rejected`, `unhandled`, `fatal`, `exit` or `logged`. */
function report(call, how, text, stack = '') {
  const failure = { how, isAnswer: true, text: text.slice(0, MAX_TEXT), stack: stack.slice(0, MAX_TEXT) };
  if (call === undefined) {
    // Before Node.js 24, what `queueMicrotask` runs has no store when it throws. The parent knows which calls run.
    if (how === 'fatal') tell({ failure });
    return;
  }
  if (call.errors >= MAX_ERRORS || (how === 'logged' && ++call.logged > MAX_LOGGED)) return;
  call.errors++;
  failure.isAnswer = !call.isAnswered() && !AFTERWARDS.has(how);
  tell({ call: nameOf(call), failure });
}

// ---- What they throw

const { _load } = Module;
Module._load = function loadAndTell(request, parent, ...rest) {
  const call = storage.getStore();
  const isCalled =
    call !== undefined && call.file === undefined && request.startsWith(FUNCTIONS) && parent?.path === folder;
  if (!isCalled) return _load.call(this, request, parent, ...rest);
  call.file = relative(FUNCTIONS, request);
  tell({ begun: nameOf(call) });
  try {
    const loaded = _load.call(this, request, parent, ...rest);
    const type = typeof loaded?.handler;
    if (type !== 'function') report(call, 'handler', type);
    return loaded;
  } catch (error) {
    report(call, 'load', ...textsOf(error));
    throw error;
  }
};

/** What handlers have returned, to tell it from other promises that are rejected. */
const returned = new WeakSet();

const { functionToRoute } = route;
route.functionToRoute = (fn, ...rest) => functionToRoute(telling(fn), ...rest);

const telling = (fn) =>
  function handleAndTell(context, event, callback) {
    const call = storage.getStore();
    const callBack = (error, payload) => {
      if (error) report(call, 'thrown', ...textsOf(error));
      return callback(error, payload);
    };
    try {
      const result = fn.call(this, context, event, callBack);
      if (typeof result === 'object' && result !== null) returned.add(result);
      return result;
    } catch (error) {
      report(call, 'thrown', ...textsOf(error)); // the runtime handler answers with it
      throw error;
    }
  };

let isPrintingError = false;

loopback.onRejection = (error, promise) => {
  report(storage.getStore(), returned.has(promise) ? 'rejected' : 'unhandled', ...textsOf(error));
  isPrintingError = true;
  try {
    console.error(error);
  } finally {
    isPrintingError = false;
  }
};

process.on('uncaughtExceptionMonitor', (error) => {
  const call = storage.getStore();
  const isCaught = process.listenerCount('uncaughtException') > 0; // by a Function that has added a listener
  report(call, isCaught ? 'unhandled' : 'fatal', ...textsOf(error));
  if (call !== undefined && !isCaught) call.isEnding = true;
});

process.on('exit', (code) => {
  const call = storage.getStore();
  if (call === undefined || call.isEnding) return;
  report(call, 'exit', String(code), String(new Error().stack));
});

/** Name and message, and the stacks of an error and its causes. Never throws. */
function textsOf(error) {
  try {
    if (!(error instanceof Error) && typeof error?.stack !== 'string') {
      return [typeof error === 'string' ? error : `${inspect(error, { depth: 1 })}, which is no Error`];
    }
    const stacks = [];
    for (let cause = error; cause !== undefined && stacks.length < 5; cause = cause?.cause) {
      stacks.push(String(cause?.stack));
    }
    return [`${String(error.name)}: ${String(error.message)}`, stacks.join('\n')];
  } catch {
    return ['A value whose properties throw'];
  }
}

// ---- What they print

followOutput((level, text, isByConsole) => {
  const call = storage.getStore();
  if (call === undefined) return;
  const isLogged = level === 'error' && isByConsole && !isPrintingError;
  if (isLogged) report(call, 'logged', text.split(/\n\s+at /)[0], text);
  if (call.logs > MAX_LOGS || call.logBytes > MAX_LOG_BYTES) return;
  call.logs++;
  call.logBytes += Math.min(text.length, MAX_TEXT);
  const isLast = call.logs > MAX_LOGS || call.logBytes > MAX_LOG_BYTES;
  const told = { level, text: text.slice(0, MAX_TEXT + MORE_TEXT), length: text.length };
  tell({ call: nameOf(call), log: isLast ? null : told });
});
