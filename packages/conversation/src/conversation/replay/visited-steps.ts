import { ConversationError } from '../../errors';
import { mark, type Memory } from './progress';

/** The steps that one walk has reached, and what it finds said between them. */
export type Path = {
  /** The name of the step that was reached last. */
  readonly last: () => string | undefined;
  /**
   * Reaches the step of this name.
   * @throws {ConversationError} `step-name` or `step-twice`.
   */
  readonly reach: (name: string) => void;
  /** Reaches something to say; whether it is said for the first time. */
  readonly reachSaying: (text: string) => boolean;
};

/** The path of a new walk, at the top. */
export function path({ said }: Memory): Path {
  const names = new Set<string>();
  let last: string | undefined;
  let marks: string[] = [];

  /** What is known to be said after the last step is now what was found there: so it stays as short as the code. */
  function leave(): void {
    if (marks.length > 0) said.set(last ?? '', marks);
    else said.delete(last ?? '');
    marks = [];
  }
  return {
    last: () => last,
    reach(name) {
      leave();
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
    reachSaying(text) {
      marks.push(mark(text));
      return !said.get(last ?? '')?.includes(mark(text));
    },
  };
}
