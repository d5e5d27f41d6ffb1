import {
  type ConnectionSettings,
  emulatorWaits,
  type RetryReason,
  twilioWaits,
} from './connection-overrides';
import { type HttpOptions, type HttpOutcome, type HttpRequest, type Tried, tryRequest } from './http-request';

/** The outcome of a try, and how long Twilio has waited for it by the emulator's clock, in milliseconds, when that was moved. */
export type Spoiled = Tried & { readonly waitedMs?: number };

/** Puts another outcome in place of that of a try, for a fault on purpose. */
export type Spoil = (tried: Tried, waits: ReturnType<typeof twilioWaits>) => Spoiled;

/** One try of a request, and whether another one follows. */
export type Try = {
  readonly outcome: HttpOutcome;
  readonly isRetried: boolean;
};

/**
 * Makes a request as Twilio does, without following redirects: again and again, as its connection settings say, until it has an
 * answer or the time is over. Never rejects.
 *
 * @param onTry - called after each try.
 * @param spoil - what happens to the first try.
 * @returns the outcome of the last try.
 */
export async function sendRequest(
  request: HttpRequest,
  settings: ConnectionSettings,
  options: HttpOptions,
  onTry: (made: Try) => void = () => undefined,
  spoil?: Spoil,
): Promise<HttpOutcome> {
  const waits = emulatorWaits(settings, options.limits);
  const twilio = twilioWaits(settings);
  const deadline = new AbortController();
  const end = () => {
    deadline.abort();
  };
  const cancel = options.startTimer(end, waits.totalMs);
  options.stopping.addEventListener('abort', end);
  if (options.stopping.aborted) end();
  try {
    for (let retries = 0; ; retries++) {
      const own = await tryRequest(request, options, {
        waits,
        namesHost: settings.namesHost,
        deadline: deadline.signal,
      });
      const outcome: Spoiled = retries === 0 && spoil !== undefined ? spoil(own, twilio) : own;
      const { waitedMs = 0 } = outcome;
      const isRetried =
        retries < settings.retries &&
        waitedMs < twilio.totalMs &&
        reasonsOf(outcome).some((reason) => settings.retryOn.has(reason));
      onTry({ outcome, isRetried });
      if (!isRetried) return outcome;
    }
  } finally {
    cancel();
    options.stopping.removeEventListener('abort', end);
  }
}

/** Why a request may be made again. An answer that ended in the middle is no reason; see `readConnectionOverrides`. */
function reasonsOf({ reason, response }: Tried): readonly RetryReason[] {
  if (reason !== undefined) return [reason];
  const status = response?.status ?? 0;
  if (status >= 500) return ['5xx'];
  return status >= 400 ? ['4xx'] : [];
}
