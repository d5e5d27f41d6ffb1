/** Every edit of one character, and every swap of two: each with its place. */
export function everyEdit(value: string): string[] {
  const edits = new Set<string>();
  for (let place = 0; place <= value.length; place++) {
    const [before, character = '', after] = [value.slice(0, place), value[place], value.slice(place + 1)];
    edits.add(before + after);
    for (const put of PRINTABLE) {
      edits.add(before + put + after);
      edits.add(before + put + character + after);
    }
    edits.add(before + after.slice(0, 1) + character + after.slice(1));
  }
  edits.delete(value);
  return [...edits];
}

/** All of ASCII that can be printed, and so all of the alphabet. */
const PRINTABLE = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index));
