import { spawn } from 'node:child_process';
import { access } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
// twilio-run's own reader of .env, so that what is checked here is what it uploads.
import { readLocalEnvFile } from 'twilio-run/dist/config/utils/env';
import { buildFunctions } from './build-functions';
import { type CheckVariables, problemsOfDeploy, type DeploySettings } from './check-deploy';
import { twilioRunBin } from './twilio-run';

/**
 * Checks the settings, builds, and runs `twilio-run deploy` with the same arguments.
 *
 * @param root - the project's folder.
 * @param checkVariables - the project's own check of the variables that will be uploaded.
 * @returns the exit code.
 */
export async function deploy(
  root: string,
  args: string[],
  checkVariables: CheckVariables = () => [],
): Promise<number> {
  if (args.includes('--help')) return twilioRunDeploy(root, args);
  const problems = namesFolder(args)
    ? ['--cwd names another project, which would not be checked. Run npm run deploy in that one.']
    : problemsOfDeploy(await readSettings(root, args), checkVariables);
  if (problems.length > 0) {
    console.error(['Not deployed; nothing was uploaded.', ...problems].join('\n\n'));
    return 1;
  }
  for (const file of await buildFunctions(root)) console.log(`dist/functions/${file}`);
  return twilioRunDeploy(root, args);
}

const namesFolder = (args: readonly string[]): boolean => args.some((one) => /^--cwd(?:=|$)/.test(one));

function twilioRunDeploy(root: string, args: string[]): Promise<number> {
  const child = spawn(process.execPath, [twilioRunBin(root), 'deploy', ...args], {
    cwd: root,
    stdio: 'inherit',
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject).once('exit', (code) => {
      resolve(code ?? 1);
    });
  });
}

/** The settings that `twilio-run deploy` will read from these arguments and from the file that they name. */
async function readSettings(root: string, args: string[]): Promise<DeploySettings> {
  const { values } = parseArgs({
    args,
    strict: false,
    options: {
      env: { type: 'string' },
      username: { type: 'string', short: 'u' },
      password: { type: 'string' },
      'load-system-env': { type: 'boolean' },
    },
  });
  const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
  const file = text(values.env) ?? '.env';
  const found = await access(resolve(root, file)).then(
    () => true,
    () => false,
  );
  const loadSystemEnv = values['load-system-env'] === true && values.env !== undefined;
  const credentials = { username: text(values.username), password: text(values.password) };
  if (!found) return { file, variables: undefined, ...credentials };
  const { localEnv } = await readLocalEnvFile({ cwd: root, env: file, loadSystemEnv });
  return { file, variables: localEnv, ...credentials };
}
