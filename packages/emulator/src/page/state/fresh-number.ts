const randomUint32 = (): number => crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;

/**
 * A random US number (E.164) that is not taken. Its area code, 555, is assigned to nobody.
 * @param random - gives integers from 0 to 2³² - 1; called again while the number is taken.
 */
export function freshNumber(taken: readonly string[], random: () => number = randomUint32): string {
  for (;;) {
    const number = `+1555${2_000_000 + (random() % 8_000_000)}`;
    if (!taken.includes(number)) return number;
  }
}
