import { endRun } from 'test-support';

/** Jest's globalTeardown: fails the run when a test has left a process running. */
export default function globalTeardown(): Promise<void> {
  return endRun();
}
