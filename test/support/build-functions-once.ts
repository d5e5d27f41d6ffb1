import { buildFunctions } from 'functions-dev';

/** Jest's globalSetup: tests that text built Functions find them in `dist/functions`, up to date. */
export default async function buildFunctionsOnce(): Promise<void> {
  await buildFunctions(process.cwd());
}
