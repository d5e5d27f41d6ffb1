import type { DeployedFunction } from '../deployed-functions';
import { NotTwilio } from './not-twilio';
import { sidOf, textOf } from './resource';

/** An environment of a service of Functions. */
export type Environment = {
  readonly sid: string;
  readonly uniqueName: string;
  /** The empty text is production. */
  readonly suffix: string;
  readonly domain: string;
  /** `undefined` when nothing is live. */
  readonly buildSid: string | undefined;
};

/** A resource as it comes: of whatever type, and the client's types leave `null` out. */
type Resource = Readonly<Record<'sid' | 'uniqueName' | 'domainSuffix' | 'domainName' | 'buildSid', unknown>>;

/** @throws NotTwilio */
export const readEnvironment = ({
  sid,
  uniqueName,
  domainSuffix,
  domainName,
  buildSid,
}: Resource): Environment => ({
  sid: sidOf(sid),
  uniqueName: textOf(uniqueName),
  suffix: textOf(domainSuffix ?? ''),
  domain: textOf(domainName),
  buildSid: buildSid === null ? undefined : sidOf(buildSid),
});

/**
 * Reads the `functionVersions` of a build.
 *
 * @throws NotTwilio, TypeError
 */
export function readFunctions(versions: unknown): DeployedFunction[] {
  if (!Array.isArray(versions)) throw new NotTwilio();
  return versions.map((version) => {
    const { path, visibility } = version as { readonly path?: unknown; readonly visibility?: unknown };
    return { path: textOf(path), access: textOf(visibility) };
  });
}
