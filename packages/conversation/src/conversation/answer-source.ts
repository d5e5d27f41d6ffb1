import type { StandardSchemaV1 } from '@standard-schema/spec';
import { accepted, answered, unreadable, type Reader } from './reader';

/** For a schema that refuses a text and does not say why. */
const HINT = 'Please answer in another way.';

/**
 * Reads with any Standard Schema (https://standardschema.dev), such as one of zod, valibot or arktype. It gets the
 * text without spaces around it; its first issue is the hint.
 *
 * The text is what is stored, and the schema sees it again with each later message: so what it makes of the text may
 * be anything, JSON or not, and its checks must not depend on what may change during a conversation.
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

/** The reader of a question's source: itself, or one for a Standard Schema. */
export const readerOf = (source: Reader<unknown> | StandardSchemaV1): Reader<unknown> =>
  isStandardSchema(source) ? schemaReader(source) : source;

/** Whether this is a Standard Schema; arktype's are functions. */
const isStandardSchema = (value: object): value is StandardSchemaV1 => '~standard' in value;
