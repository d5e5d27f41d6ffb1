import { ConversationError } from '../../errors';
import type { Json } from '../../json';
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
  /** Visits a `say`. Returns whether this message must be sent: it was not sent before after the same step. */
  readonly visitSay: (message: string) => boolean;
  /** Notes the answer of a question, or of `first`. */
  readonly answered: (name: string, answer: Json, isQuestion: boolean) => void;
  /** Notes the result of an effect. */
  readonly done: (name: string, result: Json) => void;
  /** All answers so far, and all results too, as JSON. They are what leads to an effect. */
  readonly inputs: () => { readonly answers: string; readonly all: string };
  /** The answers to questions so far, by name. */
  readonly answers: () => ReadonlyMap<string, Json>;
  /** The steps since the last question that is answered, with it; empty when there is none. */
  readonly sinceLastAnswer: () => readonly string[];
};

/**
 * The visited steps of a replay that begins.
 *
 * @param beginning - under which name to note what is said before the first step.
 */
export function visitedSteps({ said }: Progress, beginning: string): VisitedSteps {
  const names = new Set<string>();
  const answers = new Map<string, Json>();
  const results: [name: string, result: Json][] = [];
  let lastQuestion: string | undefined;
  let last: string | undefined;
  let fingerprints: string[] = [];

  /** Replaces what is stored as said after the last step by what this replay found there, so that it cannot grow. */
  function storeSaid(): void {
    if (fingerprints.length === 0) {
      said.delete(last ?? beginning);
    } else {
      said.set(last ?? beginning, fingerprints);
      fingerprints = [];
    }
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
          `Two steps are named "${name}". Name each differently, by a scope() for instance; to ask a question again, ` +
            'forget() its answer.',
        );
      }
      names.add(name);
    },
    visitSay(message) {
      const saying = fingerprint(message);
      fingerprints.push(saying);
      return !said.get(last ?? beginning)?.includes(saying);
    },
    answered(name, answer, isQuestion) {
      answers.set(name, answer);
      if (isQuestion) lastQuestion = name;
    },
    done: (name, result) => void results.push([name, result]),
    inputs() {
      const given = JSON.stringify([...answers]);
      return { answers: given, all: given + JSON.stringify(results) };
    },
    answers: () => answers,
    sinceLastAnswer() {
      const visited = [...names];
      return lastQuestion === undefined ? [] : visited.slice(visited.indexOf(lastQuestion));
    },
  };
}
