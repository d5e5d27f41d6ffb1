import { ConversationError } from '../../errors';

/** A step that the conversation's code has made. */
type Made = { readonly call: string };

/**
 * The steps that were made since the conversation's code was last resumed and that no `yield*` has taken. Collected only
 * while that code runs, which is synchronous, so conversations that run at the same time do not share them. Most of the time
 * there is one, which has no need of a Set.
 */
let isRunning = false;
let one: Made | undefined;
let others: Set<Made> | undefined;

/** Notes that a step was made. */
export function noteStep(step: Made): void {
  if (!isRunning) return;
  if (one === undefined) one = step;
  else (others ??= new Set()).add(step);
}

/** Notes that a step was taken. */
export function noteTaken(step: Made): void {
  if (one === step) one = undefined;
  else others?.delete(step);
}

const notTakenYet = (): Made[] => [...(one === undefined ? [] : [one]), ...(others ?? [])];

/**
 * Runs the conversation's code until it yields or ends.
 * @throws {ConversationError} `step-not-taken` when that made a step without `yield*`.
 */
export function withoutUntakenSteps<Result>(run: () => Result): Result {
  const before = { isRunning, one, others };
  [isRunning, one, others] = [true, undefined, undefined];
  try {
    const result = run();
    for (const { call } of notTakenYet()) throw notTaken(call);
    return result;
  } finally {
    ({ isRunning, one, others } = before);
  }
}

/** The error for a step without `yield*`. */
export const notTaken = (call: string): ConversationError =>
  new ConversationError(
    'step-not-taken',
    `A step was made and not taken: are you missing a \`yield*\`? Write: yield* ${call}, just where it is needed.`,
  );
