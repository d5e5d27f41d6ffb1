import type { StandardSchemaV1 } from '@standard-schema/spec';
import { ConversationError } from '../errors';
import { isObject, type Json } from '../json';
import { jsonProblem } from './json-problem';
import { isPromise } from '../async/promise';
import { accepted, answered, NO_QUESTION, type Question, type Reader, unreadable } from './reader';

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
  ? TextIn<StandardSchemaV1.InferInput<Source>> extends never
    ? { readonly 'this schema takes no text, so no message could satisfy it': never }
    : unknown
  : unknown;

/** The texts in a type; `never` when it has none, also when it is an object. */
type TextIn<Input> = unknown extends Input ? string : Extract<Input, string>;

/** What an asynchronous schema gave: stored in place of the text, so that it is not asked again. */
type Output = { readonly output: Json };

/**
 * Reads with any Standard Schema (https://standardschema.dev), such as one of zod, valibot or arktype. The schema gets
 * the text without spaces around it; its first issue is the hint.
 *
 * The text is stored, and every later message validates it again. So the output need not be JSON, and the checks must
 * give the same result throughout a conversation. A schema that is asynchronous is asked once for each message; its output
 * is stored, so it must be JSON.
 */
export const schemaReader = <Schema extends StandardSchemaV1>(
  schema: Schema,
): Reader<StandardSchemaV1.InferOutput<Schema>> => {
  type Value = StandardSchemaV1.InferOutput<Schema>;
  const validate = (value: unknown) => schema['~standard'].validate(value);
  const refuse = (issues: StandardSchemaV1.FailureResult['issues'], { texts }: Question) =>
    unreadable(issues[0]?.message ?? texts.otherwise);

  return {
    async read({ body }, question = NO_QUESTION) {
      const text = body.trim();
      const validated = validate(text);
      if (!isPromise(validated)) return answered(text);
      const result = await validated;
      if (result.issues !== undefined) return refuse(result.issues, question);
      const problem = jsonProblem(result.value, true);
      if (problem === undefined) return answered({ output: result.value as Json } satisfies Output);
      throw new ConversationError(
        'step-not-json',
        `The output of an asynchronous schema is stored, and JSON cannot store it: ${problem}.`,
      );
    },
    accept(answer, question = NO_QUESTION) {
      if (isObject(answer) && 'output' in answer) return accepted(answer.output as Value);
      if (typeof answer !== 'string') return refuse([], question); // of another reader, such as the second of either()
      const validated = validate(answer);
      const check = (result: StandardSchemaV1.Result<unknown>) =>
        result.issues === undefined ? accepted(result.value as Value) : refuse(result.issues, question);
      return isPromise(validated) ? validated.then(check) : check(validated);
    },
  };
};

/** The reader of an answer source: the reader itself, or one for a Standard Schema. */
export const readerOf = (source: AnswerSource): Reader<unknown> =>
  isStandardSchema(source) ? schemaReader(source) : source;

/** Whether this is a Standard Schema. It may be a function: arktype's are. */
const isStandardSchema = (value: object): value is StandardSchemaV1 => '~standard' in value;
