// A process beside npm start that checks the types of src, with the project's own TypeScript, in the folder of the project. Over the
// pipe at file descriptor 3 it gets `{ check }`, a number, for each change, and answers with `{ checked, total, problems }`, or
// with `{ unable }`, a reason, and ends. Messages are lines of JSON.
const { statSync } = require('node:fs');
const { createRequire } = require('node:module');
const { Socket } = require('node:net');
const { constants, setPriority } = require('node:os');
const { join, relative, sep } = require('node:path');
const { createInterface } = require('node:readline');
const { Worker } = require('node:worker_threads');

const MAX_PROBLEMS = 20;
/** In UTF-16 units. */
const MAX_MESSAGE = 1000;
/** A check begins when nothing has changed for so long, in milliseconds. */
const SETTLE_MS = 100;

try {
  setPriority(constants.priority.PRIORITY_LOW);
} catch {
  // where a process may not do that
}
new Worker(join(__dirname, 'end-with-parent.cjs'), { execArgv: [], workerData: process.ppid }).unref();

const ROOT = process.cwd();
const channel = new Socket({ fd: 3 });
channel.on('error', () => process.exit());
channel.once('close', () => process.exit());
const tell = (message, then) => channel.write(`${JSON.stringify(message)}\n`, then);

let timer;
const lines = createInterface({ input: channel });
lines.on('error', () => undefined); // that of the channel
lines.on('line', (line) => {
  const { check: id } = JSON.parse(line);
  clearTimeout(timer);
  timer = setTimeout(() => {
    try {
      tell({ checked: id, ...check() });
    } catch (error) {
      tell({ unable: String(error?.message).slice(0, MAX_MESSAGE) }, () => process.exit());
    }
  }, SETTLE_MS);
});

/** Source files by their names, as long as they have not changed. */
const parsed = new Map();
let program;

function check() {
  const ts = createRequire(join(ROOT, 'package.json'))('typescript');
  if (typeof ts.createSemanticDiagnosticsBuilderProgram !== 'function') {
    throw new Error(`this version of TypeScript, ${ts.version}, has no interface for that`);
  }
  const path = join(ROOT, 'tsconfig.json');
  const config = ts.getParsedCommandLineOfConfigFile(
    path,
    { noEmit: true },
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: fail },
  );
  if (config === undefined) throw new Error('there is no tsconfig.json');
  const names = config.fileNames.filter((file) => isBelow('src', file) || file.endsWith('.d.ts'));
  program = ts.createSemanticDiagnosticsBuilderProgram(
    names,
    config.options,
    hostOf(ts, config.options),
    program,
  );
  const all = [
    ...config.errors,
    ...program.getConfigFileParsingDiagnostics(),
    ...program.getOptionsDiagnostics(),
    ...program.getSyntacticDiagnostics(),
    ...program.getSemanticDiagnostics(),
  ].filter(
    ({ category, file }) =>
      category === ts.DiagnosticCategory.Error && !file?.fileName.includes('/node_modules/'),
  );
  return { total: all.length, problems: all.slice(0, MAX_PROBLEMS).map((one) => problemOf(one, ts)) };

  function fail({ messageText }) {
    throw new Error(ts.flattenDiagnosticMessageText(messageText, '\n'));
  }
}

const isBelow = (folder, file) => !relative(join(ROOT, folder), file).startsWith('..');

/** A host that reads and parses only what has changed. */
function hostOf(ts, options) {
  const host = ts.createIncrementalCompilerHost(options);
  const { getSourceFile } = host;
  host.getSourceFile = (name, ...rest) => {
    const { mtimeMs, size } = statSync(name, { throwIfNoEntry: false }) ?? {};
    const stamp = `${mtimeMs} ${size}`;
    const known = parsed.get(name);
    if (known?.stamp === stamp) return known.file;
    const file = getSourceFile.call(host, name, ...rest);
    parsed.set(name, { stamp, file });
    return file;
  };
  return host;
}

function problemOf({ code, file, start, messageText }, ts) {
  const message = `TS${code}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`.slice(0, MAX_MESSAGE);
  if (file === undefined || start === undefined) return { message };
  const { line, character } = file.getLineAndCharacterOfPosition(start);
  return {
    message,
    at: { file: relative(ROOT, file.fileName).split(sep).join('/'), line: line + 1, column: character + 1 },
  };
}
