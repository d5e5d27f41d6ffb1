// Loaded into twilio-run before anything else: `node --require loopback.cjs .../twilio-run.js start --port 3000`.
//
// twilio-run listens on all interfaces, without the platform's rules, and has no option for another host. Here, a server
// that is given a port alone listens on any free port of 127.0.0.1, which the parent process gets as `{ port }`. twilio-run
// still prints the port that it was given, and Functions find it in `context.DOMAIN_NAME`: there the platform's rules listen.
const { Server } = require('node:net');

// npm start has built, and goes on serving what it built when a later build fails.
require('../toolkit.cjs').buildElsewhere();

const { listen } = Server.prototype;
Server.prototype.listen = function listenOnLoopback(...args) {
  if (typeof args[0] !== 'number' || typeof args[1] === 'string') return listen.apply(this, args);
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
