import type { Json } from '../../src/json';
import type { Media } from '../../src/message/message';
import type { Reader } from '../../src/conversation/reader';

/** The value that a reader makes of a message, or `hint: ...`. */
export async function readBy<Value>(
  reader: Reader<Value>,
  body: string,
  media: readonly Media[] = [],
): Promise<Value | string> {
  const reading = await reader.read({ body, media });
  return reading.kind === 'answer' ? acceptedBy(reader, reading.answer) : `hint: ${reading.hint}`;
}

/** The value that a reader makes of a stored answer, or `hint: ...`. */
export async function acceptedBy<Value>(reader: Reader<Value>, answer: Json): Promise<Value | string> {
  const accepted = await reader.accept(answer);
  return accepted.kind === 'accepted' ? accepted.value : `hint: ${accepted.hint}`;
}
