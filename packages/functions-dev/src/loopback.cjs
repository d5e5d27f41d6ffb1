// Loaded into twilio-run before anything else: `node --require loopback.cjs .../twilio-run.js start --port 3000`.
//
// twilio-run listens on all interfaces, without the platform's rules, and has no option for another host. Here, a server
// that is given a port alone listens on any free port of 127.0.0.1, which the parent process gets as `{ port }`. twilio-run
// still prints the port that it was given, and Functions find it in `context.DOMAIN_NAME`: there the platform's rules listen.
// Whoever finds the other port gets nothing there: each request must have the key that the parent has made, FUNCTIONS_KEY.
const { Server } = require('node:net');
const { join, sep } = require('node:path');

// npm start has built, and goes on serving what it built when a later build fails.
require('../toolkit.cjs').buildElsewhere();

const KEY = process.env.FUNCTIONS_KEY;
delete process.env.FUNCTIONS_KEY; // Functions have no use for it
const HEADER = 'x-functions-key';

/** Answers 403 to requests without the key, and removes it from those with it. */
function closeToOthers(server) {
  const { emit } = server;
  server.emit = function emitIfAllowed(event, request, response) {
    if (event !== 'request') return emit.apply(this, arguments);
    if (request.headers[HEADER] !== KEY) {
      response.writeHead(403, { 'Content-Type': 'text/plain' }).end('Only npm start calls this address.\n');
      return true;
    }
    delete request.headers[HEADER];
    const at = request.rawHeaders.findIndex((name) => name.toLowerCase() === HEADER);
    request.rawHeaders.splice(at, 2);
    return emit.apply(this, arguments);
  };
}

// The parent asks for answers, to see that this process is not in an endless loop, and to load what was built.
const FUNCTIONS = join(process.cwd(), 'dist/functions') + sep;
process.on('message', ({ id, reload }) => {
  if (reload) {
    for (const file of Object.keys(require.cache)) if (file.startsWith(FUNCTIONS)) delete require.cache[file];
  }
  process.send({ id });
});

const { listen } = Server.prototype;
Server.prototype.listen = function listenOnLoopback(...args) {
  if (typeof args[0] !== 'number' || typeof args[1] === 'string') return listen.apply(this, args);
  if (KEY !== undefined) closeToOthers(this);
  this.once('listening', () => {
    process.send?.({ port: this.address().port });
    // twilio-run lists the files at a request, and rejects for one that is removed meanwhile; a Function may forget an await.
    process.on('unhandledRejection', (error) => console.error(error));
  });
  return listen.call(this, { port: 0, host: '127.0.0.1' }, args.at(-1));
};

// Ctrl-C and the end of a terminal reach this process too. Its parent ends it; it would look like a failure otherwise.
for (const signal of ['SIGINT', 'SIGHUP']) process.on(signal, () => undefined);

// A parent that was killed cannot end it.
process.once('disconnect', () => process.exit());
process.channel?.unref();
