import { isPromise } from './promise';

/** What a task gives; rejects with the reason when the signal aborts first, or has aborted before. */
export async function untilAborted(signal: AbortSignal, task: () => unknown): Promise<unknown> {
  signal.throwIfAborted();
  return await orAborted(signal, task());
}

/** A result; rejects with the reason when the signal aborts while it is awaited, not when it has aborted before. */
export function orAborted<Result>(
  signal: AbortSignal,
  result: Result | Promise<Result>,
): Result | Promise<Result> {
  if (!isPromise(result)) return result;
  return new Promise((resolve, reject) => {
    const abort = () => {
      reject(signal.reason as Error);
    };
    const settle =
      <Value>(done: (value: Value) => void) =>
      (value: Value) => {
        signal.removeEventListener('abort', abort);
        done(value);
      };
    signal.addEventListener('abort', abort);
    Promise.resolve(result).then(settle(resolve), settle(reject)); // its own `then` may return nothing
  });
}
