// Loaded into twilio-run before anything else, in the project's folder. Of a body that cannot be read, as of broken JSON, Express
// would print a stack that holds the body, and answer with a page that names folders of this machine.
const { createRequire } = require('node:module');
const { join } = require('node:path');

const handler = createRequire(join(process.cwd(), 'package.json')).resolve('@twilio/runtime-handler/dev');
const { application } = createRequire(handler)('express');

const TEXTS = { 400: 'Bad request', 413: 'Request too large', 415: 'Unsupported media type' };

const { listen } = application;
application.listen = function listenAndRefuse(...args) {
  this.use(refuseUnread); // errors come to what is used last
  return listen.apply(this, args);
};

/** Four parameters, by which Express knows that it takes errors. */
function refuseUnread(error, request, response, next) {
  const { status, type = error.code } = error;
  const text = TEXTS[status];
  if (text === undefined || response.headersSent) return next(error);
  console.error(`A body cannot be read as its Content-Type and Content-Encoding say: ${type}.`);
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' }).end(text);
}
