import { messageOf } from 'functions-runtime';
import { buildFunctionsSync } from './build-functions';
import { type CheckVariables, problemsOfDeploy, problemsOfSecret } from './check-deploy';
import { readDeploySettings, type ToolkitConfig } from './deploy-settings';

/** A tool that is about to deploy or to start. */
export type Tool = {
  /** The project's folder. */
  readonly root: string;
  readonly config: ToolkitConfig;
  /** What follows the tool's name on the command line. */
  readonly args: readonly string[];
  /** The folder in which it was called. */
  readonly cwd: string;
};

/**
 * Checks what a deploy would use, and builds what it uploads.
 *
 * @param keepMaps - as of `buildFunctionsSync`.
 * @throws Error that says what to do; nothing has been uploaded then.
 */
export function prepareDeploy(
  tool: Tool,
  checkVariables: CheckVariables,
  keepMaps: 'now' | 'after' = 'now',
): void {
  const problems = problemsOrBuilt(tool, checkVariables, keepMaps);
  if (problems.length > 0) throw new Error(['Not deployed; nothing was uploaded.', ...problems].join('\n\n'));
}

function problemsOrBuilt(
  { root, config, args, cwd }: Tool,
  checkVariables: CheckVariables,
  keepMaps: 'now' | 'after',
): string[] {
  try {
    const problems = problemsOfDeploy(root, readDeploySettings(config, args, cwd), checkVariables);
    if (problems.length === 0) buildFunctionsSync(root, keepMaps);
    return problems;
  } catch (error) {
    return [messageOf(error)];
  }
}

/**
 * Checks the variables that `promote` (or `activate`) would set in an environment; it uploads nothing.
 *
 * @throws Error that says what to do; nothing has been changed then.
 */
export function preparePromotion({ root, config, args, cwd }: Tool): void {
  const settings = readDeploySettings(config, args, cwd, process.env, 'promote');
  const more = 'add --development-secret.';
  const problems = problemsOfSecret(root, settings, settings.variables ?? {}, more);
  if (problems.length > 0) throw new Error(['Not promoted; nothing was changed.', ...problems].join('\n\n'));
}

/** Builds what a local server will serve; ends the process when that fails, as the tool itself would print a stack. */
export function prepareStart(root: string): void {
  try {
    buildFunctionsSync(root);
  } catch (error) {
    console.error(`Not started.\n\n${messageOf(error)}`);
    process.exit(1);
  }
}
