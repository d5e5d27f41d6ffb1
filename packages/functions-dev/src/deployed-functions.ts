/** A Function of a build, as the Serverless API and the toolkit describe it. */
export type DeployedFunction = {
  /** Of its URL, as `/sms`. */
  readonly path: string;
  /** `public`, `protected` or `private`: the last one has no URL. */
  readonly access: string;
};

/** The Function that a phone number is most often pointed at. */
export const DEFAULT_PATH = '/sms';

/** The paths that can be a webhook: those of all Functions that are not private, `/sms` first. */
export function webhookPaths(functions: readonly DeployedFunction[]): string[] {
  const paths = functions.filter(({ access }) => access !== 'private').map(({ path }) => path);
  return paths.includes(DEFAULT_PATH)
    ? [DEFAULT_PATH, ...paths.filter((path) => path !== DEFAULT_PATH)]
    : paths;
}
