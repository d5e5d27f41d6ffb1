import type { Reader } from '../../src/conversation/reader';
import type { Json } from '../../src/json';
import type { Media } from '../../src/message/message';

/** The value that a reader gives for a message, or `hint: ...` when it refuses. */
export async function readBy<Value>(
  reader: Reader<Value>,
  body: string,
  media: readonly Media[] = [],
): Promise<Value | string> {
  const reading = await reader.read({ body, media });
  return reading.kind === 'answer' ? acceptedBy(reader, reading.answer) : `hint: ${reading.hint}`;
}

/** The value that a reader gives for a stored answer, or `hint: ...` when it refuses. */
export async function acceptedBy<Value>(reader: Reader<Value>, answer: Json): Promise<Value | string> {
  const accepted = await reader.accept(answer);
  return accepted.kind === 'accepted' ? accepted.value : `hint: ${accepted.hint}`;
}

/** A reader that throws, by a mistake of its own. */
export const throwing: Reader<string> = {
  read() {
    throw new Error('a reader broke');
  },
  accept: () => ({ kind: 'accepted', value: '' }),
};
