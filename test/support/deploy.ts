import { cp, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Emulator } from 'sms-emulator';
import { startFunctionsServer } from 'functions-runtime';
import { buildFunctions } from 'functions-dev';
import { temporaryFolder } from 'test-support';

/** Replacements in a Function's source: a text of it, and the text of the new version. */
export type Edits = readonly (readonly [before: string, after: string])[];

/**
 * Runs a test while a new version of a Function is deployed: the emulator's number points at the edited Function, and the
 * cookie jars stay as they are. Afterwards the number points at the old version again.
 *
 * @param path - the path of the Function, such as `/sms`; also the name of its number.
 */
export async function whileDeployed(
  twilio: Emulator,
  path: string,
  env: Record<string, string>,
  edits: Edits,
  test: () => Promise<void>,
): Promise<void> {
  const number = twilio.engine.numbers().find(({ name }) => name === path);
  if (number === undefined) throw new Error(`No number is named ${path}.`);
  const root = await temporaryFolder();
  await buildEdited(root, path, edits);
  const server = await startFunctionsServer(join(root, 'dist/functions'), env);
  try {
    twilio.engine.setNumber({ ...number, smsUrl: server.url + path });
    await test();
  } finally {
    twilio.engine.setNumber(number);
    await server.close();
  }
}

async function buildEdited(root: string, path: string, edits: Edits): Promise<void> {
  await cp('src', join(root, 'src'), { recursive: true });
  await symlink(join(process.cwd(), 'node_modules'), join(root, 'node_modules'));
  const file = join(root, `src/functions${path}.protected.ts`);
  let source = await readFile(file, 'utf8');
  for (const [before, after] of edits) {
    if (!source.includes(before)) throw new Error(`There is no ${before} in ${path}.`);
    source = source.replace(before, after);
  }
  await writeFile(file, source);
  await buildFunctions(root);
}
