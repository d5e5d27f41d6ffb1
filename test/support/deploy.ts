import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Emulator } from 'sms-emulator';
import { startFunctionsServer } from 'functions-runtime';
import { buildFunctions } from 'functions-dev';

/** Another version of a Function that is deployed in the middle of things. */
export type Deployed = { readonly close: () => Promise<void> };

/**
 * Builds a changed Function and lets its number point at it: what a deploy does, with the jar as it is.
 *
 * @param edits - pairs of a text in the Function's source and what stands there in the new version.
 */
export async function deploy(
  twilio: Emulator,
  path: string,
  env: Record<string, string>,
  edits: readonly (readonly [string, string])[],
): Promise<Deployed> {
  const root = await mkdtemp(join(tmpdir(), 'sms-deploy-'));
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
  const server = await startFunctionsServer(join(root, 'dist/functions'), env);
  const number = twilio.engine.numbers().find(({ name }) => name === path);
  if (number === undefined) throw new Error(`There is no number of ${path}.`);
  twilio.engine.setNumber({ ...number, smsUrl: server.url + path });
  return {
    async close() {
      twilio.engine.setNumber(number);
      await server.close();
      await rm(root, { recursive: true });
    },
  };
}
