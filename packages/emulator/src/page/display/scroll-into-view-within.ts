/** Room that is left around what has been scrolled into sight, in pixels. */
const MARGIN = 64;

/**
 * Scrolls a box, and nothing else, by the least that shows one of its elements. Unlike `scrollIntoView`, it leaves
 * alone where the next Tab goes to.
 */
export function scrollIntoSight(box: Element, element: Element): void {
  const [outer, inner] = [box.getBoundingClientRect(), element.getBoundingClientRect()];
  box.scrollBy({
    top: distance([outer.top, outer.bottom], [inner.top - MARGIN, inner.bottom + MARGIN]),
    left: distance([outer.left, outer.right], [inner.left, inner.right]),
  });
}

function distance([start, end]: [number, number], [first, last]: [number, number]): number {
  if (first < start) return first - start;
  return last > end ? Math.min(last - end, first - start) : 0;
}
