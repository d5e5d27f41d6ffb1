import type { Conversation } from '../../engine/types';

/** The texts that a phone has sent, to any number, the newest first; each once. */
export const textsOf = (conversations: readonly Conversation[], phone: string): string[] => [
  ...new Set(
    conversations
      .filter(({ from }) => from === phone)
      .flatMap(({ messages }) =>
        messages.filter(({ direction, body }) => direction === 'inbound' && body !== ''),
      )
      .sort((one, other) => other.at - one.at)
      .map(({ body }) => body),
  ),
];

/**
 * The text that an arrow key recalls; `undefined` when it is none of recalling, and moves the cursor.
 *
 * @param texts - the newest first.
 * @param shown - what is in the field: earlier texts are recalled while it is empty or has one of them, unchanged.
 * @param place - which of the texts was recalled last; -1 for none.
 * @returns its place, and -1 with an empty text after the newest.
 */
export function recall(
  texts: readonly string[],
  { shown, place }: { readonly shown: string; readonly place: number },
  direction: 'earlier' | 'later',
): { readonly text: string; readonly place: number } | undefined {
  const isRecalled = place >= 0 && texts[place] === shown;
  if (!isRecalled && shown !== '') return undefined;
  const at = isRecalled ? place : -1;
  const next = direction === 'earlier' ? at + 1 : at - 1;
  if (next < -1) return undefined;
  if (next === -1) return { text: '', place: -1 };
  const text = texts[next];
  return text === undefined ? undefined : { text, place: next };
}
