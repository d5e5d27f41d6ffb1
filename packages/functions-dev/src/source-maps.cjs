// Loaded into a twilio-run that is debugged: `node --inspect --require source-maps.cjs .../twilio-run.js start`, in the
// project's folder. Hands each built Function to Node.js with its source map from dist/maps inline, so that a debugger shows
// and stops at lines of TypeScript. The files in dist/functions, which a deploy uploads, name no map.
const { readFileSync } = require('node:fs');
const Module = require('node:module');
const { isAbsolute, join, relative } = require('node:path');

const FUNCTIONS = join(process.cwd(), 'dist/functions');
const MAPS = join(process.cwd(), 'dist/maps');

const { _compile } = Module.prototype;
Module.prototype._compile = function compileWithMap(content, filename, ...rest) {
  return _compile.call(this, content + mapComment(filename), filename, ...rest);
};

function mapComment(filename) {
  const file = relative(FUNCTIONS, filename);
  if (file.startsWith('..') || isAbsolute(file)) return '';
  try {
    const map = readFileSync(join(MAPS, `${file}.map`)).toString('base64');
    return `\n//# sourceMappingURL=data:application/json;base64,${map}\n`;
  } catch {
    return ''; // a Function that was not built here
  }
}
