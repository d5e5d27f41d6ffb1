import { buildFunctions } from 'functions-dev';
import { markRun } from 'test-support';

/**
 * Jest's globalSetup: marks all processes of this run, and builds the Functions, so that tests that text built ones find
 * them in `dist/functions`, up to date.
 */
export default async function globalSetup(): Promise<void> {
  markRun();
  await buildFunctions(process.cwd());
}
