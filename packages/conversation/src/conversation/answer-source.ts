import type { StandardSchemaV1 } from '@standard-schema/spec';
import { accepted, answered, unreadable, type Reader } from './reader';

/** What reads the answer to a question: a reader, or a Standard Schema. */
export type AnswerSource = Reader<unknown> | StandardSchemaV1;

/** The type of the answers that a reader or a Standard Schema produces. */
export type AnswerOf<Source> =
  Source extends Reader<infer Value>
    ? Value
    : Source extends StandardSchemaV1
      ? StandardSchemaV1.InferOutput<Source>
      : never;

/** Refuses at compile time a schema that no text satisfies, such as `z.number()`; `z.coerce.number()` is fine. */
export type TakesText<Source> = Source extends StandardSchemaV1
  ? [StandardSchemaV1.InferInput<Source> & string] extends [never]
    ? { readonly 'this schema takes no text, so no message could satisfy it': never }
    : unknown
  : unknown;

/** The hint for a schema that refuses a text without saying why. */
const HINT = 'Please answer in another way.';

/**
 * Reads with any Standard Schema (https://standardschema.dev), such as one of zod, valibot or arktype. The schema gets
 * the text without spaces around it; its first issue is the hint.
 *
 * The text is stored, and every later message validates it again. So the output need not be JSON, and the checks must
 * give the same result throughout a conversation.
 */
export const schemaReader = <Schema extends StandardSchemaV1>(
  schema: Schema,
): Reader<StandardSchemaV1.InferOutput<Schema>> => ({
  read: ({ body }) => answered(body.trim()),
  async accept(answer) {
    const result = await schema['~standard'].validate(answer);
    return result.issues === undefined
      ? accepted(result.value as StandardSchemaV1.InferOutput<Schema>)
      : unreadable(result.issues[0]?.message ?? HINT);
  },
});

/** The reader of an answer source: the reader itself, or one for a Standard Schema. */
export const readerOf = (source: AnswerSource): Reader<unknown> =>
  isStandardSchema(source) ? schemaReader(source) : source;

/** Whether this is a Standard Schema. It may be a function: arktype's are. */
const isStandardSchema = (value: object): value is StandardSchemaV1 => '~standard' in value;
