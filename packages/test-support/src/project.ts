import { cp, mkdir, readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder } from './clean-up';

const PARTS = [
  'src',
  'scripts/check-variables.ts',
  'scripts/deploy.ts',
  'scripts/start.ts',
  'packages/conversation/src',
  'packages/conversation/package.json',
  'package.json',
  'tsconfig.json',
  '.twilioserverlessrc.js',
  '.env.example',
];

/** A copy of this project, like a fresh clone after `npm ci`, which a test can change. */
export type Project = {
  readonly root: string;
  /** The value of a variable in the copy's `.env`. */
  readonly env: (name: string) => Promise<string>;
};

/** Copies this project's sources, without `.env` and `dist`. The copy is removed when the test file ends. */
export async function copyProject(): Promise<Project> {
  const folder = await temporaryFolder();
  const root = join(folder, 'project');
  for (const part of PARTS) await cp(join(process.cwd(), part), join(root, part), { recursive: true });
  await linkModules(folder, root);
  return {
    root,
    async env(name) {
      const text = await readFile(join(root, '.env'), 'utf8');
      return new RegExp(`^${name}=(.*)$`, 'm').exec(text)?.[1] ?? '';
    },
  };
}

/**
 * Links what is installed here. Node.js finds it in the folder above the copy, but for the library, which the Functions bundle:
 * that is the copy's own.
 */
async function linkModules(above: string, root: string): Promise<void> {
  const installed = join(process.cwd(), 'node_modules');
  const own = join(root, 'node_modules');
  await mkdir(own);
  await symlink(installed, join(above, 'node_modules'));
  await symlink(join(installed, '.bin'), join(own, '.bin'));
  await symlink(join(root, 'packages/conversation'), join(own, 'sms-conversation'));
  await symlink(join(process.cwd(), 'packages/emulator'), join(root, 'packages/emulator')); // for `paths` of tsconfig.json
}
