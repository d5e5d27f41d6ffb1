import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { run, temporaryFolder } from 'test-support';

/** A cache of its own: another user's, or none, must not change what a test sees. */
const withCache = async (): Promise<NodeJS.ProcessEnv> => ({ npm_config_cache: await temporaryFolder() });

/** npm must not ask a network for anything: what it needs is in the package. */
const OFFLINE = ['--offline', '--no-audit', '--no-fund'];

/**
 * Packs a workspace, as a release would.
 *
 * @param root - the folder of the repository.
 * @returns the path of the package.
 * @throws Error with what npm printed, when it makes none.
 */
export async function pack(workspace: string, root = process.cwd()): Promise<string> {
  const folder = await temporaryFolder();
  const packing = run(
    root,
    'npm',
    ['pack', '-w', workspace, '--pack-destination', folder],
    await withCache(),
  );
  const code = await packing.ended;
  const [file] = await readdir(folder);
  if (code !== 0 || file === undefined) throw new Error(packing.output());
  return join(folder, file);
}

/** A project of somebody else, with a package installed and nothing more. */
export type Consumer = {
  readonly root: string;
  /** Where the package is. */
  readonly installed: string;
  /** What is imported of it: of a module by its name behind the package's, such as `./jest`. */
  readonly exports: Readonly<Record<string, unknown>>;
  /** Writes files, by their paths below the project. */
  readonly write: (files: Readonly<Record<string, string>>) => Promise<void>;
  /**
   * Runs a program of Node.js in the project, and returns what it has printed.
   *
   * @throws Error with that, when it fails.
   */
  readonly node: (args: readonly string[], env?: NodeJS.ProcessEnv, node?: string) => Promise<string>;
};

/** Installs a package into an empty folder, whose path has a space, without a network. */
export async function installAlone(workspace: string, tarball: string, type = 'commonjs'): Promise<Consumer> {
  const root = join(await temporaryFolder(), 'a project');
  const write = async (files: Readonly<Record<string, string>>): Promise<void> => {
    for (const [path, content] of Object.entries(files)) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), content);
    }
  };
  await write({ 'package.json': JSON.stringify({ name: 'a-project', private: true, type }) });
  const installing = run(root, 'npm', ['install', ...OFFLINE, tarball], await withCache());
  if ((await installing.ended) !== 0) throw new Error(installing.output());
  const others = (await readdir(join(root, 'node_modules'))).filter((name) => !name.startsWith('.'));
  if (others.join() !== workspace) throw new Error(`Installed are ${others.join(', ')}.`);
  const installed = join(root, 'node_modules', workspace);
  const manifest = await readFile(join(installed, 'package.json'), 'utf8');
  return {
    root,
    installed,
    exports: (JSON.parse(manifest) as { exports: Record<string, unknown> }).exports,
    write,
    async node(args, env = {}, node = process.execPath) {
      const running = run(root, node, [...args], env);
      const code = await running.ended;
      if (code !== 0) throw new Error(`Node.js has ended with ${String(code)}:\n${running.output()}`);
      return running.output();
    },
  };
}

/** The size of all files below a folder, in bytes. */
export async function sizeOf(folder: string): Promise<number> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  const sizes = await Promise.all(
    files.map(async (file) =>
      file.isFile() ? (await readFile(join(file.parentPath, file.name))).length : 0,
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
