import { useState } from 'preact/hooks';
import { ApiError, inWords } from '../state/api';

/** What came of the last attempt to do something. */
export type Attempt = {
  readonly busy: boolean;
  /** In words; `null` when all went well. */
  readonly error: string | null;
  /** The part of the request that the error is about. */
  readonly field: string | null;
  /** Tries; `onDone` is called when it went well. */
  readonly run: <Answer>(attempt: () => Promise<Answer>, onDone?: (answer: Answer) => void) => void;
  readonly clear: () => void;
};

const IDLE = { busy: false, error: null, field: null };

/** Does something with the emulator, and keeps the words of its refusal for the place where it arose. */
export function useAttempt(): Attempt {
  const [state, setState] = useState<Pick<Attempt, 'busy' | 'error' | 'field'>>(IDLE);
  return {
    ...state,
    run(attempt, onDone) {
      setState({ ...IDLE, busy: true });
      attempt().then(
        (answer) => {
          setState(IDLE);
          onDone?.(answer);
        },
        (error: unknown) => {
          setState({
            busy: false,
            error: inWords(error),
            field: error instanceof ApiError ? error.field : null,
          });
        },
      );
    },
    clear() {
      setState(IDLE);
    },
  };
}
