// Loaded into twilio-run before anything else: `node --require loopback.cjs .../twilio-run.js start --port 3000`.
//
// twilio-run listens on all interfaces, without the platform's rules, and has no option for another host. Here, a server
// that is given a port alone listens on any free port of 127.0.0.1, which the parent process gets as `{ port }`. twilio-run
// still prints the port that it was given, and Functions find it in `context.DOMAIN_NAME`: there the platform's rules listen.
// Whoever finds the other port gets nothing there: each request must have the key that the parent sends as the
// first message. Messages are lines of JSON, both ways, over the pipe at file descriptor 3.
const { Server, Socket } = require('node:net');
const { join, sep } = require('node:path');
const { createInterface } = require('node:readline');
const { isMainThread, Worker } = require('node:worker_threads');

// A worker thread of a Function loads this too. It would read what is for the main thread, and close the pipe when it ends.
if (!isMainThread) return;

// npm start has built, and goes on serving what it built when a later build fails.
require('../toolkit.cjs').buildElsewhere();

const HEADER = 'x-functions-key';
let key;

/** Answers 403 to requests without the key, and removes it from those with it. */
function closeToOthers(server) {
  const { emit } = server;
  server.emit = function emitIfAllowed(event, request, response) {
    if (event !== 'request') return emit.apply(this, arguments);
    if (key === undefined || request.headers[HEADER] !== key) {
      response.writeHead(403, { 'Content-Type': 'text/plain' }).end('Only npm start calls this address.\n');
      return true;
    }
    delete request.headers[HEADER];
    const isName = (text, index) => index % 2 === 0 && text.toLowerCase() === HEADER;
    request.rawHeaders.splice(request.rawHeaders.findIndex(isName), 2);
    return emit.apply(this, arguments);
  };
}

// The parent asks for answers, to see that this process is not in an endless loop, and to load what was built.
const channel = new Socket({ fd: 3 });
channel.on('error', () => undefined); // it is closed then
const keyed = new Promise((resolve) => {
  const lines = createInterface({ input: channel });
  lines.on('error', () => undefined); // that of the channel
  lines.on('line', (line) => {
    const message = JSON.parse(line);
    if (key !== undefined) return answer(message);
    ({ key } = message);
    resolve();
  });
});

/** More than that waits only when the parent is held up, or gone. */
const MAX_WAITING = 4 * 1024 * 1024;

// In a line of its own, also when a Function has written half of one.
const tell = (message) => channel.write(`\n${JSON.stringify(message)}\n`);
/** Tells of a call. */
exports.tell = (message) => {
  if (channel.writableLength < MAX_WAITING) tell(message);
};
/** Gets what is rejected and not handled. */
exports.onRejection = (error) => console.error(error);

function answer({ id, reload }) {
  if (reload) {
    for (const file of Object.keys(require.cache)) if (isOfProject(file)) delete require.cache[file];
  }
  tell({ id });
}

// What Functions have loaded: other Functions, and Assets that are code, some of them by links.
const PROJECT = process.cwd() + sep;
const isOfProject = (file) =>
  file.startsWith(PROJECT) && !file.slice(PROJECT.length).split(sep).includes('node_modules');

const { listen } = Server.prototype;
Server.prototype.listen = function listenOnLoopback(...args) {
  if (typeof args[0] !== 'number' || typeof args[1] === 'string') return listen.apply(this, args);
  closeToOthers(this);
  this.keepAliveTimeout = 0; // only the gateway closes connections that wait
  this.once('listening', () => {
    keyed.then(() => tell({ port: this.address().port }));
    // twilio-run lists the files at a request, and rejects for one that is removed meanwhile; a Function may forget an await.
    process.on('unhandledRejection', (...args) => exports.onRejection(...args));
  });
  return listen.call(this, { port: 0, host: '127.0.0.1' }, args.at(-1));
};

// Ctrl-C and the end of a terminal reach this process too. Its parent ends it; it would look like a failure otherwise.
for (const signal of ['SIGINT', 'SIGHUP']) process.on(signal, () => undefined);

// A parent that was killed cannot end it. The thread is for when an endless loop, or a breakpoint, holds this one up, and tells where.
channel.once('close', (isBroken) => isBroken || process.exit()).unref(); // when a Function has closed it, the parent ends this
const { TWILIO_RUN_PARENT: parent = process.ppid } = process.env;
delete process.env.TWILIO_RUN_PARENT;
new Worker(join(__dirname, 'side-thread.cjs'), { execArgv: [], workerData: Number(parent) }).unref();
