import type { Question, Reader } from '../../../src/conversation/reader';
import type { Json } from '../../../src/json';
import type { Media } from '../../../src/message/message';
import { english } from '../../../src/texts/english';
import { spanish } from '../../../src/texts/spanish';

/** Wednesday, 25 November 2026, 10:00 in New York, 16:00 in Madrid. */
export const NOW = Date.UTC(2026, 10, 25, 15);

type Asked = { readonly language?: 'en' | 'es'; readonly now?: number; readonly media?: readonly Media[] };

const question = ({ language = 'en', now = NOW }: Asked): Question => ({
  prompt: '',
  wasShown: () => false,
  texts: { en: english, es: spanish }[language],
  now,
});

/** The value that a reader gives for a message at a time, in a language; or `hint: ...` when it refuses. */
export async function answerTo<Value>(
  reader: Reader<Value>,
  body: string,
  asked: Asked = {},
): Promise<Value | string> {
  const reading = await reader.read({ body, media: asked.media ?? [] }, question(asked));
  return reading.kind === 'answer' ? valueOf(reader, reading.answer, asked) : `hint: ${reading.hint}`;
}

/** The value that a reader gives for a stored answer at a time, or `hint: ...` when it refuses. */
export async function valueOf<Value>(
  reader: Reader<Value>,
  answer: Json,
  asked: Asked = {},
): Promise<Value | string> {
  const accepted = await reader.accept(answer, question(asked));
  return accepted.kind === 'accepted' ? accepted.value : `hint: ${accepted.hint}`;
}

/** Words of which senders' dates and times consist, for properties. */
export const PIECES =
  'today tomorrow tonight friday next this in the on at 24 12/24 3/4 24.12. dec 2026 7 7pm 7:30 pm am noon midnight half past seven morning evening days week hoy mañana viernes el de la tarde diciembre a las próximo , . : / - or 31 2 29 feb'.split(
    ' ',
  );
