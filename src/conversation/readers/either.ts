import { type Reader, unreadable, type Unreadable } from '../reader';

/**
 * Reads what one reader or another takes; the first that takes it wins. The hint is the second's, unless told
 * otherwise.
 */
export function either<First, Second>(
  first: Reader<First>,
  second: Reader<Second>,
  hint?: string,
): Reader<First | Second> {
  const refuse = (refused: Unreadable): Unreadable => (hint === undefined ? refused : unreadable(hint));
  return {
    async read(message) {
      const reading = await first.read(message);
      if (reading.kind === 'answer') return reading;
      const other = await second.read(message);
      return other.kind === 'answer' ? other : refuse(other);
    },
    async accept(answer) {
      const taken = await first.accept(answer);
      if (taken.kind === 'accepted') return taken;
      const other = await second.accept(answer);
      return other.kind === 'accepted' ? other : refuse(other);
    },
  };
}
