/** Runs something for each item, in their order, for so many at the same time. */
export async function atOnce<Item>(
  width: number,
  items: readonly Item[],
  run: (item: Item, index: number) => Promise<void>,
): Promise<void> {
  const left = items.entries();
  const runSome = async (): Promise<void> => {
    for (const [index, item] of left) await run(item, index);
  };
  await Promise.all(Array.from({ length: width }, runSome));
}

/** The numbers below `count`. */
export const below = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
