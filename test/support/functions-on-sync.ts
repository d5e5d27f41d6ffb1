import { cp, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildFunctions } from 'functions-dev';
import { temporaryFolder } from 'test-support';

/** What differs in a Function that keeps its sessions on Sync. Nothing else is changed. */
const ON_SYNC = {
  sms: [
    [' sessionCookie,', ' syncStore,'],
    ["sessionCookie('counter', isCounter)", "syncStore().for('counter', isCounter)"],
  ],
  reservation: [
    ['  oneOf,', '  oneOf,\n  syncStore,'],
    ['conversationFunction(reservation)', 'conversationFunction(reservation, syncStore())'],
  ],
} as const;

/**
 * Builds the Functions, and the counter and the reservation once more with their sessions on Sync: `/sms-on-sync` and
 * `/reservation-on-sync`.
 *
 * @returns the folder of what was built.
 */
export async function buildOnSync(): Promise<string> {
  const root = await temporaryFolder();
  await cp('src', join(root, 'src'), { recursive: true });
  await symlink(join(process.cwd(), 'node_modules'), join(root, 'node_modules'));
  for (const [name, edits] of Object.entries(ON_SYNC)) {
    let source = await readFile(`src/functions/${name}.protected.ts`, 'utf8');
    for (const [before, after] of edits) {
      if (source.split(before).length !== 2) throw new Error(`${before} is not once in ${name}.`);
      source = source.replace(before, after);
    }
    await writeFile(join(root, `src/functions/${name}-on-sync.protected.ts`), source);
  }
  await buildFunctions(root);
  return join(root, 'dist/functions');
}
