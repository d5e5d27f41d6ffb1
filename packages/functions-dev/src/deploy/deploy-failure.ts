/** What a deploy has changed by the time that it fails. */
export type Changed =
  /** Nothing was sent but questions. */
  | 'nothing'
  /** The service has new files and perhaps a new build, which nothing serves. */
  | 'not-live'
  /** The variables of the environment too. */
  | 'variables'
  /** The new build was asked to go live, and no answer came. */
  | 'unknown';

/** A deploy that did not succeed. */
export class DeployFailure extends Error {
  override readonly name = 'DeployFailure';

  /**
   * @param what - what happened, in a sentence or some.
   * @param next - what to do; each line that begins with two spaces is a command.
   * @param changed - when it is known already.
   */
  constructor(
    what: string,
    readonly next: string,
    readonly changed?: Changed,
  ) {
    super(what);
  }
}

const HEADLINES: Readonly<Record<Changed, string>> = {
  nothing: 'Not deployed; nothing was uploaded.',
  'not-live': 'Not deployed; what was live is live, untouched.',
  variables: 'Not deployed; the Functions that were live still are, perhaps with the new variables.',
  unknown: 'Perhaps deployed: the answer to the last request did not arrive.',
};

/** What to print of it. */
export const failureText = ({ message, next, changed }: DeployFailure, otherwise: Changed): string =>
  [HEADLINES[changed ?? otherwise], message, next].join('\n\n');
