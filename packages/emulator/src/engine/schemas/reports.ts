import { z } from 'zod';
import type { DebuggerEntry, LogLine, Position, SourcePlace, TurnFailure } from '../types';
import type { FieldsOf, Rules } from './rules';
import type { Values } from './values';

/** How many entries, failures, lines or places a list has. */
const MAX_ENTRIES = 1000;

/** What a turn tells a developer: lists of errors and warnings, and of how Functions have failed and what they have printed. */
export function createReportSchemas(values: Values, { keepsEditorUrls }: Rules) {
  const { object, listOf, short, line, body, url, count, time } = values;
  const place = object({
    file: short,
    line: count.exactOptional(),
    column: count.exactOptional(),
    url: line.exactOptional(),
  } satisfies FieldsOf<SourcePlace>);
  const sourcePlace: z.ZodType<SourcePlace, SourcePlace> = keepsEditorUrls
    ? place
    : place.omit({ url: true });
  const failure = object({
    path: short,
    message: line,
    at: sourcePlace.exactOptional(),
    frames: listOf(sourcePlace, MAX_ENTRIES).exactOptional(),
  } satisfies FieldsOf<TurnFailure>);
  const logLine = object({
    level: z.enum(['debug', 'log', 'info', 'warn', 'error'], 'must be the name of a method of the console'),
    text: body,
    at: time,
  } satisfies FieldsOf<LogLine>);
  const entry = object({
    code: count,
    level: z.enum(['error', 'warning'], 'must be "error" or "warning"'),
    title: short,
    url,
    detail: line,
    exchange: count.nullable(),
    position: object({ line: count, column: count } satisfies FieldsOf<Position>).exactOptional(),
  } satisfies FieldsOf<DebuggerEntry>);
  return {
    errors: listOf(entry, MAX_ENTRIES),
    failures: listOf(failure, MAX_ENTRIES),
    logs: listOf(logLine, MAX_ENTRIES),
  };
}
