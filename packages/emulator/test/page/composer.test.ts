import { expect, it } from '@jest/globals';
import type { Page, Route } from 'playwright-core';
import {
  bubbles,
  expectMessages,
  FIRST_REPLY,
  messageField,
  NARROW,
  openEmulator,
  text,
  WIDE,
} from '../support/page';

const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

async function attachPixel(page: Page): Promise<void> {
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Attach a picture' }).click(),
  ]);
  await chooser.setFiles({ name: 'dot.png', mimeType: 'image/png', buffer: PIXEL });
}

it('counts segments while a message is written, and Shift+Enter breaks the line', async () => {
  await using opened = await openEmulator();
  const { page } = opened;
  const counted = page.locator('#segment-count');
  await messageField(page).pressSequentially('one');
  await messageField(page).press('Shift+Enter');
  await messageField(page).pressSequentially('two');
  await counted.getByText('GSM-7 · 7 characters · 1 segment · 153 left', { exact: true }).waitFor();
  await messageField(page).fill('x'.repeat(161));
  await counted.getByText('GSM-7 · 161 characters · 2 segments · 145 left', { exact: true }).waitFor();
  await messageField(page).fill('żółw'.repeat(10));
  await counted.getByText('UCS-2 for ż ó ł · 40 characters · 1 segment · 30 left', { exact: true }).waitFor();

  await text(page, 'one\ntwo', 1);
  await expectMessages(page, ['one\ntwo', FIRST_REPLY]);
});

it('sends a picture and shows it', async () => {
  await using opened = await openEmulator(WIDE);
  const { page, errors } = opened;
  await attachPixel(page);
  await page.getByRole('img', { name: 'Attached picture 1' }).waitFor();
  await text(page, '', 1);

  await expectMessages(page, ['(picture)', FIRST_REPLY]);
  const picture = page.getByRole('img', { name: 'Picture', exact: true });
  type Image = { decode: () => Promise<void>; naturalWidth: number };
  expect(
    await picture.evaluate(async (image: Image) => {
      await image.decode();
      return image.naturalWidth;
    }),
  ).toBe(1);
  await page.getByRole('tab', { name: 'Request' }).click();
  await page.getByText('MediaUrl0').waitFor();
  expect(errors).toEqual([]);
});

it('gives the words and the pictures back when a message is refused', async () => {
  await using opened = await openEmulator();
  const { page } = opened;
  await attachPixel(page);
  const picture = page.getByRole('img', { name: 'Attached picture 1' });
  await picture.waitFor();
  await page.route('**/api/messages', (route) => route.fulfill({ status: 400, json: { error: 'Not now.' } }));
  await messageField(page).fill('hi');
  await messageField(page).press('Enter');
  await page.getByRole('alert').getByText('Not now.').waitFor();
  await picture.waitFor();
  expect(await messageField(page).inputValue()).toBe('hi');
});

it('keeps the words of a message that is refused for the arrow up, when others were written since', async () => {
  await using opened = await openEmulator();
  const { page } = opened;
  const asked = new Promise<Route>((resolve) => void page.route('**/api/messages', resolve));
  await messageField(page).fill('first');
  await messageField(page).press('Enter');
  const route = await asked;
  await messageField(page).fill('second');
  await route.fulfill({ status: 400, json: { error: 'Not now.' } });
  await page.getByRole('alert').getByText('Not now.').waitFor();
  expect(await messageField(page).inputValue()).toBe('second');
  await messageField(page).fill('');
  await messageField(page).press('ArrowUp');
  expect(await messageField(page).inputValue()).toBe('first');
});

it('does not send what is too long, and says why', async () => {
  await using opened = await openEmulator();
  const { page, twilio } = opened;
  const send = page.getByRole('button', { name: 'Send' });
  await messageField(page).fill('x'.repeat(1600));
  expect(await send.getAttribute('aria-disabled')).toBe('false');
  await messageField(page).press('x');
  await page.getByText('1 character too many: Twilio takes 1,600.').waitFor();
  expect(await send.getAttribute('aria-disabled')).toBe('true');
  expect(await send.getAttribute('aria-describedby')).toBe('segment-count');
  expect(await messageField(page).getAttribute('aria-invalid')).toBe('true');
  await messageField(page).press('Enter');
  await send.click({ force: true });
  expect(await messageField(page).inputValue()).toBe('x'.repeat(1601));

  await messageField(page).fill('short');
  await messageField(page).press('Enter');
  await page.locator('.bubble').getByText(FIRST_REPLY).first().waitFor();
  expect(twilio.engine.conversations()[0]?.messages.map(({ body }) => body)).toEqual(['short', FIRST_REPLY]);
});

it('refuses files by name, with the reason, and attaches the others', async () => {
  await using opened = await openEmulator();
  const { page } = opened;
  const attach = async (...files: { name: string; mimeType: string; buffer: Buffer }[]) => {
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.getByRole('button', { name: 'Attach a picture' }).click(),
    ]);
    await chooser.setFiles(files);
  };
  const alert = page.getByRole('alert');
  await attach({ name: 'nothing.png', mimeType: 'image/png', buffer: Buffer.alloc(0) });
  await alert.getByText('nothing.png is empty').waitFor();

  const dot = { name: 'dot.png', mimeType: 'image/png', buffer: PIXEL };
  await attach({ name: 'logo.svg', mimeType: 'image/svg+xml', buffer: Buffer.from('<svg/>') }, dot);
  await alert.getByText(/logo\.svg was not attached\. SVG is none of the types that Twilio takes/).waitFor();
  await page.getByRole('img', { name: 'Attached picture 1' }).waitFor();
  expect(await page.getByRole('img', { name: /^Attached picture/ }).count()).toBe(1);
});

it('breaks the line with Enter on a touch screen, and does not speak of Shift', async () => {
  await using opened = await openEmulator({ ...NARROW, hasTouch: true, isMobile: true });
  const { page } = opened;
  expect(await page.getByText('Shift Enter').isVisible()).toBe(false);
  await messageField(page).pressSequentially('one');
  await messageField(page).press('Enter');
  await messageField(page).pressSequentially('two');
  expect(await messageField(page).inputValue()).toBe('one\ntwo');
  await page.getByRole('button', { name: 'Send' }).tap();
  await page.locator('.bubble').getByText(FIRST_REPLY).first().waitFor();
  expect((await bubbles(page))[0]).toBe('one\ntwo');
});

it('says in words what the emulator refuses, and gives the message back', async () => {
  await using opened = await openEmulator();
  const { page, twilio } = opened;
  const phone = await page.locator('.phone-row.chosen .phone-button').getAttribute('title');
  await page.route('**/api/messages', async (route) => {
    // Switched off by someone else, a moment before.
    twilio.engine.phones.set(phone ?? '', false);
    await route.continue();
  });
  await messageField(page).fill('hi');
  await messageField(page).press('Enter');
  await page.getByRole('alert').getByText('a phone that is switched off').waitFor();
  expect(await messageField(page).inputValue()).toBe('hi');

  await page.getByRole('button', { name: 'Numbers' }).click();
  const form = page.getByRole('form', { name: '/sms' });
  await form.getByLabel('A message comes in').fill('nonsense');
  await form.getByRole('button', { name: 'Save' }).click();
  await form.getByRole('alert').getByText('http://').waitFor();
  expect(await form.getByLabel('A message comes in').getAttribute('aria-invalid')).toBe('true');
});
