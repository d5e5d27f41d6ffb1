import { ConversationError } from '../errors';

/**
 * The steps that were created since the conversation's code was last resumed and that no `yield*` has taken. Set only
 * while that code runs, which is synchronous, so conversations that run at the same time do not share it.
 */
let created: Set<{ readonly call: string }> | undefined;

/**
 * Records that a step was created.
 * @param call - the call that created it, such as `ask("day", ...)`.
 * @returns a function that marks the step as taken.
 */
export function noteStep(call: string): () => void {
  const note = { call };
  const within = created;
  within?.add(note);
  return () => void within?.delete(note);
}

/**
 * Runs the conversation's code until it yields or ends.
 * @throws {ConversationError} `step-not-taken` when that created a step without `yield*`.
 */
export function withoutUntakenSteps<Result>(run: () => Result): Result {
  const before = created;
  const steps = (created = new Set());
  try {
    const result = run();
    for (const { call } of steps) throw notTaken(call);
    return result;
  } finally {
    created = before;
  }
}

/** The error for a step without `yield*`. */
export const notTaken = (call: string): ConversationError =>
  new ConversationError(
    'step-not-taken',
    `A step was made and not taken: are you missing a \`yield*\`? Write: yield* ${call}, just where it is needed.`,
  );
