import { api } from '@twilio-labs/serverless-api';
import { DEPLOY_INFO } from './deploy-info';
import { DeployFailure } from './deploy-failure';
import { RequestFailure } from './request-failure';
import type { ApiResource, ServerlessClient } from './serverless-client';

/** Which service is meant. */
export type Wanted = {
  /** The one that a flag or the toolkit's config names. */
  readonly named: string | undefined;
  /** Those that this clone has deployed to; those of other accounts are not found. */
  readonly remembered: readonly string[];
  /** Its unique name, from package.json or a flag. */
  readonly uniqueName: () => string;
  /** Whether a service of that name may be deployed to, whoever made it. */
  readonly override: boolean;
  /** The command that says so, and the one that deploys to a service with another name. */
  readonly overrideCommand: string;
  readonly renameCommand: string;
};

/** A service that can be deployed to. */
export type Found = {
  readonly sid: string;
  readonly uniqueName: string;
  /** The account that it is in. */
  readonly account: string;
};

/**
 * Finds the service to deploy to, or makes it. One that this clone does not know is taken when nothing is live in it: it
 * is what a first deploy leaves that failed.
 *
 * @param note - is told what was found out.
 * @throws DeployFailure when the service is not to be touched, RequestFailure when a request fails.
 */
export async function findService(
  client: ServerlessClient,
  wanted: Wanted,
  note: (line: string) => void,
): Promise<Found> {
  if (wanted.named !== undefined) return namedService(client, wanted.named);
  for (const sid of wanted.remembered) {
    const service = await getIfThere(client, sid);
    if (service !== undefined) return foundOf(service);
  }
  const uniqueName = wanted.uniqueName();
  if (wanted.remembered.length > 0) {
    note(
      `${DEPLOY_INFO} names ${wanted.remembered.join(', ')}, which is not in this account (any more). ` +
        `Looking for a service "${uniqueName}".`,
    );
  }
  const existing = await byName(client, uniqueName);
  if (existing === undefined) return createService(client, uniqueName, wanted);
  if (!wanted.override && (await servesSomething(client, existing.sid))) throw taken(existing, wanted);
  note(`Deploying to the service "${uniqueName}" (${existing.sid}), which exists.`);
  return foundOf(existing);
}

async function namedService(client: ServerlessClient, sid: string): Promise<Found> {
  const service = await getIfThere(client, sid);
  if (service !== undefined) return foundOf(service);
  throw new DeployFailure(
    `There is no service ${sid} in this account. It was named by --service-sid, or by serviceSid in the toolkit's config.`,
    'Correct it there; the services of the account:\n  npx twilio-run list services',
    'nothing',
  );
}

async function createService(client: ServerlessClient, uniqueName: string, wanted: Wanted): Promise<Found> {
  try {
    return foundOf(await client.get(`Services/${await api.createService(uniqueName, client.toolkit)}`));
  } catch (error) {
    const { trouble } = error instanceof RequestFailure ? error : { trouble: undefined };
    if (trouble?.kind !== 'status' || trouble.status !== 409) throw error;
    // Another deploy has made it since the list was read.
    const existing = await byName(client, uniqueName);
    if (existing === undefined) throw error;
    throw taken(existing, wanted);
  }
}

const taken = ({ sid, unique_name }: ApiResource, { overrideCommand, renameCommand }: Wanted) =>
  new DeployFailure(
    `A service "${String(unique_name)}" (${sid}) is in this account already, and this clone has not deployed to it: ` +
      `${DEPLOY_INFO} does not name it.`,
    `If it is this project's, deployed from another clone:\n  ${overrideCommand}\n` +
      `If it is not, give this one another name:\n  ${renameCommand}`,
    'nothing',
  );

const byName = async (client: ServerlessClient, uniqueName: string) =>
  (await client.list('Services')).find(({ unique_name }) => unique_name === uniqueName);

async function servesSomething(client: ServerlessClient, service: string): Promise<boolean> {
  const environments = await client.list(`Services/${service}/Environments`);
  return environments.some(({ build_sid }) => typeof build_sid === 'string' && build_sid !== '');
}

async function getIfThere(client: ServerlessClient, service: string): Promise<ApiResource | undefined> {
  try {
    return await client.get(`Services/${service}`);
  } catch (error) {
    if (error instanceof RequestFailure && error.trouble.kind === 'status' && error.trouble.status === 404)
      return undefined;
    throw error;
  }
}

const foundOf = ({ sid, unique_name, account_sid }: ApiResource): Found => ({
  sid,
  uniqueName: String(unique_name),
  account: String(account_sid),
});
