import { useEffect, useState } from 'preact/hooks';
import { ApiError, errorText } from '../state/api';
import { useStore } from '../state/store';

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

type Outcome = Pick<Attempt, 'busy' | 'error' | 'field'> & { readonly isUnreachable: boolean };

const IDLE: Outcome = { busy: false, error: null, field: null, isUnreachable: false };

/**
 * Runs requests to the emulator and keeps the error of the last one, to be shown beside what caused it. That the emulator could not
 * be reached is no longer true when the page is connected again.
 */
export function useAttempt(): Attempt {
  const [{ busy, error, field }, setState] = useState(IDLE);
  const { connection } = useStore().state;
  useEffect(() => {
    if (connection === 'live') setState((last) => (last.isUnreachable ? IDLE : last));
  }, [connection]);
  return {
    busy,
    error,
    field,
    run(attempt, onDone) {
      setState({ ...IDLE, busy: true });
      attempt().then(
        (answer) => {
          setState(IDLE);
          onDone?.(answer);
        },
        (failure: unknown) => {
          setState({
            busy: false,
            error: errorText(failure),
            field: failure instanceof ApiError ? failure.field : null,
            isUnreachable: failure instanceof ApiError && failure.isUnreachable,
          });
        },
      );
    },
    clear() {
      setState(IDLE);
    },
  };
}
