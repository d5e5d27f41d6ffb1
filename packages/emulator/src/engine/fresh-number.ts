import { addressOn, type Channel } from './channels';

const randomUint32 = (): number => crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;

/**
 * The address of a random US number that is not taken: E.164, or what it is called on another channel. The number's area code, 555,
 * is assigned to nobody.
 * @param random - gives integers from 0 to 2³² - 1; called again while the number is taken.
 */
export function freshNumber(
  taken: readonly string[],
  random: () => number = randomUint32,
  channel: Channel = 'sms',
): string {
  for (;;) {
    const address = addressOn(channel, `+1555${2_000_000 + (random() % 8_000_000)}`);
    if (!taken.includes(address)) return address;
  }
}
