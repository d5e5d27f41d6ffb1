import { expect, it } from '@jest/globals';
import { bundlePage } from '../../src/page/bundle';
import { messageField, openEmulator, startWithPage, text } from '../support/page';

it('says that the emulator cannot be reached, and reconnects when it can', async () => {
  await using opened = await openEmulator();
  const { page, twilio } = opened;
  await text(page, 'before', 1);
  const port = Number(new URL(twilio.url ?? '').port);
  await twilio.stop();
  await page.getByText(/The connection to the emulator is lost/).waitFor();

  await using restarted = await startWithPage({ functions: 'dist/functions', port });
  await page.getByText(/The connection to the emulator is lost/).waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Say hi' }).waitFor();
  await restarted.phone('+15551110009', { to: '/sms' }).text('after');
  await page.getByRole('button', { name: /\+15551110009/ }).waitFor();
  expect(await page.locator('.phone-row').count()).toBe(2);
});

it('no longer says that the emulator cannot be reached when it is connected again', async () => {
  await using opened = await openEmulator();
  const { page } = opened;
  const port = Number(new URL(opened.twilio.url ?? '').port);
  await opened.twilio.stop();
  await page.getByText(/The connection to the emulator is lost/).waitFor();
  await messageField(page).fill('lost');
  await messageField(page).press('Enter');
  const phone = (await page.locator('.phone-row.chosen .phone-button').getAttribute('title')) ?? '';
  const problem = page.getByText(/^ ?The emulator cannot be reached/);
  await problem.waitFor();

  await using restarted = await startWithPage({ functions: 'dist/functions', port });
  await problem.waitFor({ state: 'detached' });
  expect(restarted.engine.conversations()).toEqual([]);
  // This emulator has not been told of the phone; what was not sent is kept for it.
  restarted.engine.phones.add(phone);
  await page.locator(`.phone-button[title="${phone}"]`).click();
  expect(await messageField(page).inputValue()).toBe('lost');
});

it('loads nothing from elsewhere, and has no inline script or style', async () => {
  await using opened = await openEmulator();
  const { page, twilio } = opened;
  const requested: string[] = [];
  page.on('request', (request) => requested.push(new URL(request.url()).origin));
  await page.reload();
  await messageField(page).waitFor();
  expect(new Set(requested)).toEqual(new Set([twilio.url]));

  const files = await bundlePage();
  expect(Object.keys(files)).toEqual(['/', '/page.js', '/theme.js', '/page.css', '/icon.svg']);
  expect(files['/'].content).not.toMatch(/<style|style=|<script(?! src="\/(?:page|theme)\.js")/);
  expect(files['/page.css'].content).not.toMatch(/url\(|@import/);
});
