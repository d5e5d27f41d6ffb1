import type { Request } from '../request';
import { noteStep, noteTaken, notTaken } from './untaken-steps';

/** A part of a conversation, as a generator function of its own returns it; `yield*` gives its value. */
export type Steps<Value, Yielded extends Request = Request> = Generator<Yielded, Value, unknown>;

/** One step of a conversation. `yield*` takes it and gives its value; any other use throws, with advice. */
export type Step<Value, Yielded extends Request = Request> = {
  readonly [Symbol.iterator]: () => Steps<Value, Yielded>;
};

/** A step as the code makes it. Anything but `yield*` throws, and so does not taking it. */
abstract class MadeStep {
  abstract readonly call: string;

  constructor() {
    noteStep(this);
  }

  /** `${ask(...)}`, ask(...) > 8 */
  [Symbol.toPrimitive](): never {
    throw notTaken(this.call);
  }

  toJSON(): never {
    throw notTaken(this.call);
  }
}

class CodeStep<Value, Yielded extends Request> extends MadeStep implements Step<Value, Yielded> {
  constructor(
    override readonly call: string,
    private readonly steps: () => Steps<Value, Yielded>,
  ) {
    super();
  }

  [Symbol.iterator](): Steps<Value, Yielded> {
    noteTaken(this);
    return this.steps();
  }
}

/** Its own iterator, because each message walks over all steps anew. */
class RequestStep<Value, Yielded extends Request> extends MadeStep implements Step<Value, Yielded> {
  #isYielded = false;

  constructor(
    private readonly word: string,
    private readonly request: Yielded,
  ) {
    super();
  }

  override get call(): string {
    return 'name' in this.request ? `${this.word}("${this.request.name}", ...)` : `${this.word}(...)`;
  }

  [Symbol.iterator](): Steps<Value, Yielded> {
    noteTaken(this);
    this.#isYielded = false;
    return this as unknown as Steps<Value, Yielded>; // all of it that `yield*` calls
  }

  next(value: unknown): IteratorResult<Yielded, Value> {
    if (this.#isYielded) return { done: true, value: value as Value };
    this.#isYielded = true;
    return { done: false, value: this.request };
  }

  throw(error: unknown): never {
    throw error;
  }
}

/** Makes a step of code that yields requests. */
export const step = <Value, Yielded extends Request>(
  call: string,
  steps: () => Steps<Value, Yielded>,
): Step<Value, Yielded> => new CodeStep(call, steps);

/**
 * A step that yields one request, and gives what the replay resumes it with.
 * @param word - the function that makes it, such as `ask`.
 */
export const requestStep = <Value, Yielded extends Request>(
  word: string,
  request: Yielded,
): Step<Value, Yielded> => new RequestStep(word, request);
