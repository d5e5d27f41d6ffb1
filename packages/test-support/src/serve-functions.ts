// The process of `startFunctionsProcess`. Its arguments: the folder, and the Functions' variables as JSON.
import { startFunctionsServer } from 'functions-runtime';

const [, , folder = '', env = '{}'] = process.argv;

const megabytes = (bytes: number): number => bytes / 1024 / 1024;

process.on('disconnect', () => process.exit()); // the process that started it is gone
process.on('message', () => {
  globalThis.gc?.();
  globalThis.gc?.(); // the second time also what finalizers have let go of
  const { heapUsed, rss } = process.memoryUsage();
  process.send?.({ heap: megabytes(heapUsed), rss: megabytes(rss) });
});
void startFunctionsServer(folder, JSON.parse(env) as Record<string, string>).then(({ url }) =>
  process.send?.({ url }),
);
