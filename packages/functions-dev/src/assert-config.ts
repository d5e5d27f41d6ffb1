import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the toolkit takes for its config before `.twilioserverlessrc.js`. Source: the search places of cosmiconfig. */
const OTHER_CONFIGS = ['', '.json', '.yaml', '.yml'].map((extension) => `.twilioserverlessrc${extension}`);

/**
 * Stops when the toolkit would load another config than `.twilioserverlessrc.js`: one that neither checks nor builds.
 *
 * @throws Error that names it.
 */
export function assertConfig(root: string): void {
  const file = OTHER_CONFIGS.find((name) => existsSync(join(root, name)));
  const other =
    file ?? (hasKey(join(root, 'package.json')) ? 'The key "twilioserverless" in package.json' : undefined);
  if (other === undefined) return;
  throw new Error(
    `${other} would be the toolkit's config in place of .twilioserverlessrc.js, and a deploy with twilio-run or the Twilio CLI ` +
      'would neither check nor build. Move its settings to .twilioserverlessrc.js.',
  );
}

function hasKey(file: string): boolean {
  try {
    return 'twilioserverless' in (JSON.parse(readFileSync(file, 'utf8')) as object);
  } catch {
    return false; // who reads it for good says what is wrong
  }
}
