// For a worker thread of a process that must not outlive its parent, whose id is the thread's `workerData`: also when an endless loop,
// a breakpoint or long work holds up the other thread, and when the parent was killed.
const { workerData: parent } = require('node:worker_threads');

setInterval(() => {
  if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL');
}, 500);
