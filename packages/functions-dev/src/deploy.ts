import { setTimeout } from 'node:timers/promises';
import { messageOf } from 'functions-runtime';
import { buildElsewhere } from '../toolkit.cjs';
import { keepMapsOfDeploy } from './build-functions';
import type { CheckVariables } from './check-deploy';
import type { DeployTools } from './deploy/run-deploy';
import { prepareDeploy } from './prepare';

/** What a deploy gets from outside; each has a default. */
export type DeployOptions = Partial<DeployTools> & {
  /** The project's own check of the variables that will be uploaded. */
  readonly checkVariables?: CheckVariables;
};

/**
 * Checks the settings, builds, and deploys as `twilio-run deploy` does, with its flags; but it retries what may pass, and
 * says of each failure what to do. Prints the result on standard output, all else on standard error.
 *
 * @param root - the project's folder.
 * @returns the exit code.
 */
export async function deploy(
  root: string,
  args: readonly string[],
  { checkVariables = () => [], pause = wait, note = console.error, ...tools }: DeployOptions = {},
): Promise<number> {
  // twilio-run takes long to load, and npm start imports this file too.
  const [{ readFlags }, { runDeploy }, { getConfig }] = await Promise.all([
    import('./deploy/flags'),
    import('./deploy/run-deploy'),
    import('twilio-run/dist/config/utils/configLoader'),
  ]);
  const read = readFlags(args);
  if ('help' in read) {
    console.log(read.help);
    return 0;
  }
  if ('problem' in read) {
    note(`Not deployed; nothing was uploaded.\n\n${read.problem}\nThe flags: npm run deploy -- --help`);
    return 1;
  }
  try {
    // Here, and not by the config, which may be another one (--config) that does not.
    buildElsewhere();
    const config = readConfig(() => getConfig(root, read.flags.config));
    prepareDeploy({ root, config, args, cwd: root }, checkVariables, 'after');
  } catch (error) {
    note(messageOf(error));
    return 1;
  }
  const code = await runDeploy(root, args, read.flags, { pause, note, ...tools });
  if (code === 0) keepMapsOfDeploy(root);
  return code;
}

function readConfig<Config>(read: () => Config): Config {
  try {
    return read();
  } catch (error) {
    const why = `The toolkit's config (.twilioserverlessrc.js, or the file of --config) cannot be read: ${messageOf(error)}`;
    throw new Error(`Not deployed; nothing was uploaded.\n\n${why}`, { cause: error });
  }
}

const wait: DeployTools['pause'] = (ms, signal) => setTimeout(ms, undefined, { signal });
