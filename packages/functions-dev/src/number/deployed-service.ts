import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Twilio } from 'twilio';
import type { DeployedFunction } from '../deployed-functions';
import { allPages } from './all-pages';
import { ApiFailure, ask } from './api';
import { readEnvironment, readFunctions } from './deployed-resources';
import { sidOf } from './resource';

/** What is live in one environment of the project's service, as Twilio has it. */
export type Deployed = {
  readonly domain: string;
  readonly functions: readonly DeployedFunction[];
};

export type Which = {
  readonly root: string;
  readonly accountSid: string;
  /** The domain suffix of the environment, or its SID; the empty text is production. */
  readonly environment: string;
};

/**
 * Finds what is deployed: the service of `.twiliodeployinfo`, else the one with the name in package.json. A
 * `serviceName` in the toolkit's config counts only by way of `.twiliodeployinfo`.
 *
 * @throws Error that says how to deploy, when there is nothing; ApiFailure.
 */
export async function findDeployed(client: Twilio, which: Which): Promise<Deployed> {
  const serviceSid = await findService(client, which);
  const service = client.serverless.v1.services(serviceSid);
  const environments = await allPages(
    'looking for the environment',
    () => service.environments.page(),
    readEnvironment,
  );
  const found = environments.filter(
    ({ sid, suffix }) => sid === which.environment || suffix === which.environment,
  );
  // There were services with two of one suffix; a deploy takes the one that it has named itself.
  const environment = found.find(({ uniqueName }) => uniqueName === nameOf(which.environment)) ?? found[0];
  if (environment === undefined) {
    throw new Error(
      noEnvironment(
        which.environment,
        environments.map(({ suffix }) => suffix),
      ),
    );
  }
  const { buildSid, domain } = environment;
  if (buildSid === undefined) {
    throw new Error(`Nothing is live at ${domain}. Deploy first: npm run deploy${flag(which.environment)}`);
  }
  const functions = await ask('reading what is deployed', async () =>
    readFunctions((await service.builds(buildSid).fetch()).functionVersions),
  );
  return { domain, functions };
}

const nameOf = (suffix: string): string => (suffix === '' ? 'production' : `${suffix}-environment`);

async function findService(client: Twilio, { root, accountSid }: Which): Promise<string> {
  const { services } = client.serverless.v1;
  // Only now: it takes the better part of a second to load.
  const { getFunctionServiceSid } = await import('twilio-run/dist/serverless-api/utils.js');
  // Not as 'deploy' or 'promote': the config builds, or checks, when it is asked for their settings.
  const noted = await getFunctionServiceSid(root, '', 'list', accountSid);
  if (noted !== undefined) {
    const known = await ask('looking for the service', async () =>
      sidOf((await services(noted).fetch()).sid),
    ).catch(ifNotFound);
    if (known !== undefined) return known;
  }
  const { name = '' } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { name?: string };
  const all = await allPages(
    'looking for the service',
    () => services.page({ pageSize: 100 }),
    ({ sid, uniqueName }) => ({ sid: sidOf(sid), uniqueName }),
  );
  const named = all.find(({ uniqueName }) => uniqueName === name);
  if (named !== undefined) return named.sid;
  const stale =
    noted === undefined
      ? ''
      : ` .twiliodeployinfo names ${noted}, which does not exist any more: delete that file first.`;
  throw new Error(
    `Nothing is deployed: the account ${accountSid} has no service "${name}". Run npm run deploy.${stale}`,
  );
}

function ifNotFound(error: unknown): undefined {
  if (error instanceof ApiFailure && error.status === 404) return undefined;
  throw error;
}

const flag = (environment: string): string => {
  if (environment === '') return ' -- --production';
  return environment === 'dev' ? '' : ` -- --environment ${environment}`;
};

function noEnvironment(wanted: string, suffixes: readonly string[]): string {
  const missing = wanted === '' ? 'no production environment' : `no environment "${wanted}"`;
  const names = suffixes.map((suffix) => (suffix === '' ? 'production (--production)' : suffix));
  return names.length === 0
    ? `The service has ${missing}. Deploy first: npm run deploy${flag(wanted)}`
    : `The service has ${missing}. It has ${names.join(', ')}; name one with --environment.`;
}
