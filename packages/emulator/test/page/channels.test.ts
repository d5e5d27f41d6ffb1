import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { accessibilityProblems, overflowsSideways } from 'test-support';
import {
  expectMessages,
  FIRST_REPLY,
  holdRequests,
  messageField,
  NARROW,
  notice,
  openEmulator,
  SECOND_REPLY,
  text,
  WIDE,
} from '../support/page';
import { says, serveWebhook } from '../support/webhook-server';

/** Adds a phone of a channel, which is then selected. */
async function addPhone(page: Page, channel: string): Promise<void> {
  await page.getByLabel('What the new phone texts by').selectOption(channel);
  await page.getByRole('button', { name: 'Add a phone' }).click();
  await page.getByRole('textbox', { name: new RegExp(`^Message from ${channel}:`) }).waitFor();
}

it('texts on WhatsApp, with a name and a tapped button, and counts no segments', async () => {
  await using opened = await openEmulator(WIDE);
  const { page, twilio, errors } = opened;
  await addPhone(page, 'whatsapp');
  expect(await page.getByLabel('Texts the number').inputValue()).toBe('whatsapp:+15552220000');
  await messageField(page).fill('ż'.repeat(200));
  await page.locator('#segment-count').getByText('200 characters', { exact: true }).waitFor();
  await text(page, 'hi', 1);

  await page.getByText('Tap a button, name the phone').click();
  const named = page.getByRole('form', { name: 'Name on WhatsApp' });
  await named.getByLabel('Name on WhatsApp').fill('Ann');
  await Promise.all([
    notice(page, 'The name is saved.').waitFor(),
    named.getByRole('button', { name: 'Save' }).click(),
  ]);
  const tapped = page.getByRole('form', { name: 'Tap a button' });
  await tapped.getByLabel('What stands on it').fill('Confirm');
  await tapped.getByLabel('Its payload').fill('confirm-7');
  await tapped.getByRole('button', { name: 'Tap' }).click();
  await page.getByText('Button · confirm-7').waitFor();
  await page.locator('.outbound .bubble').nth(1).waitFor();
  await expectMessages(page, ['hi', FIRST_REPLY, 'Confirm', SECOND_REPLY]);

  const [conversation] = twilio.engine.conversations();
  const parameters = Object.fromEntries(conversation?.turns.at(-1)?.exchanges[0]?.request.parameters ?? []);
  expect(parameters).toMatchObject({ ProfileName: 'Ann', ButtonText: 'Confirm', ButtonPayload: 'confirm-7' });
  expect(errors).toEqual([]);
});

it('says what is wrong with a tapped button', async () => {
  await using opened = await openEmulator(WIDE);
  const { page } = opened;
  await addPhone(page, 'rcs');
  await page.getByText('Tap a button').click();
  const tapped = page.getByRole('form', { name: 'Tap a button' });
  await tapped.getByLabel('What stands on it').fill('Confirm');
  await tapped.getByLabel('Its payload').fill('x'.repeat(257));
  await tapped.getByRole('button', { name: 'Tap' }).click();
  await page.getByText('buttonPayload must have at most 256 characters.').waitFor();
  expect(await page.getByLabel('Name on WhatsApp').count()).toBe(0);
});

it('keeps what is typed while the name is being saved', async () => {
  await using opened = await openEmulator(WIDE);
  const { page, twilio } = opened;
  await addPhone(page, 'whatsapp');
  const { release } = await holdRequests(page, /\/api\/phones\//, 'request');
  await page.getByText('Tap a button, name the phone').click();
  const field = page.getByRole('textbox', { name: 'Name on WhatsApp' });
  await field.fill('Ann');
  await field.press('Enter');
  await field.fill('Anna');
  release();
  await notice(page, 'The name is saved.').waitFor();
  expect(Object.values(twilio.engine.phones.profileNames())).toEqual(['Ann']);
  expect(await field.inputValue()).toBe('Anna');
});

it('says when a channel takes nothing but templates any more, and shows a place', async () => {
  await using opened = await openEmulator(WIDE);
  const { page, twilio } = opened;
  const ann = twilio.phone('whatsapp:+15551110002', { to: '/sms' });
  await ann.text('', { location: { latitude: 25.5, longitude: -77.4, label: 'Home' } });
  await page.getByRole('button', { name: /\+15551110002/ }).click();
  await page.locator('.bubble').getByText('Home · 25.5, -77.4').waitFor();
  expect(await page.locator('.window-notice').count()).toBe(0);
  twilio.clock.advance('25h');
  await page
    .getByText(/more than 24 hours since this phone wrote: WhatsApp takes nothing but templates/)
    .waitFor();
  await ann.text('hi');
  await page.locator('.window-notice').waitFor({ state: 'detached' });
});

it('adds a number with an address of choice, and switches its cookies of channels off', async () => {
  await using other = await serveWebhook(says('the agent'));
  await using opened = await openEmulator(WIDE);
  const { page, twilio } = opened;
  await page.getByRole('button', { name: 'Numbers' }).click();
  await page.getByRole('button', { name: 'Add a number' }).click();
  const form = page.getByRole('form').last();
  const address = form.getByLabel(/^Phone number, short code/);
  const save = form.getByRole('button', { name: 'Save' });
  await address.fill('rcs:two words');
  await save.click();
  await form.getByText(/number must be a phone number/).waitFor();
  expect(await address.getAttribute('aria-invalid')).toBe('true');
  await address.fill('+15552220000');
  await save.click();
  await form.getByText('+15552220000 is one of your numbers already.').waitFor();
  await address.fill('rcs:brand_agent');
  await form.getByLabel('A message comes in').fill(other.url);
  await form.getByText('More settings').click();
  await form.getByLabel(/^Keep cookies/).uncheck();
  await Promise.all([notice(page, 'rcs:brand_agent is saved.').waitFor(), save.click()]);
  expect(twilio.engine.numbers().at(-1)).toMatchObject({ number: 'rcs:brand_agent', channelCookies: false });
  expect(await page.getByLabel(/^Phone number, short code/).count()).toBe(0);
  await page.keyboard.press('Escape');

  await addPhone(page, 'rcs');
  await page.getByLabel('Texts the number').selectOption('rcs:brand_agent');
  await text(page, 'hi', 1);
  await expectMessages(page, ['hi', 'the agent']);
});

describe('the page is accessible and fits with phones of every channel', () => {
  it.each([
    { width: 'narrow', colorScheme: 'light', ...NARROW },
    { width: 'narrow', colorScheme: 'dark', ...NARROW },
    { width: 'wide', colorScheme: 'light', ...WIDE },
    { width: 'wide', colorScheme: 'dark', ...WIDE },
  ] as const)('$width and $colorScheme', async ({ colorScheme, viewport }) => {
    await using opened = await openEmulator({ viewport, colorScheme });
    const { page, errors, twilio } = opened;
    const problems: string[] = [];
    const look = async (what: string) => {
      const found = await accessibilityProblems(page);
      if (await overflowsSideways(page)) found.push('overflows sideways');
      problems.push(...found.map((problem) => `${what}: ${problem}`));
    };
    twilio.addNumber(`messenger:${'p'.repeat(100)}`);
    const long = `messenger:${'4465012966906978'.repeat(6)}`;
    await twilio.phone(long, { to: `messenger:${'p'.repeat(100)}` }).text('hi');
    await page.locator(`.phone-button[title="${long}"]`).click();
    await page.getByRole('heading', { name: new RegExp('p{100}') }).waitFor();
    await look('a long id');
    await addPhone(page, 'whatsapp');
    await text(page, 'hi', 1);
    twilio.clock.advance('25h');
    await page.locator('.window-notice').waitFor();
    await page.getByText('Tap a button, name the phone').click();
    await look('a phone of WhatsApp');
    await page.getByRole('button', { name: 'Numbers' }).click();
    await page.getByRole('button', { name: 'Add a number' }).click();
    await page.getByText('More settings').last().click();
    await look('a new number');
    expect(problems).toEqual([]);
    expect(errors).toEqual([]);
  });
});
