// Loaded into twilio-run: `node --enable-source-maps --require source-maps.cjs .../twilio-run.js start`, in the project's
// folder. Hands each built Function to Node.js with its source map from dist/maps inline, so that stacks name lines of
// TypeScript, and a debugger shows and stops at them. The files in dist/functions, which a deploy uploads, name no map.
const { readFileSync, statSync } = require('node:fs');
const Module = require('node:module');
const { isAbsolute, join, relative } = require('node:path');

const FUNCTIONS = join(process.cwd(), 'dist/functions');
const MAPS = join(process.cwd(), 'dist/maps');

const { _compile } = Module.prototype;
Module.prototype._compile = function compileWithMap(content, filename, ...rest) {
  return _compile.call(this, content + mapComment(filename), filename, ...rest);
};

/** The comment for each map, and when the map was written. A Function is loaded anew for each request. */
const comments = new Map();

// Only a debugger shows the sources themselves; Node.js parses the map at each load, so it goes without them otherwise.
const isDebugged = process.execArgv.some((flag) => flag.startsWith('--inspect'));

function mapComment(filename) {
  const file = relative(FUNCTIONS, filename);
  if (file.startsWith('..') || isAbsolute(file)) return '';
  try {
    const path = join(MAPS, `${file}.map`);
    const { mtimeMs } = statSync(path);
    const known = comments.get(path);
    if (known?.mtimeMs === mtimeMs) return known.comment;
    const { sourcesContent, ...map } = JSON.parse(readFileSync(path, 'utf8'));
    const json = JSON.stringify(isDebugged ? { ...map, sourcesContent } : map);
    const data = Buffer.from(json).toString('base64');
    const comment = `\n//# sourceMappingURL=data:application/json;base64,${data}\n`;
    comments.set(path, { mtimeMs, comment });
    return comment;
  } catch {
    return ''; // a Function that was not built here
  }
}
