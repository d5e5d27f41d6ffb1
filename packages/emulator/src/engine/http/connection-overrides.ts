import { type Limits, TWILIO_LIMITS } from '../limits';

/**
 * For which failures Twilio makes a request again: no connection (`ct`), no answer within the read time-out (`rt`), a status of 4xx
 * or 5xx.
 */
export type RetryReason = 'ct' | 'rt' | '4xx' | '5xx';

/** How Twilio calls one address. Times are in milliseconds, and are missing when the address gives none. */
export type ConnectionSettings = {
  /** For one attempt to connect. */
  readonly connectMs?: number;
  /** From the end of the request to the first packet of the answer, and between its packets. */
  readonly readMs?: number;
  /** For all tries together. */
  readonly totalMs?: number;
  /** How often a request is made again. */
  readonly retries: number;
  readonly retryOn: ReadonlySet<RetryReason>;
  /** Whether a TLS handshake names the host (SNI). */
  readonly namesHost: boolean;
};

/** The connection settings of an address, and what is wrong with its fragment, in sentences. */
export type ConnectionOverrides = {
  readonly settings: ConnectionSettings;
  readonly mistakes: readonly string[];
};

/** Without overrides, Twilio makes a request again once, when there was no connection. */
export const DEFAULT_SETTINGS: ConnectionSettings = {
  retries: 1,
  retryOn: new Set<RetryReason>(['ct']),
  namesHost: true,
};

const REASONS: readonly RetryReason[] = ['ct', 'rt', '4xx', '5xx'];

const NUMBERS = {
  ct: { name: 'connectMs', min: 100, max: 10_000 },
  rt: { name: 'readMs', min: 100, max: 15_000 },
  tt: { name: 'totalMs', min: 100, max: 15_000 },
  rc: { name: 'retries', min: 0, max: 5 },
} as const satisfies Record<string, { name: keyof ConnectionSettings; min: number; max: number }>;

const isNumberKey = (key: string): key is keyof typeof NUMBERS => Object.hasOwn(NUMBERS, key);

/**
 * Reads the connection overrides in the fragment of a webhook's address, such as `#rc=2&rp=all`. The edge location (`e`) has no
 * effect here. What Twilio does with a value that it does not allow is not known: here a number out of its range is replaced by the
 * nearest in it, and everything else is left out.
 *
 * Source: https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
 */
export function readConnectionOverrides(url: string): ConnectionOverrides {
  const mistakes: string[] = [];
  let settings = DEFAULT_SETTINGS;
  for (const [key, value] of new URLSearchParams(new URL(url).hash.slice(1))) {
    if (isNumberKey(key)) {
      const number = readNumber(key, value, mistakes);
      if (number !== undefined) settings = { ...settings, [NUMBERS[key].name]: number };
    } else if (key === 'rp') {
      const retryOn = readReasons(value, mistakes);
      if (retryOn.size > 0) settings = { ...settings, retryOn };
    } else if (key === 'sni') {
      if (value !== 'y' && value !== 'n') mistakes.push(`sni=${value} is neither y nor n.`);
      settings = { ...settings, namesHost: value !== 'n' };
    } else if (key !== 'e' && value !== '') {
      mistakes.push(`${key}=${value} is none of Twilio's connection overrides: ct, rt, tt, rc, rp, sni, e.`);
    }
  }
  return { settings, mistakes };
}

function readNumber(key: keyof typeof NUMBERS, value: string, mistakes: string[]): number | undefined {
  const { min, max } = NUMBERS[key];
  if (!/^\d+$/.test(value)) {
    mistakes.push(`${key}=${value} is not a whole number from ${min} to ${max}.`);
    return undefined;
  }
  const nearest = Math.min(max, Math.max(min, Number(value)));
  if (nearest !== Number(value))
    mistakes.push(`${key}=${value} is not from ${min} to ${max}: ${nearest} is taken.`);
  return nearest;
}

function readReasons(value: string, mistakes: string[]): Set<RetryReason> {
  const reasons = new Set<RetryReason>();
  for (const word of value.split(',')) {
    const known = word === 'all' ? REASONS : REASONS.filter((reason) => reason === word);
    for (const reason of known) reasons.add(reason);
    if (known.length === 0) mistakes.push(`rp=${word} is none of ct, rt, 4xx, 5xx and all.`);
  }
  return reasons;
}

/** What Twilio waits at these settings, in milliseconds: for an answer, and for all tries. */
export const twilioWaits = ({
  totalMs = TWILIO_LIMITS.totalMs,
  readMs = TWILIO_LIMITS.totalMs,
}: ConnectionSettings): { readonly readMs: number; readonly totalMs: number } => ({
  readMs: Math.min(readMs, totalMs),
  totalMs,
});

/**
 * What the emulator waits: the same, unless its own limits are longer than Twilio's, for a debugger. `readMs` is missing when nothing
 * but the total time limits it.
 */
export function emulatorWaits(
  { connectMs, readMs, totalMs }: ConnectionSettings,
  limits: Limits,
): Pick<Limits, 'connectMs' | 'totalMs'> & { readonly readMs?: number } {
  if (limits.totalMs > TWILIO_LIMITS.totalMs) return limits;
  return {
    connectMs: connectMs ?? limits.connectMs,
    totalMs: totalMs ?? limits.totalMs,
    ...(readMs === undefined ? {} : { readMs }),
  };
}
