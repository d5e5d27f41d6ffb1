import type { Position } from '../../engine/types';

/** A note about a place in a text. */
export type Mark = Position & { readonly note: string };

/** A line of a text, by its number, with the notes about it; `null` stands for lines that are left out. */
export type MarkedLine = {
  readonly number: number;
  readonly text: string;
  readonly marks: readonly Mark[];
} | null;

/** How many lines are shown before and after one with a mark. */
const AROUND = 5;

/** The lines around marks. A mark behind the end of the text is one of its last line. */
export function markedLines(source: string, marks: readonly Mark[]): MarkedLine[] {
  const texts = source.split('\n');
  const placed = marks.map((mark) => ({ ...mark, line: Math.min(Math.max(1, mark.line), texts.length) }));
  const lines: MarkedLine[] = [];
  texts.forEach((text, index) => {
    const number = index + 1;
    if (placed.some(({ line }) => Math.abs(line - number) <= AROUND))
      lines.push({ number, text, marks: placed.filter(({ line }) => line === number) });
    else if (lines.at(-1) !== null) lines.push(null);
  });
  return lines;
}
