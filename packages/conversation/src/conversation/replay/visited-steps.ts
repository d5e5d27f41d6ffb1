import { ConversationError } from '../../errors';
import { fingerprint, type Progress } from './progress';

/** The steps that one replay has visited. Keeps the texts that were said between them up to date in the progress. */
export type VisitedSteps = {
  /** The name of the step that was visited last. */
  readonly last: () => string | undefined;
  /**
   * Visits the step of this name.
   * @throws {ConversationError} `step-name` or `step-twice`.
   */
  readonly visit: (name: string) => void;
  /** Visits a `say`. Returns whether this text must be sent: it was not sent before after the same step. */
  readonly visitSay: (text: string) => boolean;
};

/** The visited steps of a replay that begins. */
export function visitedSteps({ said }: Progress): VisitedSteps {
  const names = new Set<string>();
  let last: string | undefined;
  let fingerprints: string[] = [];

  /** Replaces what is stored as said after the last step by what this replay found there, so that it cannot grow. */
  function storeSaid(): void {
    if (fingerprints.length > 0) said.set(last ?? '', fingerprints);
    else said.delete(last ?? '');
    fingerprints = [];
  }
  return {
    last: () => last,
    visit(name) {
      storeSaid();
      last = name;
      if (name.trim() === '') throw new ConversationError('step-name', 'A step has no name. Give it one.');
      if (names.has(name)) {
        throw new ConversationError(
          'step-twice',
          `Two steps are named "${name}". Name each differently; to ask a question again, forget() its answer.`,
        );
      }
      names.add(name);
    },
    visitSay(text) {
      const saying = fingerprint(text);
      fingerprints.push(saying);
      return !said.get(last ?? '')?.includes(saying);
    },
  };
}
