// Serves one built Function with the runtime handler's own server, from the folder that it is given. Prints the port,
// then every module that the Function itself requires.
const { createRequire } = require('node:module');
const Module = require('node:module');
const { join } = require('node:path');

const [, , baseDir, file] = process.argv;
const filePath = join(baseDir, 'functions', file);
const load = Module._load;
Module._load = function (request, parent, ...rest) {
  if (parent?.filename === filePath) console.log(`requires ${request}`);
  return load.call(this, request, parent, ...rest);
};

const { LocalDevelopmentServer } = createRequire(join(baseDir, 'package.json'))(
  '@twilio/runtime-handler/dev',
);
const server = new LocalDevelopmentServer(0, {
  baseDir,
  env: { SESSION_SECRET: process.env.SESSION_SECRET },
  routes: {
    functions: [{ access: 'protected', content: '', name: 'sms', path: '/sms', filePath }],
    assets: [],
  },
});
const listening = server
  .getApp()
  .listen(0, '127.0.0.1', () => console.log(`port ${listening.address().port} `));
