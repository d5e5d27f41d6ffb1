import type { StartTimer } from 'functions-runtime';

/** Resolves after so many milliseconds of this machine's time, or at once when all stops. */
export async function waitFor(
  ms: number,
  { startTimer, stopping }: { readonly startTimer: StartTimer; readonly stopping: AbortSignal },
): Promise<void> {
  if (stopping.aborted) return;
  let resolve: () => void = () => undefined;
  const ended = new Promise<void>((settle) => (resolve = settle));
  const cancel = startTimer(resolve, ms);
  stopping.addEventListener('abort', resolve);
  await ended;
  cancel();
  stopping.removeEventListener('abort', resolve);
}
