/** A number of the range that no one has (+1 555), and that is not taken here. */
export function freshNumber(taken: readonly string[]): string {
  for (;;) {
    const [random = 0] = crypto.getRandomValues(new Uint32Array(1));
    const number = `+1555${2_000_000 + (random % 8_000_000)}`;
    if (!taken.includes(number)) return number;
  }
}
