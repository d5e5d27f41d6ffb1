/** One of several requests that are made at the same moment. */
export type Participant = {
  /** Says that it has been sent, or will not be. Calls after the first do nothing. */
  readonly onSent: () => void;
  /** Resolves when each of them has been sent, or will not be. */
  readonly allSent: Promise<void>;
};

/** Lets so many requests wait for each other, so that no answer is read before all have been sent. */
export function createBarrier(count: number): Participant[] {
  let open: () => void = () => undefined;
  const allSent = new Promise<void>((resolve) => (open = resolve));
  const unsent = new Set(Array.from({ length: count }, (_, index) => index));
  return [...unsent].map((index) => ({
    onSent() {
      unsent.delete(index);
      if (unsent.size === 0) open();
    },
    allSent,
  }));
}
