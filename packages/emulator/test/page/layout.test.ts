import { expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { FAULTS, NO_FAULTS } from '../../src/engine/faults';
import { boxOf, clippedTexts } from '../support/boxes';
import { messageField, openEmulator, text, WIDE } from '../support/page';

const ANN = '+15551110000';

const choose = async (page: Page, phone: string) => {
  await page.locator(`.phone-button[title="${phone}"]`).click();
};

it('has no second scroll bar, however long the conversation is', async () => {
  await using opened = await openEmulator(WIDE);
  const { page, twilio } = opened;
  const ann = twilio.phone(ANN, { to: '/sms' });
  for (let turn = 0; turn < 60; turn++) await ann.text(`Message ${turn}`);
  await choose(page, ANN);
  await page.getByText('Message 59').first().waitFor();
  const tooLong = () =>
    page.evaluate<number>('document.scrollingElement.scrollHeight - document.documentElement.clientHeight');
  for (const [width, height] of [
    [1920, 1000],
    [1440, 900],
    [768, 1024],
    [360, 740],
    [640, 360],
  ] as const) {
    await page.setViewportSize({ width, height });
    expect({ width, tooLong: await tooLong() }).toEqual({ width, tooLong: 0 });
    await page.locator('.turn-button').last().click();
    await page.getByRole('tab', { name: 'Request' }).click();
    expect({ width, tooLong: await tooLong() }).toEqual({ width, tooLong: 0 });
    await page.getByRole('button', { name: 'Close the inspector' }).click();
  }
});

it.each([
  [640, 400],
  [640, 360],
  [480, 360],
  [960, 400],
])('leaves half of the height to messages and composer at 200 %% zoom: %i x %i', async (width, height) => {
  await using opened = await openEmulator({ viewport: { width, height }, deviceScaleFactor: 2 });
  const { page } = opened;
  await text(page, 'hi', 1);
  await text(page, 'hi', 2);
  const messages = await boxOf(page.locator('.messages'));
  const composer = await boxOf(page.locator('.composer'));
  expect(composer.y + composer.height).toBeLessThanOrEqual(height);
  expect((messages.height + composer.height) / height).toBeGreaterThanOrEqual(0.5);
  expect(await clippedTexts(page)).toEqual([]);

  await page.locator('.turn-button').last().click();
  const panel = await boxOf(page.getByRole('tabpanel'));
  expect(panel.height / height).toBeGreaterThanOrEqual(0.4);
});

it.each([
  [360, 740],
  [384, 400],
  [640, 360],
  [960, 400],
  [1280, 800],
])('keeps composer and messages in sight, whatever else there is to say: %i x %i', async (width, height) => {
  await using opened = await openEmulator({ viewport: { width, height } });
  const { page, twilio } = opened;
  const phone = `whatsapp:${ANN}`;
  await twilio.phone(phone, { to: '/sms' }).text('hi');
  await choose(page, phone);
  await page.locator('.outbound .bubble').waitFor();
  twilio.clock.advance('25h');
  await page.locator('.window-notice').waitFor();
  const look = async () => {
    const [messages, composer] = [
      await boxOf(page.locator('.messages')),
      await boxOf(page.locator('.composer')),
    ];
    expect(composer.y + composer.height).toBeLessThanOrEqual(height);
    expect(messages.height).toBeGreaterThanOrEqual(40);
    expect(await clippedTexts(page)).toEqual([]);
  };
  const at = { file: 'src/functions/appointments/book.protected.ts', line: 12, column: 5, url: 'x:y' };
  const message = 'Expected ";" but found "conversation", and a message that goes on for another line or two';
  const problems = Array.from({ length: 9 }, () => ({ kind: 'build' as const, message, at }));
  twilio.engine.setSources({ problems, leftOut: 3 });
  await page.locator('.source-banner').waitFor();
  twilio.faults(Object.fromEntries(FAULTS.map(({ key }) => [key, 'next'])));
  await page.locator('.fault-badge').nth(20).waitFor();
  await look();
  twilio.faults(NO_FAULTS);
  await page.locator('.fault-badge').first().waitFor({ state: 'detached' });
  await page.getByText('Tap a button, name the phone').click();
  await look();
  await page.getByText('Tap a button, name the phone').click();
  await messageField(page).fill('one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine');
  await look();
});

it('clips nothing, and keeps it off the edge', async () => {
  await using opened = await openEmulator(WIDE);
  const { page, twilio } = opened;
  const own = await page.locator('.phone-row.chosen .phone-button').getAttribute('title');
  await text(page, 'hi', 1);
  await twilio.phone('+4915112345678', { to: '/sms' }).text('hi');
  await choose(page, own ?? '');
  const found: string[] = [];
  const look = async (what: string) => {
    for (const line of await clippedTexts(page)) found.push(`${what}: ${line}`);
  };
  for (const width of [1920, 1280, 1088, 1087, 900, 768, 720, 719, 480, 360]) {
    await page.setViewportSize({ width, height: 740 });
    await look(`the conversation at ${width}`);
    await page.locator('.turn-button').last().click();
    for (const name of ['Request', 'Answer', 'Cookie', 'Debugger']) {
      await page.getByRole('tab', { name }).click();
      await look(`${name} at ${width}`);
    }
    await page.getByRole('button', { name: 'Close the inspector' }).click();
    for (const name of ['Scheduled', 'Faults', 'Colours', 'Numbers']) {
      await page.getByRole('button', { name, exact: true }).click();
      await page.getByRole('dialog').first().waitFor();
      await look(`${name} at ${width}`);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').first().waitFor({ state: 'hidden' });
    }
  }
  expect(found).toEqual([]);
});

it('uses the width of a large screen', async () => {
  await using opened = await openEmulator({ viewport: { width: 1920, height: 1000 } });
  const { page } = opened;
  await text(page, 'hi', 1);
  const widths = await Promise.all(
    ['.phones', '.handset', '.inspector'].map(async (part) => (await boxOf(page.locator(part))).width),
  );
  expect(widths.reduce((sum, width) => sum + width) / 1920).toBeGreaterThan(0.9);
  // What belongs together is side by side.
  const body = await boxOf(page.getByRole('heading', { name: 'Body' }));
  const headers = await boxOf(page.getByRole('heading', { name: /^Headers/ }));
  expect(headers.y).toBe(body.y);
});

it('keeps the header and the corners of dialogs and panels while their content scrolls', async () => {
  await using opened = await openEmulator({ viewport: { width: 800, height: 420 } });
  const { page } = opened;
  for (const name of ['Numbers', 'Faults']) {
    await page.getByRole('button', { name, exact: true }).click();
    const dialog = page.getByRole('dialog');
    const content = dialog.locator('.panel-content');
    const header = await boxOf(dialog.getByRole('heading', { level: 2 }));
    const scrolled = await content.evaluate((element: { scrollTop: number }) => {
      element.scrollTop = 100_000;
      return element.scrollTop;
    });
    expect(scrolled).toBeGreaterThan(50);
    expect(await boxOf(dialog.getByRole('heading', { level: 2 }))).toEqual(header);
    const [outer, inner] = [await boxOf(dialog), await boxOf(content)];
    expect(outer.y + outer.height).toBeLessThanOrEqual(420);
    expect(inner.y).toBeGreaterThanOrEqual(header.y + header.height);
    // The scroll bar is the content's; the dialog, which has the corners, clips it.
    expect(
      await dialog.evaluate(
        (element: object) =>
          (
            globalThis as unknown as { getComputedStyle: (of: object) => { overflow: string } }
          ).getComputedStyle(element).overflow,
      ),
    ).toBe('hidden');
    await page.keyboard.press('Escape');
  }
});

it('does not shift the tabs when another is selected, or another turn', async () => {
  await using opened = await openEmulator(WIDE);
  const { page, twilio } = opened;
  twilio.faults({ unreachable: 'next' });
  await messageField(page).fill('lost');
  await messageField(page).press('Enter');
  await page.getByText('1 error').waitFor();
  await text(page, 'hi', 1);
  const places = async () =>
    Promise.all((await page.getByRole('tab').all()).map(async (tab) => (await boxOf(tab)).x));
  const before = await places();
  expect(before.length).toBeGreaterThan(3);
  for (const tab of await page.getByRole('tab').all()) {
    await tab.click();
    expect(await places()).toEqual(before);
  }
  await page.getByRole('button', { name: 'The turn before' }).click();
  await page.getByRole('tab', { name: /^Debugger ?1/ }).waitFor();
  expect(await places()).toEqual(before);
});
