import type { Locator, Page } from 'playwright-core';

/** A rectangle of the window, in CSS pixels. */
export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

/** Where an element is. Fails when it is not on the screen. */
export async function boxOf(element: Locator): Promise<Box> {
  const box = await element.boundingBox();
  if (box === null) throw new Error('It is not on the screen.');
  return box;
}

/** Whether two boxes have more than an edge in common. */
export const intersect = (one: Box, other: Box): boolean =>
  one.x < other.x + other.width &&
  other.x < one.x + one.width &&
  one.y < other.y + other.height &&
  other.y < one.y + one.height;

/**
 * What of the texts and controls on the screen is clipped by what they are in, sticks out of their button, or comes nearer than four
 * pixels to the edge of the window or of its column: a line each. A text that ends in an ellipsis, and what a list has scrolled away, is left out.
 * What scrolls up and down must not scroll sideways.
 */
export const clippedTexts = (page: Page): Promise<string[]> => page.evaluate(FIND_CLIPPED);

/** Runs in the browser. */
const FIND_CLIPPED = `(() => {
  const EDGE = 4;
  const found = new Set();
  const boxOf = ({ left, right, top, bottom }) => ({ left, right, top, bottom });
  const isShown = (element) => {
    if (!element.checkVisibility({ visibilityProperty: true }) || element.closest('[inert], option, .skip:not(:focus)') !== null) return false;
    for (let one = element; one !== null; one = one.parentElement) {
      if (getComputedStyle(one).clipPath.startsWith('inset(50%')) return false;
    }
    return true;
  };
  const isModal = document.querySelector('dialog[open]');
  const check = (name, element, rect) => {
    let box = boxOf(rect);
    let isMark = false; // such as a badge on the corner of its button
    const report = (what) => found.add(name + ': ' + what);
    for (let one = element; one !== null && one !== document.documentElement; one = one.parentElement) {
      const style = getComputedStyle(one);
      const clip = one.getBoundingClientRect();
      const button = one.matches('button, .badge, .notice, .bubble');
      if (button && !isMark && (box.left < clip.left - 1 || box.right > clip.right + 1 || box.top < clip.top - 1 || box.bottom > clip.bottom + 1))
        report('sticks out of ' + (one.className || one.tagName));
      if (one.matches('.top-bar, .phones, main, .inspector, .panel, dialog') && (box.left < clip.left + EDGE || box.right > clip.right - EDGE))
        report('touches the edge of ' + (one.className || one.tagName));
      const hides = (value) => value === 'hidden' || value === 'clip';
      const scrolls = (value) => value === 'auto' || value === 'scroll';
      const ellipsis = style.textOverflow === 'ellipsis' || style.webkitLineClamp !== 'none';
      if (hides(style.overflowX)) {
        if (!ellipsis && (box.left < clip.left - 1 || box.right > clip.right + 1)) report('clipped sideways by ' + (one.className || one.tagName));
      }
      if (hides(style.overflowY)) {
        const gone = box.top >= clip.bottom || box.bottom <= clip.top;
        // The time of a row gives way to the number where there is no room for both.
        if (gone && one.matches('.phone-top')) return;
        if (!ellipsis && (box.top < clip.top - 1 || box.bottom > clip.bottom + 1)) report('clipped by ' + (one.className || one.tagName));
      }
      if (style.overflowX !== 'visible' || style.overflowY !== 'visible') {
        if (scrolls(style.overflowX) || ellipsis) box = { ...box, left: Math.max(box.left, clip.left), right: Math.min(box.right, clip.right) };
        if (scrolls(style.overflowY) || ellipsis) box = { ...box, top: Math.max(box.top, clip.top), bottom: Math.min(box.bottom, clip.bottom) };
        if (box.left >= box.right || box.top >= box.bottom) return;
        if (scrolls(style.overflowX) && !hides(style.overflowX) && (rect.left < clip.left || rect.right > clip.right)) return;
      }
      if (style.position === 'absolute') isMark = true;
      if (style.position === 'fixed') break;
    }
    if (box.left < EDGE || box.right > innerWidth - EDGE) report('touches the edge');
    if (box.top < 0 || box.bottom > innerHeight + 0.5) report('leaves the window');
  };
  for (const scroller of document.querySelectorAll('.panel-content, .tab-panel, .messages, .exchanges, .source-banner, .above-composer'))
    if (isShown(scroller) && scroller.scrollWidth > scroller.clientWidth + 1) found.add(scroller.className + ': scrolls sideways');
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text !== null; text = texts.nextNode()) {
    const words = text.nodeValue.trim();
    const element = text.parentElement;
    if (words === '' || !isShown(element)) continue;
    if (isModal !== null && !isModal.contains(element)) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    for (const rect of range.getClientRects()) if (rect.width > 0) check('“' + words.slice(0, 40) + '”', element, rect);
  }
  for (const control of document.querySelectorAll('button, input, select, textarea')) {
    if (!isShown(control) || (isModal !== null && !isModal.contains(control))) continue;
    const rect = control.getBoundingClientRect();
    if (rect.width > 0) check(control.tagName + ' ' + (control.textContent.trim().slice(0, 40) || control.ariaLabel || control.name), control.parentElement, rect);
  }
  return [...found];
})()`;
