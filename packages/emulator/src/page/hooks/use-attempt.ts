import { useState } from 'preact/hooks';
import { ApiError, errorText } from '../state/api';

/** An action that can fail, and the outcome of its last run. */
export type Attempt = {
  readonly busy: boolean;
  /** The message; `null` when the run succeeded. */
  readonly error: string | null;
  /** The field of the request that the error is about; `null` for the whole. */
  readonly field: string | null;
  /** Runs the action; calls `onDone` when it succeeds. */
  readonly run: <Answer>(attempt: () => Promise<Answer>, onDone?: (answer: Answer) => void) => void;
  readonly clear: () => void;
};

const IDLE = { busy: false, error: null, field: null };

/** Runs requests to the emulator and keeps the error of the last one, to be shown beside what caused it. */
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
            error: errorText(error),
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
