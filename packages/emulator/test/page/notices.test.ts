import { expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { withClipboard } from 'test-support';
import { boxOf, intersect } from '../support/boxes';
import { notice, openEmulator, text } from '../support/page';

type Used = {
  readonly name: string;
  readonly says: RegExp;
  readonly shown?: string;
  /** The button of it that is still there afterwards. */
  readonly remains?: RegExp;
  readonly use: (page: Page) => Promise<Locator>;
};

const button = (page: Page, name: RegExp) => page.getByRole('button', { name });

/** What shows a notice: `use` gets as far as what is clicked. */
const USES: readonly Used[] = [
  { name: 'the clock', says: /^The clock is now/, use: (page) => Promise.resolve(button(page, /^\+4 h/)) },
  {
    name: 'Copy as test, in a menu',
    says: /^Copied/,
    remains: /^More about this conversation/, // the menu is closed then
    async use(page) {
      await button(page, /^More about this conversation/).click();
      return page.getByRole('menuitem', { name: 'Copy as test' });
    },
  },
  {
    name: 'saving a number, in a dialog',
    says: /is saved/,
    async use(page) {
      await button(page, /^Numbers/).click();
      const form = page.getByRole('form', { name: '/sms' });
      await form.getByLabel('When that fails').fill('http://127.0.0.1:5000/fallback');
      return form.getByRole('button', { name: 'Save' });
    },
  },
  {
    name: 'Forget, which can be undone',
    says: /is forgotten/,
    shown: '.undo-toast p', // the notice for screen readers is another one
    use: (page) => Promise.resolve(button(page, /^Forget this conversation/)),
  },
];

it.each([
  [360, 740],
  [768, 1024],
  [1280, 800],
  [1920, 1000],
  [640, 360],
])('a notice covers neither the composer nor what was used: %i x %i', async (width, height) => {
  const permissions = ['clipboard-read', 'clipboard-write'];
  await using opened = await openEmulator({ viewport: { width, height }, permissions });
  const { page } = opened;
  await text(page, 'hi', 1);
  for (const { name, says, shown: selector, remains, use } of USES) {
    const used = await use(page);
    const before = await boxOf(remains === undefined ? used : button(page, remains));
    const shown =
      selector === undefined ? notice(page, says) : page.locator(selector).filter({ hasText: says });
    await withClipboard(async () => {
      await Promise.all([shown.waitFor(), used.click()]);
    });
    const box = await boxOf(page.locator('.notices'));
    expect({ name, covers: intersect(box, before) }).toEqual({ name, covers: false });
    for (const other of [page.locator('.composer'), page.locator('.send')])
      expect({ name, covers: intersect(box, await boxOf(other)) }).toEqual({ name, covers: false });
    expect(box.x).toBeGreaterThan(0);
    expect(box.x + box.width).toBeLessThan(width);
    expect(box.y + box.height).toBeLessThan(height);
    expect({ name, isOnTop: await isOnTop(page, shown) }).toEqual({ name, isOnTop: true });
    await page.keyboard.press('Escape');
  }
});

/** Whether nothing, such as a dialog, is drawn over the middle of an element. */
const isOnTop = (page: Page, element: Locator): Promise<boolean> =>
  element.evaluate((target: Target) => {
    // Behind a modal dialog nothing can be hit: what is above it is in the top layer too, and came there later.
    if (target.ownerDocument.querySelector('dialog[open]') !== null)
      return target.closest(':popover-open') !== null;
    // What lets clicks through is not hit; for this look it is.
    target.style.pointerEvents = 'auto';
    const { left, top, width, height } = target.getBoundingClientRect();
    const hit = target.ownerDocument.elementFromPoint(left + width / 2, top + height / 2);
    target.style.pointerEvents = '';
    return target.contains(hit);
  });

type Target = {
  readonly style: { pointerEvents: string };
  readonly ownerDocument: {
    elementFromPoint: (x: number, y: number) => unknown;
    querySelector: (selector: string) => unknown;
  };
  readonly closest: (selector: string) => unknown;
  readonly getBoundingClientRect: () => { left: number; top: number; width: number; height: number };
  readonly contains: (other: unknown) => boolean;
};

it('lets Escape close the inspector while a notice is shown', async () => {
  await using opened = await openEmulator({ viewport: { width: 900, height: 700 } });
  const { page } = opened;
  await text(page, 'hi', 1);
  await page.getByRole('button', { name: /^Inspect this turn/ }).click();
  await Promise.all([notice(page, 'The clock is now').waitFor(), button(page, /^\+1 h/).click()]);
  await page.keyboard.press('Escape');
  await page.getByText('Turn 1 of 1').waitFor({ state: 'detached' });
  expect(await page.locator('.notice').count()).toBe(1);
});
