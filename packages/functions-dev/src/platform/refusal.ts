/** What the platform answers in place of the Function. */
export type Refusal = {
  readonly kind: 'refusal';
  readonly status: number;
  /** The body, as plain text. Holds nothing of the request. */
  readonly text: string;
  /** For the developer's terminal, not for the caller: what to do about it. Holds no parameter and no secret. */
  readonly advice: string;
  readonly headers: Readonly<Record<string, string>>;
};

export const refusal = (
  status: number,
  text: string,
  advice = '',
  headers: Refusal['headers'] = {},
): Refusal => ({ kind: 'refusal', status, text, advice, headers });
