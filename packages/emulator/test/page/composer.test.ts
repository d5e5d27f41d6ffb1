import { expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { bubbles, FIRST_REPLY, messageField, openEmulator, text, WIDE } from '../support/page';

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
  expect(await bubbles(page)).toEqual(['one\ntwo', FIRST_REPLY]);
});

it('sends a picture and shows it', async () => {
  await using opened = await openEmulator(WIDE);
  const { page, errors } = opened;
  await attachPixel(page);
  await page.getByRole('img', { name: 'Attached picture 1' }).waitFor();
  await text(page, '', 1);

  expect(await bubbles(page)).toEqual(['(picture)', FIRST_REPLY]);
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
  const long = 'x'.repeat(1601);
  await messageField(page).fill(long);
  await messageField(page).press('Enter');
  await page.getByRole('alert').getByText('at most 1600 characters').waitFor();
  await picture.waitFor();
  expect(await messageField(page).inputValue()).toBe(long);
});

it('says in words what the emulator refuses, and gives the message back', async () => {
  await using opened = await openEmulator();
  const { page } = opened;
  const long = 'x'.repeat(1601);
  await messageField(page).fill(long);
  await page.getByText('1 characters too many: Twilio takes 1,600.').waitFor();
  await messageField(page).press('Enter');
  await page.getByRole('alert').getByText('at most 1600 characters').waitFor();
  expect(await messageField(page).inputValue()).toBe(long);

  await page.getByRole('button', { name: 'Numbers' }).click();
  const form = page.getByRole('form', { name: '/sms' });
  await form.getByLabel('A message comes in').fill('nonsense');
  await form.getByRole('button', { name: 'Save' }).click();
  await form.getByRole('alert').getByText('http://').waitFor();
  expect(await form.getByLabel('A message comes in').getAttribute('aria-invalid')).toBe('true');
});
