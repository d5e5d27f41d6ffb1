// A thread of twilio-run beside the one that runs Functions, for when that is held up. It ends the process when its parent is gone,
// and tells the parent, when asked over the pipe at file descriptor 4, which code the other thread runs. Messages are lines of
// JSON: `{ id }`, and `{ id, call, stack }`, in which `call` is that of follow-calls.cjs, if there is one.
const { Session } = require('node:inspector');
const { SourceMap } = require('node:module');
const { Socket } = require('node:net');
const { createInterface } = require('node:readline');

require('./end-with-parent.cjs');

/** How long the other thread has to run any code at all, in milliseconds. One that waits for an answer runs none. */
const PAUSE_MS = 500;
/** How long it has to listen, in milliseconds. One that waits in a system call does not. */
const ENABLE_MS = 3000;
const MAX_FRAMES = 30;

const channel = new Socket({ fd: 4 });
channel.on('error', () => undefined); // it is closed then
const lines = createInterface({ input: channel });
lines.on('error', () => undefined); // that of the channel
lines.on('line', (line) => {
  const { id } = JSON.parse(line);
  lookAtMainThread().then((found) => channel.write(`\n${JSON.stringify({ id, ...found })}\n`));
});

async function lookAtMainThread() {
  const session = new Session();
  const ask = (method, parameters) =>
    new Promise((resolve) => session.post(method, parameters, (error, result) => resolve(result)));
  const scripts = new Map();
  session.on('Debugger.scriptParsed', ({ params: { scriptId, url, sourceMapURL } }) => {
    scripts.set(scriptId, { url, sourceMapURL });
  });
  try {
    session.connectToMainThread();
    const paused = new Promise((resolve) => {
      session.once('Debugger.paused', ({ params }) => resolve(params.callFrames));
      setTimeout(resolve, ENABLE_MS);
      ask('Debugger.enable').then(() => {
        setTimeout(resolve, PAUSE_MS);
        return ask('Debugger.pause');
      });
    });
    const frames = await paused;
    if (frames === undefined) return {};
    const { result } = await ask('Runtime.evaluate', {
      expression: "process[Symbol.for('functions-dev: call')]?.()",
      returnByValue: true,
    });
    const stack = frames.slice(0, MAX_FRAMES).map((frame) => lineOf(frame, scripts));
    return { call: result?.value, stack: stack.join('\n') };
  } catch {
    return {};
  } finally {
    session.disconnect(); // it goes on then
  }
}

/** As in the stack of an error. */
function lineOf({ location: { scriptId, lineNumber, columnNumber = 0 } }, scripts) {
  const { url, sourceMapURL } = scripts.get(scriptId) ?? {};
  const generated = `    at ${url}:${lineNumber + 1}:${columnNumber + 1}`;
  try {
    const [, data] = sourceMapURL.split(',', 2);
    const map = new SourceMap(JSON.parse(Buffer.from(data, 'base64').toString()));
    const { originalSource, originalLine, originalColumn } = map.findEntry(lineNumber, columnNumber);
    return originalSource === undefined
      ? generated
      : `    at ${originalSource}:${originalLine + 1}:${originalColumn + 1}`;
  } catch {
    return generated; // not a Function with a map
  }
}
