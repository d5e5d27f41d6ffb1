// Loaded into twilio-run behind loopback.cjs, for `npm start -- --inspect-brk`. The flag of Node.js with this name waits before
// anything is loaded, so that a process whose parent was killed meanwhile would stay, and keep its port.
require('node:inspector').waitForDebugger();
debugger; // the first line at which the debugger stops
