import { relative } from 'node:path';
import { inspect } from 'node:util';
import { ownPlaces, type SourcePlace } from './source-places';

/** Why a call of a Function has failed. */
export type FunctionFailure = {
  /** `I-Twilio-Idempotency-Token` of the request; `undefined` for one without. */
  readonly token: string | undefined;
  /** Of the Function: `/sms`. */
  readonly path: string;
  /** Whether the request is answered with the failure, by HTTP 500 or 504, or has had its answer. */
  readonly isAnswer: boolean;
  /** What happened, where, and what to do. */
  readonly text: string;
  /** Its own place: the first of `frames`, or its Function's file. */
  readonly at: SourcePlace;
  /** The places of the app's own files in the error's stack, the innermost first. Their files are relative to `projectOf` the Functions. */
  readonly frames: readonly SourcePlace[];
};

/** The most that is shown of an error's message, in UTF-16 units. */
const MAX_MESSAGE = 400;

const MAX_FRAMES = 10;

/** What a Function has thrown, with the place: `TypeError: x is not a function (dist/functions/sms.js:3:5)`. Never throws. */
export function describeError(error: unknown): string {
  const message = shorten(messageOf(error));
  const place = placeOf(error);
  return place === undefined || message.includes(place) ? message : `${message} (${place})`;
}

/** The places of the app's own files in an error's stack. Never throws. */
export const framesOf = (error: unknown, root: string): SourcePlace[] =>
  ownPlaces(stackOf(error), root).slice(0, MAX_FRAMES);

/** Without the stack, the source and the list of modules that Node.js and Jest put behind some messages. */
function shorten(message: string): string {
  const text = message.replace(/\n(?:\s*at |Require stack:|\n)[^]*$/, '').trim();
  return text.length > MAX_MESSAGE ? `${text.slice(0, MAX_MESSAGE)}…` : text;
}

function messageOf(error: unknown): string {
  try {
    if (isErrorLike(error)) return `${error.name}: ${error.message}`;
    return typeof error === 'string' ? error : `${inspect(error, { depth: 1 })}, which is no Error`;
  } catch {
    return 'A value whose properties throw';
  }
}

const isErrorLike = (value: unknown): value is { readonly name: string; readonly message: string } =>
  typeof value === 'object' &&
  value !== null &&
  'name' in value &&
  typeof value.name === 'string' &&
  'message' in value &&
  typeof value.message === 'string';

/** The first place of the stack that is in the app's own files, relative to the working directory. */
function placeOf(error: unknown): string | undefined {
  const lines = stackOf(error).split('\n');
  const places = lines.flatMap((line) => PLACE.exec(line)?.slice(1) ?? []);
  const own = places.find((place) => !place.includes(__dirname) && !/\bnode_modules\b/.test(place));
  if (own === undefined) return undefined;
  const fromHere = relative(process.cwd(), own);
  return fromHere.startsWith('..') ? own : fromHere;
}

/** `at x (/a/b.js:1:2)`, `at file:///a/b.js:1:2`, and the first line of a SyntaxError's stack: `/a/b.js:1`. */
const PLACE = /(?:^|[( ])(?:file:\/\/)?((?:\/|[A-Za-z]:[\\/]).*?:\d+(?::\d+)?)\)?$/;

function stackOf(error: unknown): string {
  try {
    return String((error as { readonly stack: unknown }).stack);
  } catch {
    return '';
  }
}
