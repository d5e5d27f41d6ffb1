import { api, type DeployResult, fsHelpers } from '@twilio-labs/serverless-api';
import type { DeployLocalProjectConfig } from 'twilio-run/dist/config/deploy';
import type { Changed } from './deploy-failure';
import type { Found } from './find-service';
import type { Pause, ServerlessClient } from './serverless-client';
import { waitForBuild } from './wait-for-build';

export type Steps = {
  readonly pause: Pause;
  /** Is told what is done now. */
  readonly note: (line: string) => void;
  /** Is told what has been changed so far, before the change. */
  readonly changing: (changed: Changed) => void;
  /** The command that makes a build live, and the one that deploys again. */
  readonly promote: (service: string, build: string) => string;
  readonly again: string;
};

/**
 * Uploads the files, builds, sets the variables and makes the build live: the steps of the toolkit's own `deployProject`,
 * with its functions. That one cannot be used because it never ends when a question about the build fails.
 *
 * @throws RequestFailure, or DeployFailure when the build fails or takes too long.
 */
export async function deployToService(
  client: ServerlessClient,
  { sid: serviceSid, uniqueName: serviceName }: Found,
  files: Files,
  config: DeployLocalProjectConfig,
  { pause, note, changing, promote, again }: Steps,
): Promise<DeployResult> {
  const { toolkit } = client;
  note(`Configuring the environment ${config.functionsEnv === '' ? 'of production' : config.functionsEnv}`);
  changing('not-live');
  const environment = await api.createEnvironmentIfNotExists(config.functionsEnv, serviceSid, toolkit);

  note(`Uploading ${files.functions.length} Functions and ${files.assets.length} Assets`);
  const functionResources = await api.getOrCreateFunctionResources(files.functions, serviceSid, toolkit);
  const functionVersions = await Promise.all(
    functionResources.map((one) => api.uploadFunction(one, serviceSid, toolkit, config)),
  );
  const assetResources = await api.getOrCreateAssetResources(files.assets, serviceSid, toolkit);
  const assetVersions = await Promise.all(
    assetResources.map((one) => api.uploadAsset(one, serviceSid, toolkit, config)),
  );

  note('Building');
  const dependencies = api.getDependencies(config.pkgJson);
  const { runtime } = config;
  const build = await api.triggerBuild(
    { functionVersions, assetVersions, dependencies, ...(runtime !== undefined && { runtime }) },
    serviceSid,
    toolkit,
  );
  const commands = { promote: promote(serviceSid, build.sid), again };
  await waitForBuild(client, { service: serviceSid, build: build.sid, ...commands }, pause);

  note('Setting the variables');
  changing('variables');
  await api.setEnvironmentVariables(config.env, environment.sid, serviceSid, toolkit);

  note('Making the build live');
  changing('unknown');
  await api.activateBuild(build.sid, environment.sid, serviceSid, toolkit);

  return {
    serviceSid,
    serviceName,
    environmentSid: environment.sid,
    buildSid: build.sid,
    domain: environment.domain_name,
    functionResources,
    assetResources,
    runtime: build.runtime,
  };
}

/** What is uploaded. */
export type Files = Awaited<ReturnType<typeof filesOf>>;

/** The toolkit's reading of the two folders. A deploy without Functions has been refused before. */
export async function filesOf({
  cwd,
  functionsFolderName,
  assetsFolderName,
  noAssets,
}: DeployLocalProjectConfig) {
  const { functions, assets } = await fsHelpers.getListOfFunctionsAndAssets(cwd, {
    ...(functionsFolderName !== undefined && { functionsFolderNames: [functionsFolderName] }),
    ...(assetsFolderName !== undefined && { assetsFolderNames: [assetsFolderName] }),
  });
  return { functions, assets: noAssets === true ? [] : assets };
}
