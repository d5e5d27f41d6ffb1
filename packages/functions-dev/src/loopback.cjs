// Loaded into twilio-run before anything else: `node --require loopback.cjs .../twilio-run.js start --port 3000`.
//
// twilio-run listens on all interfaces, without the platform's rules, and has no option for another host. With this, what
// asks for a port alone gets any free one on loopback, and tells it to the parent process as `{ port }`. twilio-run goes
// on believing in the port that it asked for: it stands in what it prints and in `context.DOMAIN_NAME`, and the
// platform's rules stand before it.
const { Server } = require('node:net');

const { listen } = Server.prototype;
Server.prototype.listen = function listenOnLoopback(...args) {
  if (typeof args[0] !== 'number' || typeof args[1] === 'string') return listen.apply(this, args);
  this.once('listening', () => process.send?.({ port: this.address().port }));
  return listen.call(this, { port: 0, host: '127.0.0.1' }, args.at(-1));
};

// A parent that was killed can stop nobody.
process.once('disconnect', () => process.exit());
process.channel?.unref();
