import { expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { accessibilityProblems } from 'test-support';
import {
  expectMessages,
  expectSoon,
  FIRST_REPLY,
  messageField,
  NARROW,
  openEmulator,
  SECOND_REPLY,
  text,
  WIDE,
} from '../support/page';

const undoButton = (page: Page) => page.getByRole('button', { name: 'Undo' });
const rows = (page: Page) =>
  page
    .locator('.phone-button')
    .evaluateAll((buttons: { title: string }[]) => buttons.map(({ title }) => title));
const expectFocus = (page: Page, id: string) => page.locator(`[id="${id}"]:focus`).waitFor();

/** A second tab of the same browser. */
async function secondTab(page: Page): Promise<Page> {
  const tab = await page.context().newPage();
  await tab.goto(page.url());
  await messageField(tab).waitFor();
  return tab;
}

it.each([
  ['narrow', NARROW],
  ['wide', WIDE],
])('undoes forgetting a conversation, with its messages and its cookie: %s', async (_, context) => {
  await using opened = await openEmulator(context);
  const { page, errors } = opened;
  await text(page, 'one', 1);
  await page.getByRole('button', { name: 'Forget this conversation' }).click();
  await undoButton(page).waitFor();
  await expectFocus(page, 'message');
  await expectMessages(page, []);
  expect(await accessibilityProblems(page)).toEqual([]);

  await undoButton(page).click();
  await page.locator('.bubble').getByText(FIRST_REPLY).first().waitFor();
  await expectFocus(page, 'message');
  await undoButton(page).waitFor({ state: 'detached' });
  await text(page, 'two', 2);
  await expectMessages(page, ['one', FIRST_REPLY, 'two', SECOND_REPLY]);
  expect(errors).toEqual([]);
});

it('undoes removing a phone by Ctrl+Z, where it was, and the focus goes along', async () => {
  await using opened = await openEmulator(WIDE);
  const { page } = opened;
  await text(page, 'one', 1);
  const [first = ''] = await rows(page);
  await page.getByRole('button', { name: 'Add a phone' }).click();
  await page.locator('.phone-row').nth(1).waitFor();
  const [, second = ''] = await rows(page);
  await page
    .getByRole('button', { name: new RegExp(`^\\${first} `) })
    .first()
    .click();

  await page.getByRole('button', { name: /^Remove the phone/ }).click();
  await expectFocus(page, `phone-${second}`);
  expect(await rows(page)).toEqual([second]);
  await page.keyboard.press('Control+z');
  await expectFocus(page, `phone-${first}`);
  // The order comes with everything else that is loaded then.
  await page.locator('.phone-row').first().locator(`[title="${first}"]`).waitFor();
  expect(await rows(page)).toEqual([first, second]);
  await expectMessages(page, ['one', FIRST_REPLY]);
});

it('leaves Ctrl+Z to a field in which something is typed', async () => {
  await using opened = await openEmulator(WIDE);
  const { page, twilio } = opened;
  await text(page, 'one', 1);
  await page.getByRole('button', { name: 'Forget this conversation' }).click();
  await undoButton(page).waitFor();
  await messageField(page).pressSequentially('ab');
  await page.keyboard.press('Control+z');
  expect(twilio.engine.conversations()).toEqual([]);
  await messageField(page).fill('');
  await page.keyboard.press('Control+z');
  await page.locator('.bubble').getByText(FIRST_REPLY).first().waitFor();
});

it('goes to the button that adds a phone when the last one is removed', async () => {
  await using opened = await openEmulator(WIDE);
  const { page } = opened;
  const [phone = ''] = await rows(page);
  await page.getByRole('button', { name: /^Remove the phone/ }).click();
  await expectFocus(page, 'add-phone');
  await undoButton(page).click();
  await expectFocus(page, `phone-${phone}`);
});

it('leaves a page without phones that says what to do, and does it', async () => {
  await using opened = await openEmulator(WIDE);
  const { page, twilio, errors } = opened;
  await page.getByRole('button', { name: /^Remove the phone/ }).click();
  await page.getByText('There is no phone yet.').waitFor();
  expect(await page.getByRole('link', { name: 'Skip to the message' }).count()).toBe(0);
  await page.getByRole('button', { name: 'Add the first phone' }).click();
  await expectFocus(page, 'message');
  expect(await rows(page)).toEqual(twilio.engine.phones.all());
  await text(page, 'hi', 1);
  expect(errors).toEqual([]);
});

it('is dismissed, and says when it is too late', async () => {
  await using opened = await openEmulator(WIDE);
  const { page, twilio } = opened;
  await text(page, 'one', 1);
  await page.getByRole('button', { name: 'Forget this conversation' }).click();
  await undoButton(page).waitFor();
  for (let count = 0; count < 20; count++) twilio.engine.forget('+1666', '+1777');
  await undoButton(page).click();
  await page.getByText('It cannot be undone any more.').waitFor();
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await undoButton(page).waitFor({ state: 'detached' });
  await expectFocus(page, 'message');
});

it('two tabs agree on phones, their order, and what is removed and back', async () => {
  await using opened = await openEmulator(WIDE);
  const { page } = opened;
  const other = await secondTab(page);
  await page.getByRole('button', { name: 'Add a phone' }).click();
  for (const tab of [page, other]) await tab.locator('.phone-row').nth(1).waitFor();
  const [first = '', second = ''] = await rows(page);
  expect(await rows(other)).toEqual([first, second]);

  await page.getByRole('button', { name: `Move the phone ${second} up` }).click();
  for (const tab of [page, other])
    await tab.locator(`.phone-row:first-of-type [title="${second}"]`).waitFor();
  await text(page, 'hi', 1);
  await page.getByRole('button', { name: /^Remove the phone/ }).click();
  await other.locator('.phone-row').nth(1).waitFor({ state: 'detached' });
  expect(await rows(other)).toEqual([first]);

  await undoButton(page).click();
  await other.locator(`[title="${second}"]`).click();
  await other.locator('.bubble').getByText(FIRST_REPLY).first().waitFor();
  await expectSoon(() => rows(other), [second, first]);
  await other.close();
});

it('the order of phones is there after a reload', async () => {
  await using opened = await openEmulator(WIDE);
  const { page } = opened;
  for (const count of [1, 2]) {
    await page.getByRole('button', { name: 'Add a phone' }).click();
    await page.locator('.phone-row').nth(count).waitFor();
  }
  const [a = '', b = '', c = ''] = await rows(page);
  await page.getByRole('button', { name: `Move the phone ${c} up` }).click();
  await page.locator(`.phone-row:nth-of-type(2) [title="${c}"]`).waitFor();
  await page.reload();
  await expectSoon(() => rows(page), [a, c, b]);
});

it('phones that an earlier version has stored in the browser are ignored', async () => {
  await using opened = await openEmulator(WIDE);
  const { page } = opened;
  const before = await rows(page);
  await page.evaluate(
    `localStorage.setItem('sms-emulator', '{"mine":["+15559990000"],"phone":"+15559990000","texts":{}}')`,
  );
  await page.reload();
  await page.locator('.phone-row.chosen').waitFor();
  expect(await rows(page)).toEqual(before);
});
