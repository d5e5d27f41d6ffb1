import { buildFunctions } from 'functions-dev';
import { startBrowserBroker } from 'test-support';

/** Jest's globalSetup: tests that text built Functions find them in `dist/functions`, up to date. */
export default async function buildFunctionsOnce(): Promise<void> {
  await Promise.all([buildFunctions(process.cwd()), startBrowserBroker()]);
}
