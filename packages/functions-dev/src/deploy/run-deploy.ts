import { relative } from 'node:path';
import type { DeployResult, GotClient } from '@twilio-labs/serverless-api';
import { checkForValidRuntimeHandlerVersion } from 'twilio-run/dist/checks/check-runtime-handler';
import { cliInfo } from 'twilio-run/dist/commands/deploy';
import { type DeployLocalProjectConfig, getConfigFromFlags } from 'twilio-run/dist/config/deploy';
import { readSpecializedConfig } from 'twilio-run/dist/config/global';
import { mergeFlagsAndConfig } from 'twilio-run/dist/config/utils/mergeFlagsAndConfig';
import { printConfigInfo, printDeployedResources } from 'twilio-run/dist/printers/deploy';
import { setLogLevelByName } from 'twilio-run/dist/utils/logger';
import { type Changed, DeployFailure, failureText } from './deploy-failure';
import { rememberedServices, rememberService } from './deploy-info';
import { deployToService, filesOf } from './deploy-to-service';
import { explainRequest } from './explain-request';
import { findService, type Wanted } from './find-service';
import type { Flags } from './flags';
import { deployCommand, promoteCommand } from './next-command';
import { nextSteps } from '../next-steps';
import { RequestFailure } from './request-failure';
import { type Pause, serverlessClient } from './serverless-client';

export type DeployTools = {
  /** Waits between tries, and between questions about the build. */
  readonly pause: Pause;
  /** Takes what is going on, and why a deploy failed: not the result, which may be asked for as JSON. */
  readonly note: (line: string) => void;
  /** Changes the HTTP client: a test leads it to its own server. */
  readonly connect?: ((got: GotClient) => GotClient) | undefined;
};

/**
 * Deploys what is built, with the parts of `twilio-run deploy`: its settings, its uploads, its output.
 *
 * @param root - the project's folder.
 * @param args - those that `flags` were read from.
 * @returns the exit code.
 */
export async function runDeploy(
  root: string,
  args: readonly string[],
  flags: Flags,
  tools: DeployTools,
): Promise<number> {
  const { note } = tools;
  let config: DeployLocalProjectConfig | undefined;
  let changed: Changed = 'nothing';
  const changing = (now: Changed) => {
    changed = now;
  };
  try {
    setLogLevelByName(flags.logLevel);
    config = await getConfigFromFlags({ ...flags, cwd: root });
    // It prints what is wrong.
    if (!checkForValidRuntimeHandlerVersion(config.pkgJson)) throw invalidRuntimeHandler(args);
    // The toolkit would print the beginning of the password.
    printConfigInfo({ ...config, password: '****' }, config.outputFormat);
    const result = await deployWith(config, { root, args, flags, changing, ...tools });
    printDeployedResources({ ...config, serviceName: result.serviceName }, result, config.outputFormat);
    note(`\n${whatIsLeft(result, config)}`);
    return 0;
  } catch (error) {
    const failure = explained(error, { root, args, flags, config });
    note(`\n${failureText(failure, stateAfter(error, changed))}`);
    return 1;
  }
}

const invalidRuntimeHandler = (args: readonly string[]) =>
  new DeployFailure(
    '@twilio/runtime-handler in package.json is not an exact version, as above.',
    `When it is one that Twilio has (2.0.1):\n  ${deployCommand(args)}`,
  );

const whatIsLeft = (
  { domain, functionResources }: DeployResult,
  { functionsEnv, envPath, cwd }: DeployLocalProjectConfig,
): string =>
  nextSteps({
    domain,
    functions: functionResources.map(({ path, access }) => ({ path, access })),
    environment: functionsEnv,
    file: relative(cwd, envPath),
  });

type Deploying = DeployTools & {
  readonly root: string;
  readonly args: readonly string[];
  readonly flags: Flags;
  readonly changing: (changed: Changed) => void;
};

async function deployWith(config: DeployLocalProjectConfig, deploying: Deploying): Promise<DeployResult> {
  const { root, args, flags, changing, pause, note, connect } = deploying;
  const client = serverlessClient(config, { pause, note, connect });
  const info = { root, region: config.region };
  const wanted = wantedService(config, deploying);
  // Before any request: npm start may build again meanwhile.
  const files = await filesOf(config);
  try {
    const found = await findService(client, wanted, note);
    // The toolkit looks for the username when that is an account's.
    const account = config.username.startsWith('AC') ? config.username : found.account;
    const service = { account, service: found.sid };
    // One that a flag names is that of later deploys only when this one succeeds.
    if (wanted.named === undefined) await rememberService(info, service);
    const result = await deployToService(client, found, files, config, {
      pause,
      note,
      changing,
      again: deployCommand(args),
      promote: (sid, build) => promoteCommand(flags, { service: sid, build, suffix: config.functionsEnv }),
    });
    await rememberService(info, { ...service, build: result.buildSid });
    return result;
  } catch (error) {
    if (error instanceof DeployFailure) throw error;
    // The toolkit's functions replace some errors by one without a cause.
    throw client.failed() ?? error;
  }
}

function wantedService(config: DeployLocalProjectConfig, { root, args, flags }: Deploying): Wanted {
  const all = rememberedServices({ root, region: config.region });
  const { serviceSid } = config;
  const isRemembered = serviceSid !== undefined && all.includes(serviceSid) && flags.serviceSid === undefined;
  // An API key does not name its account, so any of them may be the one.
  const ofAccount = config.username.startsWith('AC') ? [] : all;
  return {
    named: isRemembered ? undefined : serviceSid,
    remembered: isRemembered ? [serviceSid] : ofAccount,
    uniqueName: () => (config.serviceName === '' ? uniqueNameOf(config, flags) : config.serviceName),
    override: config.overrideExistingService === true || config.force === true,
    overrideCommand: deployCommand(args, '--override-existing-project'),
    renameCommand: deployCommand(args, '--service-name', 'another-name'),
  };
}

/** The name that the toolkit leaves out when it knows a SID. */
function uniqueNameOf(
  { cwd, pkgJson, username, functionsEnv, region }: DeployLocalProjectConfig,
  flags: Flags,
) {
  const scope = { username, environmentSuffix: functionsEnv, ...(region !== undefined && { region }) };
  const settings = readSpecializedConfig(cwd, flags.config, 'deploy', scope);
  const { serviceName } = mergeFlagsAndConfig(settings, flags, cliInfo) as { serviceName?: string };
  return serviceName ?? String(pkgJson.name);
}

function explained(
  error: unknown,
  at: {
    readonly root: string;
    readonly args: readonly string[];
    readonly flags: Flags;
    readonly config: DeployLocalProjectConfig | undefined;
  },
): DeployFailure {
  const again = deployCommand(at.args);
  if (error instanceof DeployFailure) return error;
  if (error instanceof RequestFailure) {
    return explainRequest(error, { again, credentials: sourcesOf(at) });
  }
  return new DeployFailure(error instanceof Error ? error.message : String(error), `Then:\n  ${again}`);
}

/** Where the credentials come from. */
function sourcesOf({
  root,
  flags,
  config,
}: {
  root: string;
  flags: Flags;
  config: DeployLocalProjectConfig | undefined;
}) {
  const file = relative(root, config?.envPath ?? '.env');
  const place = flags.loadSystemEnv ? `${file} or the environment` : file;
  const username = flags.username === undefined ? `ACCOUNT_SID in ${place}` : '--username';
  const password = flags.password === undefined ? `AUTH_TOKEN in ${place}` : '--password';
  return `${username}, ${password}`;
}

/** A clear refusal of the last request, to make the build live, has changed nothing. */
function stateAfter(error: unknown, changed: Changed): Changed {
  if (changed !== 'unknown' || !(error instanceof RequestFailure)) return changed;
  const { request, trouble, tries } = error;
  // Not a question whether it is live, after an answer that did not arrive.
  const isRefused =
    request.startsWith('POST ') && trouble.kind === 'status' && trouble.status < 500 && tries === 1;
  return isRefused ? 'variables' : 'unknown';
}
