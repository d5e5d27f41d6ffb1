/** A call of a Function, as its process tells of it. */
export type Call = {
  /** Counts from 1 in each process. */
  readonly id: number;
  /** `I-Twilio-Idempotency-Token` of the request; `undefined` for one without. */
  readonly token: string | undefined;
  /** Of the Function: `/sms`. */
  readonly path: string;
  /** Its file below `dist/functions`: `sms.protected.js`. */
  readonly file: string;
};

/**
 * How a Function has failed: its handler or its callback with an error (`thrown`), when it was loaded (`load`), by exporting no
 * handler (`handler`), by a promise that its handler returned or that nobody awaits (`rejected`, `unhandled`), by an error that ended the
 * process (`fatal`) or by ending it (`exit`), or it has only logged an error (`logged`).
 */
export type FailedBy = (typeof FAILED_BY)[number];

const FAILED_BY = ['thrown', 'load', 'handler', 'rejected', 'unhandled', 'fatal', 'exit', 'logged'] as const;

/** The levels of what is printed, by the methods of the console. */
export type LogLevel = (typeof LEVELS)[number];

const LEVELS = ['debug', 'log', 'info', 'warn', 'error'] as const;

/** The beginning of a text that was printed, and the length of the whole, in UTF-16 units. */
export type PrintedLine = { readonly level: LogLevel; readonly text: string; readonly length: number };

/** What follow-calls.cjs tells of a call. */
export type CallMessage =
  | { readonly kind: 'begun'; readonly call: Call }
  | { readonly kind: 'over'; readonly id: number }
  /** `line` is `undefined` when the call prints more than is told. */
  | {
      readonly kind: 'log';
      readonly call: Call;
      readonly line: PrintedLine | undefined;
    }
  /** `call` is `undefined` when it is not known. `stack` may have several, and be empty. */
  | {
      readonly kind: 'failure';
      readonly call: Call | undefined;
      readonly how: FailedBy;
      readonly isAnswer: boolean;
      readonly text: string;
      readonly stack: string;
    };

/** Reads a message of the process. A Function may have written anything there; `undefined` for what is no such message. */
export function readCallMessage(message: unknown): CallMessage | undefined {
  const { begun, over, call: named, log, failure } = propertiesOf(message);
  if (typeof over === 'number') return { kind: 'over', id: over };
  const call = readCall(begun ?? named);
  if (begun !== undefined) return call && { kind: 'begun', call };
  if (log !== undefined) {
    return call && { kind: 'log', call, line: readLine(log) };
  }
  const { how, isAnswer, text, stack } = propertiesOf(failure);
  if (!isOneOf(FAILED_BY, how) || typeof text !== 'string' || typeof stack !== 'string') return undefined;
  return { kind: 'failure', call, how, isAnswer: isAnswer === true, text, stack };
}

function readLine(log: unknown): PrintedLine | undefined {
  const { level, text, length } = propertiesOf(log);
  if (!isOneOf(LEVELS, level) || typeof text !== 'string' || typeof length !== 'number') return undefined;
  return { level, text, length };
}

function readCall(value: unknown): Call | undefined {
  const { id, token, path, file } = propertiesOf(value);
  if (typeof id !== 'number' || typeof path !== 'string' || typeof file !== 'string') return undefined;
  return { id, token: typeof token === 'string' ? token : undefined, path, file };
}

const propertiesOf = (value: unknown): Record<string, unknown> => Object(value) as Record<string, unknown>;

const isOneOf = <Value extends string>(values: readonly Value[], value: unknown): value is Value =>
  values.includes(value as Value);
