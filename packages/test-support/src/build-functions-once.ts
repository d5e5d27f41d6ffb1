import { buildFunctions } from '../../scripts/build-functions';

/** Jest's globalSetup: tests that text built Functions find them in `dist/functions`, up to date. */
export default async function buildFunctionsOnce(): Promise<void> {
  await buildFunctions(process.cwd());
}
