/** The space above and below an element that was scrolled into view, in pixels. */
const MARGIN = 64;

/**
 * Scrolls a container by the least that shows one of its elements. Unlike `scrollIntoView`, it scrolls nothing else
 * and does not change which element the next Tab focuses.
 */
export function scrollIntoViewWithin(container: Element, element: Element): void {
  const [outer, inner] = [container.getBoundingClientRect(), element.getBoundingClientRect()];
  container.scrollBy({
    top: distance([outer.top, outer.bottom], [inner.top - MARGIN, inner.bottom + MARGIN]),
    left: distance([outer.left, outer.right], [inner.left, inner.right]),
  });
}

function distance([start, end]: [number, number], [first, last]: [number, number]): number {
  if (first < start) return first - start;
  return last > end ? Math.min(last - end, first - start) : 0;
}
