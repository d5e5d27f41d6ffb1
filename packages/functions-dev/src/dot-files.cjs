// Loaded into twilio-run before anything else, in the project's folder. An Asset such as `.env` is public once it is
// deployed; here, Express would answer that there is none.
const { createRequire } = require('node:module');
const { join } = require('node:path');

const handler = createRequire(join(process.cwd(), 'package.json')).resolve('@twilio/runtime-handler/dev');
const { response } = createRequire(handler)('express');

const { sendFile } = response;
response.sendFile = function sendAlsoDotFiles(path, ...rest) {
  return sendFile.call(this, path, { dotfiles: 'allow' }, ...rest);
};
