/** Two valid values of `SESSION_SECRET`. */
export const SECRET = 'a secret of at least 32 characters';
export const OTHER_SECRET = 'another secret that has 32 characters';

/** In milliseconds. */
export const MINUTE = 60_000;
/** In milliseconds. */
export const HOUR = 60 * MINUTE;

/** 23 November 2026, 12:00 UTC, in milliseconds. */
export const NOON = Date.UTC(2026, 10, 23, 12);
