import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Holds a Node.js of each runtime as npm packages, under names like `node22-linux-x64`; `npm ci` installs those of this platform. */
const FOLDER = join(__dirname, '../nodes');

const { optionalDependencies } = JSON.parse(readFileSync(join(FOLDER, 'package.json'), 'utf8')) as {
  optionalDependencies: Record<string, string>;
};

/** The runtimes of Twilio that the tests know: `node22`, `node24`. The versions are in `nodes/package.json`. */
export const RUNTIMES = [
  ...new Set(Object.keys(optionalDependencies).map((name) => name.slice(0, name.indexOf('-')))),
];

/**
 * The path of the Node.js of a runtime, whatever Node.js runs the tests.
 *
 * @throws when it is not installed, with the command that does that.
 */
export function nodeOf(runtime: string): string {
  const name = `${runtime}-${process.platform}-${process.arch}`;
  const path = join(FOLDER, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (!existsSync(path)) throw new Error(`${name} is not installed: run npm run postinstall.`);
  return path;
}
