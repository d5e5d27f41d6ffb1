// Loaded into twilio-run before anything else, in the project's folder. A process that another one replaces still answers what
// it has under way: a Function whose file is no longer in dist/functions is loaded from where the build has moved it.
const { existsSync } = require('node:fs');
const Module = require('node:module');
const { join, sep } = require('node:path');

const FUNCTIONS = join(process.cwd(), 'dist/functions') + sep;
const REMOVED = join(process.cwd(), 'dist/removed') + sep;

const { _load } = Module;
Module._load = function loadAlsoRemoved(request, ...rest) {
  try {
    return _load.call(this, request, ...rest);
  } catch (error) {
    if (!request.startsWith(FUNCTIONS) || !isMissing(error, request)) throw error;
    const moved = REMOVED + request.slice(FUNCTIONS.length);
    const path = [request, moved].find((file) => existsSync(file)); // it may have come back
    if (path === undefined) throw error;
    return _load.call(this, path, ...rest);
  }
};

/** Whether this file is not there, and not another one that it loads. */
const isMissing = ({ code, path, message }, file) =>
  (code === 'ENOENT' && path === file) ||
  (code === 'MODULE_NOT_FOUND' && message.startsWith(`Cannot find module '${file}'`));
