// Loads `twilio`, as the platform does, and then what the arguments name. Sends the CPU time of the latter in milliseconds.
const { resolve } = require('node:path');
require('twilio');
// Threads of V8 still work on what was loaded, and their time would count.
setTimeout(() => {
  const before = process.cpuUsage();
  for (const name of process.argv.slice(2)) require(name.startsWith('.') ? resolve(name) : name);
  const { user, system } = process.cpuUsage(before);
  process.send((user + system) / 1000);
}, 200);
