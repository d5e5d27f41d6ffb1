// Hands on what this process prints, as it was printed, with the level of the console's method.
const { stripVTControlCharacters } = require('node:util');

/** @param onPrinted - gets the level, the text without its last line break, and whether a method of the console has printed it. */
exports.followOutput = function followOutput(onPrinted) {
  let level;
  let isBusy = false;

  const METHODS = { debug: 'debug', info: 'info', warn: 'warn', error: 'error', trace: 'debug' };
  for (const [method, own] of Object.entries(METHODS)) {
    const print = console[method];
    console[method] = function printAs(...args) {
      const before = level;
      level ??= own; // console.trace calls console.error
      try {
        return print.apply(this, args);
      } finally {
        level = before;
      }
    };
  }

  const follow = (stream, usual) => {
    const { write } = stream;
    stream.write = function writeAndTell(chunk, ...rest) {
      const result = write.call(this, chunk, ...rest);
      if (isBusy) return result;
      isBusy = true;
      try {
        const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
        onPrinted(level ?? usual, stripVTControlCharacters(text).replace(/\n$/, ''), level !== undefined);
      } catch {
        // no Function fails because its output is followed
      } finally {
        isBusy = false;
      }
      return result;
    };
  };
  follow(process.stdout, 'log');
  follow(process.stderr, 'error');
};
