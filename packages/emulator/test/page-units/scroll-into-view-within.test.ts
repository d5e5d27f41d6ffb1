import { expect, it } from '@jest/globals';
import { scrollIntoViewWithin } from '../../src/page/display/scroll-into-view-within';

type Box = { readonly top: number; readonly bottom: number; readonly left: number; readonly right: number };

/** By how much a container of 100 to 500 pixels, both ways, is scrolled for an element. */
function scrolledFor(element: Partial<Box>): { top: number; left: number } {
  const inside = { top: 200, bottom: 220, left: 200, right: 220 };
  const calls: { top: number; left: number }[] = [];
  const box = (rectangle: Box) => ({
    getBoundingClientRect: () => rectangle,
    scrollBy: (by: { top: number; left: number }) => calls.push(by),
  });
  const container = box({ top: 100, bottom: 500, left: 100, right: 500 });
  scrollIntoViewWithin(container as unknown as Element, box({ ...inside, ...element }) as unknown as Element);
  const [call] = calls;
  if (call === undefined || calls.length > 1) throw new Error(`It was scrolled ${calls.length} times.`);
  return call;
}

it.each<[what: string, element: Partial<Box>, top: number, left: number]>([
  ['in view', {}, 0, 0],
  ['above', { top: 50, bottom: 70 }, -114, 0],
  ['below', { top: 600, bottom: 620 }, 184, 0],
  ['at the upper edge, without its margin', { top: 100, bottom: 120 }, -64, 0],
  ['on the left', { left: 40, right: 60 }, 0, -60],
  ['on the right', { left: 600, right: 650 }, 0, 150],
  ['wider than the container, to its start', { left: 200, right: 900 }, 0, 100],
  ['higher than the container, to its margin', { top: 264, bottom: 900 }, 100, 0],
])('scrolls to an element %s', (_, element, top, left) => {
  expect(scrolledFor(element)).toEqual({ top, left });
});
