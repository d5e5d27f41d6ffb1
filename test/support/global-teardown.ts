import { endRun, stopBrowserBroker } from 'test-support';

/** Jest's globalTeardown: ends the browser, and fails the run when a test has left a process running. */
export default async function globalTeardown(): Promise<void> {
  await stopBrowserBroker();
  await endRun();
}
