import { endRun } from 'test-support';

/** Jest's globalTeardown: fails the run when a test has left an app running. */
export default async function globalTeardown(): Promise<void> {
  await endRun();
}
