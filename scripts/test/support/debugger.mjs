// A debugger, as an editor is one: `node --experimental-websocket debugger.mjs PORT FILE TEXT` attaches to the inspector at
// this port, and when a script is loaded whose source map names FILE, sets a breakpoint at the line of FILE that contains
// TEXT. Prints where each pause is, by the map, and goes on.
import { SourceMap } from 'node:module';

const [, , port, file, text] = process.argv;
const [target] = await (await fetch(`http://127.0.0.1:${port}/json/list`)).json();
const socket = new WebSocket(target.webSocketDebuggerUrl);
await new Promise((resolve, reject) => {
  socket.onopen = resolve;
  socket.onerror = () => reject(new Error('There is no inspector.'));
});

let calls = 0;
const pending = new Map();
const call = (method, params = {}) =>
  new Promise((resolve, reject) => {
    pending.set(++calls, { resolve, reject });
    socket.send(JSON.stringify({ id: calls, method, params }));
  });

/** The source maps of the scripts that name the file, by script. */
const maps = new Map();

const events = {
  async 'Debugger.scriptParsed'({ scriptId, url, sourceMapURL }) {
    const [, data] = /^data:application\/json;base64,(.*)$/.exec(sourceMapURL) ?? [];
    if (data === undefined) return;
    const payload = JSON.parse(Buffer.from(data, 'base64').toString());
    const source = payload.sources.findIndex((name) => name.startsWith('file:') && name.endsWith(file));
    if (source < 0) return;
    const map = new SourceMap(payload);
    maps.set(scriptId, map);
    const line = payload.sourcesContent[source].split('\n').findIndex((one) => one.includes(text));
    const { locations } = await call('Debugger.getPossibleBreakpoints', {
      start: { scriptId, lineNumber: 0 },
      end: { scriptId, lineNumber: 1_000_000 },
    });
    const location = locations.find(({ lineNumber, columnNumber }) => {
      const entry = map.findEntry(lineNumber, columnNumber);
      return entry.originalSource === payload.sources[source] && entry.originalLine === line;
    });
    await call('Debugger.setBreakpointByUrl', { url, ...location, scriptId: undefined });
    console.log(`breakpoint in ${payload.sources[source]}`);
  },
  async 'Debugger.paused'({ callFrames: [{ location }] }) {
    const { scriptId, lineNumber, columnNumber } = location;
    const entry = maps.get(scriptId)?.findEntry(lineNumber, columnNumber);
    console.log(`paused at ${entry?.originalSource}:${entry?.originalLine + 1}`);
    await call('Debugger.resume');
  },
};

socket.onmessage = ({ data }) => {
  const { id, result, error, method, params } = JSON.parse(data);
  if (method !== undefined) return void events[method]?.(params);
  if (error === undefined) pending.get(id).resolve(result);
  else pending.get(id).reject(new Error(error.message));
};
await call('Debugger.enable');
await call('Runtime.runIfWaitingForDebugger');
console.log('attached');
