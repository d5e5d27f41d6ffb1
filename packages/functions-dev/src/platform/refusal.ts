/** An answer of the platform in place of the Function's. */
export type Refusal = {
  readonly kind: 'refusal';
  readonly status: number;
  /** The body, as plain text. Contains nothing of the request. */
  readonly text: string;
  /** What to do about it, for the developer's terminal, not the caller. Contains no parameter and no secret. */
  readonly advice: string;
  readonly headers: Readonly<Record<string, string>>;
  /** When there was no connection: nothing of the request has been delivered, and another process can have it. */
  readonly isUndelivered?: true;
};

/** Makes a refusal. */
export const refusal = (
  status: number,
  text: string,
  advice = '',
  headers: Refusal['headers'] = {},
): Refusal => ({ kind: 'refusal', status, text, advice, headers });
