import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';

/**
 * The licenses of the npm packages whose code is in some bundles, as they ask to be passed on: one text, sorted by their names.
 *
 * @param root - the folder that the paths of the metafiles are relative to.
 * @throws Error when a package names no license: somebody has to look at it then.
 */
export function licensesOf(root: string, metafiles: readonly Metafile[]): string {
  const folders = new Set(metafiles.flatMap((metafile) => bundledFiles(metafile).flatMap(packageOf)));
  const parts = [...folders].map((folder) => licenseIn(join(root, folder)));
  const intro = 'The code of these packages is bundled into this one. Their licenses:\n';
  return [intro, ...[...new Set(parts)].sort()].join(`\n${'-'.repeat(80)}\n\n`);
}

/** The files of which a bundle has code. */
const bundledFiles = ({ outputs }: Metafile): string[] =>
  Object.values(outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : [])),
  );

/** The folder of the npm package that a file belongs to; none for this project's own. */
const packageOf = (path: string): string[] =>
  /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.slice(0, 1) ?? [];

function licenseIn(folder: string): string {
  const { name, version, license } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  ) as Readonly<Record<string, string>>;
  const file = readdirSync(folder).find((found) => /^licen[cs]e(?:[-.]|$)/i.test(found));
  if (license === undefined) throw new Error(`${folder}/package.json names no license.`);
  const text =
    file === undefined
      ? `Its package has no file with the text.`
      : readFileSync(join(folder, file), 'utf8').trim();
  return `${name ?? folder} ${version ?? ''} (${license})\n\n${text}\n`;
}
