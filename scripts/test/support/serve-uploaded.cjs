// Serves what was uploaded with the runtime handler's own server, from the folder that it is given: `routes.json` in
// there says what is where, and the variables come on standard input. Prints Node's version and the port.
const { readFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { join } = require('node:path');

const [, , baseDir] = process.argv;
const routes = JSON.parse(readFileSync(join(baseDir, 'routes.json'), 'utf8'));
const env = JSON.parse(readFileSync(0, 'utf8'));
const { LocalDevelopmentServer } = createRequire(join(baseDir, 'package.json'))(
  '@twilio/runtime-handler/dev',
);
const app = new LocalDevelopmentServer(0, { baseDir, env, routes }).getApp();
const listening = app.listen(0, '127.0.0.1', () =>
  console.log(`Node.js ${process.version} port ${listening.address().port} `),
);
