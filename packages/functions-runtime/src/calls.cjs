// Finds the call of a Function in which an error was thrown that nobody has caught. One for the whole process, in Node.js's own
// realm: Jest gives each test file another `process` and another module registry, but the error reaches this process's own.
const { AsyncLocalStorage } = require('node:async_hooks');

const storage = new AsyncLocalStorage();
const underWay = new Set();

/** The functions are described in calls.d.cts. */
exports.currentCall = () => storage.getStore();

exports.runCall = function runCall(call, run) {
  underWay.add(call);
  storage.run(call, run);
};

exports.endCall = (call) => underWay.delete(call);

/** Before Node.js 24, what `queueMicrotask` runs has no store when it throws. Its stack names the Function all the same. */
function callByStack(error) {
  const stack = String(error?.stack);
  return [...underWay].findLast(({ folder }) => stack.includes(folder));
}

function takeUncaught(error) {
  try {
    return (storage.getStore() ?? callByStack(error))?.onUncaught(error) === true;
  } catch {
    return false; // whatever is wrong with the error, it is as if there were no calls
  }
}

// ---- In place of process.emit

// Not a listener: one would keep the process from ending for an error of other code, and Jest removes all and adds its own.
const own = process.emit;
let emit = own;
const emitting = new Set();

function emitUnlessTaken(event, ...args) {
  const isUncaught = event === 'uncaughtException' || event === 'unhandledRejection';
  if (isUncaught && takeUncaught(args[0])) return true;
  // What another library has put over this calls this in turn. Jest's own `process` objects are copies of this one.
  if (this !== process || emitting.has(event)) return own.call(this, event, ...args);
  emitting.add(event);
  try {
    return emit.call(this, event, ...args);
  } finally {
    emitting.delete(event);
  }
}

// signal-exit, by which Jest writes files, puts another function there again and again, and takes it away with all that came later.
Object.defineProperty(process, 'emit', {
  configurable: true,
  get: () => emitUnlessTaken,
  set(replacement) {
    if (this === process) emit = replacement === emitUnlessTaken ? own : replacement;
    else Object.defineProperty(this, 'emit', { configurable: true, writable: true, value: replacement });
  },
});
