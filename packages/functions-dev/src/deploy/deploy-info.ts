import { saveLatestDeploymentData } from 'twilio-run/dist/serverless-api/utils';
import { getDeployInfoCache } from 'twilio-run/dist/utils/deployInfoCache';

/** The toolkit's file that names the service of each account and region. */
export const DEPLOY_INFO = '.twiliodeployinfo';

/** What `.twiliodeployinfo` says of the service that is deployed to. */
export type DeployInfo = {
  /** Where it is: the project's folder. */
  readonly root: string;
  /** The toolkit takes `us1` when there is none. */
  readonly region: string | undefined;
};

/** The SID that stands for no build. The toolkit ignores a file without one, and reads it nowhere. */
const NO_BUILD = `ZB${'0'.repeat(32)}`;

/** The services that this clone has deployed to in this region, one for each account. */
export function rememberedServices({ root, region = 'us1' }: DeployInfo): string[] {
  const entries = Object.entries(getDeployInfoCache(root));
  return entries
    .filter(([key]) => key.endsWith(`:${region}`) || (region === 'us1' && !key.includes(':')))
    .map(([, { serviceSid }]) => serviceSid);
}

/**
 * Remembers a service under its account, as the toolkit does, before a build of it succeeds: a deploy that fails then is
 * repeated with the same service. The toolkit itself remembers none that was deployed to with an API key.
 */
export async function rememberService(
  { root, region }: DeployInfo,
  { account, service, build = NO_BUILD }: { account: string; service: string; build?: string },
): Promise<void> {
  const remembered = getDeployInfoCache(root)[`${account}:${region ?? 'us1'}`];
  const latest = build === NO_BUILD && remembered?.serviceSid === service ? remembered.latestBuild : build;
  await saveLatestDeploymentData(root, service, latest, account, region);
}
