import { join } from 'node:path';
import { uploadedFiles } from 'functions-runtime';
import { problemsOfLinks } from './problems-of-links';
import { problemsOfNames } from './problems-of-names';

/**
 * Stops a build that would serve a file to people who are not meant to have it, or that a deploy would refuse.
 *
 * @param root - the project's folder.
 * @param functions - the sources of the Functions, relative to `src/functions`.
 * @throws Error with every problem of `problemsOfNames`, or for a symbolic link in `src/assets` that leads nowhere.
 */
export function assertNames(root: string, functions: readonly string[]): void {
  const assets = uploadedFiles(join(root, 'src/assets'));
  const problems = [...problemsOfNames({ functions, assets }), ...problemsOfLinks(root, assets)];
  if (problems.length > 0) throw new Error(problems.join('\n'));
}
