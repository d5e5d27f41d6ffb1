import { realpathSync } from 'node:fs';
import { basename, isAbsolute, join, relative } from 'node:path';
import { routeOf } from 'functions-runtime';
import { looksOf } from './problems-of-names';

/**
 * Finds Assets through which a file gets public that is not meant to be: a link to a file that is private, a link that leaves
 * the project, and a file of variables, linked or not.
 *
 * @param root - the project's folder.
 * @param assets - the Assets, relative to `src/assets`.
 * @returns a sentence or two for each, with what to do.
 */
export function problemsOfLinks(root: string, assets: readonly string[]): string[] {
  const realRoot = realpathSync(root);
  return assets.flatMap((name) => {
    const [path, asset] = [join(root, 'src/assets', name), `src/assets/${name}`];
    const real = relative(realRoot, realpathSync(path));
    if (isVariables(name))
      return [`${asset} would be served, and holds variables. Move it out of src/assets.`];
    if (real === relative(root, path)) return [];
    if (isVariables(real)) return [`${asset} is a link to ${real}, which holds variables. Remove it.`];
    if (real.startsWith('..') || isAbsolute(real))
      return [`${asset} is a link to a file outside of the project. Copy the file, or remove the link.`];
    const [looks, { access }] = [looksOf(real), accessOf(name)];
    if (looks === undefined || access === 'private' || access === looks) return [];
    return [
      `${asset} would be ${access}, and is a link to ${real}, which looks ${looks}. Name the link like the file.`,
    ];
  });
}

const isVariables = (name: string): boolean => /^\.env(?:\.|$)/.test(basename(name));

function accessOf(name: string) {
  try {
    return routeOf(name, 'asset');
  } catch {
    return { access: 'private' }; // problemsOfNames reports it
  }
}
