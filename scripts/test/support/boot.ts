import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { nodeOf, run, temporaryFolder } from 'test-support';
import type { Live, UploadedFile } from './uploaded';

/** What was uploaded, as it runs. */
export type Booted = {
  readonly url: string;
  /** The version of the Node.js that runs it: `v22.23.3`. */
  readonly version: string;
  readonly stop: () => Promise<void>;
};

/**
 * Runs what was uploaded, and nothing else, with the runtime handler's server: in an empty folder with the uploaded
 * files and dependencies, and the uploaded variables.
 *
 * @param runtime - the one that the build asks for, or another, as `node24`.
 */
export async function boot(live: Live, runtime = live.runtime): Promise<Booted> {
  const folder = await temporaryFolder();
  const write = async (kind: string, { path, access, file }: UploadedFile, extension: string) => {
    const filePath = join(folder, kind, path + extension);
    await mkdir(dirname(filePath), { recursive: true });
    await writeFile(filePath, file.content);
    return { name: path, path, access, filePath, content: '' };
  };
  const routes = {
    functions: await Promise.all(live.functions.map((one) => write('functions', one, '.js'))),
    assets: await Promise.all(live.assets.map((one) => write('assets', one, ''))),
  };
  await writeFile(join(folder, 'routes.json'), JSON.stringify(routes));
  await writeFile(join(folder, 'package.json'), JSON.stringify({ dependencies: live.dependencies }));
  for (const name of Object.keys(live.dependencies)) {
    await mkdir(dirname(join(folder, 'node_modules', name)), { recursive: true });
    await symlink(join(process.cwd(), 'node_modules', name), join(folder, 'node_modules', name));
  }

  const script = join(__dirname, 'serve-uploaded.cjs');
  const served = run(folder, nodeOf(runtime), [script, folder]);
  served.process.stdin?.end(JSON.stringify(live.variables));
  await served.prints(' port ');
  const [, version = '', port = ''] = /(\S+) port (\d+) /.exec(served.output()) ?? [];
  return {
    url: `http://127.0.0.1:${port}`,
    version,
    stop: async () => {
      await served.interrupt();
    },
  };
}
