import { cp, mkdir, readdir, readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder } from './clean-up';

const PARTS = [
  'src',
  'scripts',
  'packages/conversation',
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
  const root = await temporaryFolder();
  for (const part of PARTS) await cp(join(process.cwd(), part), join(root, part), { recursive: true });
  await linkModules(join(root, 'node_modules'), root);
  return {
    root,
    async env(name) {
      const text = await readFile(join(root, '.env'), 'utf8');
      return new RegExp(`^${name}=(.*)$`, 'm').exec(text)?.[1] ?? '';
    },
  };
}

/** Links what is installed here, but for the library, which the Functions bundle: that is the copy's own. */
async function linkModules(folder: string, root: string): Promise<void> {
  await mkdir(folder);
  const installed = join(process.cwd(), 'node_modules');
  for (const name of await readdir(installed)) {
    const target = name === 'sms-conversation' ? join(root, 'packages/conversation') : join(installed, name);
    await symlink(target, join(folder, name));
  }
}
