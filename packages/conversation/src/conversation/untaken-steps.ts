import { ConversationError } from '../errors';

/**
 * The steps that were made since the conversation's code was last given control, and are not taken. Only set while
 * that code runs, which is synchronous: so conversations that run at the same time do not see each other's.
 */
let made: Set<{ readonly call: string }> | undefined;

/**
 * Remembers that a step was made, until the returned function is called.
 * @param call - what made it, such as `ask("day", ...)`.
 */
export function noteStep(call: string): () => void {
  const note = { call };
  const within = made;
  within?.add(note);
  return () => void within?.delete(note);
}

/**
 * Gives control to the conversation's code.
 * @throws {ConversationError} `step-not-taken` when it made a step and left it, as it does without `yield*`.
 */
export function withoutUntakenSteps<Result>(run: () => Result): Result {
  const before = made;
  const steps = (made = new Set());
  try {
    const result = run();
    for (const { call } of steps) throw notTaken(call);
    return result;
  } finally {
    made = before;
  }
}

/** The error for a step that was used as if it were its own value. */
export const notTaken = (call: string): ConversationError =>
  new ConversationError(
    'step-not-taken',
    `A step was made and not taken: are you missing a \`yield*\`? Write: yield* ${call}, just where it is needed.`,
  );
