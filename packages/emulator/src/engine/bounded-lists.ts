/** Lists that keep their newest items: so many each, and so much over all of them. */
export type BoundedLists<Item> = {
  /** Adds an item to the end of a list. */
  readonly add: (list: Item[], item: Item, size: number) => void;
  /** Puts an item in the place of another; without effect when that has been dropped. */
  readonly replace: (list: Item[], item: Item, by: Item, size: number) => void;
  /** Changes the size of an item; without effect when it has been dropped. */
  readonly resize: (item: Item, size: number) => void;
  /** Drops an item of a list; without effect when it has been dropped. */
  readonly remove: (list: Item[], item: Item) => void;
  /** Moves all items of a list to the beginning of another one. */
  readonly moveBefore: (list: Item[], other: Item[]) => void;
  /** Drops all items of a list. */
  readonly clear: (list: Item[]) => void;
};

/** @param max - how many items a list may have, and how large all items together may be. */
export function createBoundedLists<Item extends object>(max: {
  readonly each: number;
  readonly all: number;
}): BoundedLists<Item> {
  /** The oldest first, as in each list. */
  const kept = new Map<Item, { list: Item[]; size: number }>();
  let total = 0;

  const dropOldest = (list: Item[]): void => {
    const item = list.shift();
    if (item === undefined) return;
    total -= kept.get(item)?.size ?? 0;
    kept.delete(item);
  };
  const dropTooMuch = (): void => {
    for (const { list } of kept.values()) {
      if (total <= max.all || kept.size === 1) return;
      dropOldest(list);
    }
  };
  return {
    add(list, item, size) {
      list.push(item);
      kept.set(item, { list, size });
      total += size;
      if (list.length > max.each) dropOldest(list);
      dropTooMuch();
    },
    replace(list, item, by, size) {
      const index = list.indexOf(item);
      const entry = kept.get(item);
      if (index === -1 || entry === undefined) return;
      list[index] = by;
      kept.delete(item);
      kept.set(by, { list, size });
      total += size - entry.size;
    },
    resize(item, size) {
      const entry = kept.get(item);
      if (entry === undefined) return;
      total += size - entry.size;
      entry.size = size;
      dropTooMuch();
    },
    remove(list, item) {
      const index = list.indexOf(item);
      if (index === -1) return;
      list.splice(index, 1);
      total -= kept.get(item)?.size ?? 0;
      kept.delete(item);
    },
    moveBefore(list, other) {
      for (const item of list) {
        const entry = kept.get(item);
        if (entry !== undefined) entry.list = other;
      }
      other.unshift(...list.splice(0));
      while (other.length > max.each) dropOldest(other);
    },
    clear(list) {
      while (list.length > 0) dropOldest(list);
    },
  };
}
