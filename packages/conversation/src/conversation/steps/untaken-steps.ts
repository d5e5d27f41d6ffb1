import { ConversationError } from '../../errors';

/** A step that the conversation's code has made. */
export type Made = { readonly call: string };

/**
 * The steps that were made since the conversation's code was last resumed and that no `yield*` has taken. Collected only
 * while that code runs, which is synchronous, so conversations that run at the same time do not share them.
 */
let untaken: Made[] | undefined;

/** Notes that a step was made. */
export function noteStep(step: Made): void {
  untaken?.push(step);
}

/** Notes that a step was taken. */
export function noteTaken(step: Made): void {
  if (untaken === undefined) return;
  const index = untaken.lastIndexOf(step);
  // Nearly always it is the last one, which `pop` removes without making a list of what it has removed.
  if (index === untaken.length - 1) untaken.pop();
  else if (index !== -1) untaken.splice(index, 1);
}

/**
 * Runs the conversation's code until it yields or ends.
 * @param made - an empty list, which it is again afterwards, unless this throws: the code is run for each stored answer.
 * @throws {ConversationError} `step-not-taken` when that made a step without `yield*`.
 */
export function withoutUntakenSteps<Value, Result>(
  made: Made[],
  run: (value: Value) => Result,
  value: Value,
): Result {
  const before = untaken;
  untaken = made;
  try {
    const result = run(value);
    if (made[0] !== undefined) throw notTaken(made[0].call);
    return result;
  } finally {
    untaken = before;
  }
}

/** The error for a step without `yield*`. */
export const notTaken = (call: string): ConversationError =>
  new ConversationError(
    'step-not-taken',
    `A step was made and not taken: are you missing a \`yield*\`? Write: yield* ${call}, just where it is needed.`,
  );
