import { expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { messageField, NARROW, openEmulator, text, WIDE } from '../support/page';

const focused = (page: Page): Promise<string> =>
  page.evaluate(
    '(({ id, title, ariaLabel, textContent }) => id || title || ariaLabel || textContent.trim())(document.activeElement)',
  );

/** The focus is nowhere, as at the top of a page. */
const toTop = (page: Page) => page.evaluate('document.activeElement.blur()');

it.each([
  ['narrow', NARROW],
  ['wide', WIDE],
])('begins in the composer: %s', async (_, context) => {
  await using opened = await openEmulator(context);
  const { page } = opened;
  await page.reload();
  await page.locator('#message:focus').waitFor();
  await page.keyboard.type('at once');
  expect(await messageField(page).inputValue()).toBe('at once');
});

it('does not begin there on a touch screen, where the keyboard would cover the page', async () => {
  await using opened = await openEmulator({ ...NARROW, hasTouch: true, isMobile: true });
  const { page } = opened;
  await page.reload();
  await messageField(page).waitFor();
  await page.getByRole('button', { name: 'Say hi' }).waitFor();
  expect(await page.evaluate('document.activeElement === document.body')).toBe(true);
});

it('reaches the composer in one step from the top', async () => {
  await using opened = await openEmulator(WIDE);
  const { page, twilio } = opened;
  await twilio.phone('+15551110000', { to: '/sms' }).text('hi');
  await page.locator('.phone-row').nth(1).waitFor();
  await page.reload();
  await page.locator('#message:focus').waitFor();
  await toTop(page);
  // The browser goes on from where the focus was.
  await page.locator('.skip').focus();
  await page.keyboard.press('Enter');
  expect(await focused(page)).toBe('message');
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Shift+Tab');
  expect(await focused(page)).not.toBe('message');
});

it('makes the phones one stop of Tab, with the arrow keys between them', async () => {
  await using opened = await openEmulator(WIDE);
  const { page, twilio } = opened;
  const phones = Array.from({ length: 30 }, (_, index) => `+1555333${String(index).padStart(4, '0')}`);
  for (const phone of phones) await twilio.phone(phone, { to: '/sms' }).text('hi');
  const rows = page.locator('.phone-button');
  await rows.nth(30).waitFor();
  const stops = () => page.locator('.phone-button:not([tabindex="-1"])').count();
  expect(await stops()).toBe(1);

  await page.getByRole('button', { name: 'Add a phone' }).focus();
  await page.keyboard.press('Tab');
  const own = await focused(page);
  expect(await rows.first().getAttribute('id')).toBe(own);
  await page.keyboard.press('ArrowDown');
  expect(await focused(page)).toBe(`phone-${phones[0] ?? ''}`);
  await page.keyboard.press('End');
  expect(await focused(page)).toBe(`phone-${phones[29] ?? ''}`);
  await page.keyboard.press('ArrowDown');
  expect(await focused(page)).toBe(`phone-${phones[29] ?? ''}`);
  await page.keyboard.press('ArrowUp');
  expect(await focused(page)).toBe(`phone-${phones[28] ?? ''}`);
  await page.keyboard.press('Enter');
  await page.locator(`.phone-row.chosen [title="${phones[28] ?? ''}"]`).waitFor();
  await page.keyboard.press('Home');
  expect(await focused(page)).toBe(own);
  expect(await stops()).toBe(1);
});

it('makes the turns one stop of Tab, the last or the one that is inspected first', async () => {
  await using opened = await openEmulator({ viewport: { width: 900, height: 700 } });
  const { page } = opened;
  for (let turn = 1; turn <= 4; turn++) await text(page, `turn ${turn}`, turn);
  const turn = (index: number) => page.locator('.turn-button').nth(index);
  const hasFocus = (index: number) =>
    turn(index).evaluate(
      (button: { ownerDocument: { activeElement: unknown } }) =>
        button.ownerDocument.activeElement === button,
    );
  expect(await page.locator('.turn-button:not([tabindex="-1"])').count()).toBe(1);

  await page.getByRole('group', { name: 'Messages' }).focus();
  await page.keyboard.press('Tab');
  expect(await hasFocus(3)).toBe(true);
  await page.keyboard.press('ArrowUp');
  expect(await hasFocus(2)).toBe(true);
  await page.keyboard.press('Home');
  expect(await hasFocus(0)).toBe(true);
  await page.keyboard.press('Enter');
  await page.getByText('Turn 1 of 4').waitFor();
  await page.keyboard.press('Escape');
  await page.locator('.turn-button:focus').waitFor();
  expect(await hasFocus(0)).toBe(true);
  // And on from the list, past all other turns.
  await page.keyboard.press('Tab');
  expect(await focused(page)).toBe('Attach a picture');
});
