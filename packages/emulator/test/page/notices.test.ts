import { expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { accessibilityProblems, withClipboard } from 'test-support';
import { boxOf, intersect } from '../support/boxes';
import { NARROW, notice, openEmulator, text, WIDE } from '../support/page';

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
    const box = await boxOf(page.locator('.notices').filter({ visible: true, hasText: says }));
    expect({ name, covers: intersect(box, before) }).toEqual({ name, covers: false });
    // Behind a dialog the composer cannot be used.
    const isInDialog = (await page.getByRole('dialog').count()) > 0;
    for (const other of isInDialog ? [] : [page.locator('.composer'), page.locator('.send')])
      expect({ name, covers: intersect(box, await boxOf(other)) }).toEqual({ name, covers: false });
    expect(box.x).toBeGreaterThan(0);
    expect(box.x + box.width).toBeLessThan(width);
    expect(box.y + box.height).toBeLessThan(height);
    expect({ name, isOnTop: await isOnTop(shown) }).toEqual({ name, isOnTop: true });
    await page.keyboard.press('Escape');
  }
});

/** Whether nothing, such as a dialog, is drawn over the middle of an element. */
const isOnTop = (element: Locator): Promise<boolean> =>
  element.evaluate((target: Target) => {
    // What lets clicks through is not hit; for this look it is.
    target.style.pointerEvents = 'auto';
    const { left, top, width, height } = target.getBoundingClientRect();
    const hit = target.ownerDocument.elementFromPoint(left + width / 2, top + height / 2);
    target.style.pointerEvents = '';
    return target.contains(hit);
  });

type Target = {
  readonly style: { pointerEvents: string };
  readonly ownerDocument: { elementFromPoint: (x: number, y: number) => unknown };
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

it.each([
  ['narrow', NARROW],
  ['wide', WIDE],
])('can be used in an open dialog, which keeps the focus: %s', async (_, context) => {
  await using opened = await openEmulator(context);
  const { page, errors } = opened;
  await text(page, 'hi', 1);
  const dialog = page.getByRole('dialog', { name: 'Your numbers' });
  const undo = page.getByRole('button', { name: 'Undo' });
  const closeHasFocus = () =>
    dialog.getByRole('button', { name: 'Close' }).and(page.locator(':focus')).waitFor();
  for (const [name, finished] of [
    ['Undo', 1],
    ['Dismiss', 0],
  ] as const) {
    await button(page, /^Forget this conversation/).click();
    await undo.waitFor();
    await button(page, /^Numbers/).click();
    await dialog.getByRole('button', { name }).click();
    await undo.waitFor({ state: 'detached' });
    await closeHasFocus();
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await page.locator('.outbound .bubble').nth(finished).waitFor({ state: 'detached' });
    expect(await page.locator('.outbound .bubble').count()).toBe(finished);
  }
  expect(errors).toEqual([]);
});

it('stays when its dialog is closed, and is not shown again in another one', async () => {
  await using opened = await openEmulator(WIDE);
  const { page } = opened;
  await button(page, /^Numbers/).click();
  const form = page.getByRole('form', { name: '/sms' });
  await form.getByLabel('When that fails').fill('http://127.0.0.1:5000/fallback');
  await form.getByRole('button', { name: 'Save' }).click();
  const saved = page.locator('.notice').filter({ hasText: 'is saved' });
  await saved.waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  expect(await isOnTop(saved)).toBe(true);
  await saved.waitFor({ state: 'detached' });
  await button(page, /^Numbers/).click();
  expect(await page.locator('.notice').count()).toBe(0);
});

it('is shown beside a panel that is open, or above it', async () => {
  await using opened = await openEmulator(NARROW);
  const { page } = opened;
  await button(page, /^Move the clock:/).click();
  await page.getByLabel('Move ahead by').fill('90m');
  const moved = notice(page, /^The clock is now/);
  await Promise.all([moved.waitFor(), page.getByRole('button', { name: 'Move', exact: true }).click()]);
  expect(await isOnTop(moved)).toBe(true);
  expect(await page.getByRole('dialog', { name: 'Clock' }).isVisible()).toBe(true);
});
