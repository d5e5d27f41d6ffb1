import { buildFunctions } from 'functions-dev';
import { markRun, startBrowserBroker } from 'test-support';

/**
 * Jest's globalSetup: marks all processes of this run, offers one browser to all test files, and builds the Functions, so
 * that tests that text built ones find them in `dist/functions`, up to date.
 */
export default async function globalSetup(): Promise<void> {
  markRun();
  await Promise.all([buildFunctions(process.cwd()), startBrowserBroker()]);
}
