import { expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { expectMessages, FIRST_REPLY, openEmulator, text, WIDE } from '../support/page';
import { ANN, changeNumber } from '../support/turns';

async function openSettings(page: Page) {
  await page.getByRole('button', { name: 'Numbers' }).click();
  const form = page.getByRole('form', { name: '/sms' });
  await form.getByText('More settings').click();
  const save = form.getByRole('button', { name: 'Save' });
  return {
    form,
    save: () =>
      Promise.all([
        page.waitForResponse((answer) => answer.ok() && answer.url().includes('/api/numbers/')),
        save.click(),
      ]),
  };
}

it('sets the kind of a number', async () => {
  await using opened = await openEmulator(WIDE);
  const { page, twilio, errors } = opened;
  const { form, save } = await openSettings(page);
  const kind = form.getByLabel('Kind of number');
  expect(await kind.locator('option').allTextContents()).toEqual([
    'Long code, by its digits',
    'Long code',
    'Toll-free number',
    'Short code',
  ]);
  await kind.selectOption('Short code');
  await save();
  expect(twilio.engine.numbers().find(({ name }) => name === '/sms')?.kind).toBe('shortCode');
  expect(errors).toEqual([]);
});

it('switches Advanced Opt-Out on, with words and texts in two languages, and shows OptOutType', async () => {
  await using opened = await openEmulator(WIDE);
  const { page, twilio, errors } = opened;
  const { form, save } = await openSettings(page);
  await form.getByLabel('Advanced Opt-Out').check();
  expect(await form.getByLabel('Opt-out keywords').inputValue()).toMatch(/^stop, stopall, unsubscribe/);
  await form.getByLabel('Opt-out answer').fill('Bye.');
  await form.getByRole('button', { name: 'Add a language' }).click();
  const spanish = form.getByRole('group', { name: 'New language' });
  await spanish.getByLabel('Language').fill('es');
  await form
    .getByRole('group', { name: 'es' })
    .getByLabel('Opt-out keywords')
    .pressSequentially('baja, no más,');
  await form.getByRole('button', { name: 'Save' }).click();
  await form.getByText('advancedOptOut.languages.0.stop.reply must not be empty.').waitFor();
  const answer = form.getByRole('group', { name: 'es' }).getByLabel('Opt-out answer');
  expect(await answer.getAttribute('aria-invalid')).toBe('true');
  await answer.fill('Adiós.');
  await save();
  expect(twilio.engine.numbers().find(({ name }) => name === '/sms')?.advancedOptOut).toEqual({
    stop: { reply: 'Bye.' },
    languages: [{ language: 'es', stop: { keywords: ['baja', 'no más'], reply: 'Adiós.' } }],
  });
  await page.keyboard.press('Escape');
  await text(page, 'No más', 1);
  await expectMessages(page, ['No más', 'Adiós.']);
  const inspector = page.getByRole('complementary');
  await inspector.getByRole('tab', { name: 'Request' }).click();
  expect(await inspector.locator('dt', { hasText: 'OptOutType' }).locator('+ dd').textContent()).toBe('STOP');

  const again = await openSettings(page);
  await again.form.getByRole('button', { name: 'Add a language' }).click();
  await again.form.getByRole('group', { name: 'New language' }).getByLabel('Language').fill('fr');
  const french = again.form.getByRole('group', { name: 'fr' }).getByLabel('Opt-out keywords');
  await french.fill('arret');
  await again.form.getByRole('button', { name: 'Remove es' }).click();
  expect(await french.inputValue()).toBe('arret');
  await again.form.getByRole('button', { name: 'Remove fr' }).click();
  await again.save();
  await again.form.getByLabel('Advanced Opt-Out').uncheck();
  await again.save();
  expect(twilio.engine.numbers().find(({ name }) => name === '/sms')?.advancedOptOut).toBe(false);
  // The language without an answer was refused.
  expect(errors).toEqual([expect.stringContaining('400')]);
});

it('shows an opt-out of a Messaging Service in the conversation with its other sender, and ends it', async () => {
  await using opened = await openEmulator(WIDE);
  const { page, twilio } = opened;
  const { engine } = twilio;
  const OTHER = '+15553330000';
  changeNumber(twilio, { number: OTHER, name: OTHER, smsUrl: '' });
  const { sid } = engine.services.create({ friendlyName: 'Both', useInboundWebhookOnNumber: true });
  for (const number of [OTHER, twilio.number('/sms')]) engine.services.addSender(sid, number);
  await twilio.phone(ANN, { to: '/sms' }).text('hi');
  await page.getByRole('button', { name: new RegExp(`\\${ANN}`) }).click();
  await page.locator('.bubble').getByText(FIRST_REPLY).first().waitFor();
  await engine.send({ from: ANN, to: OTHER, body: 'STOP' });
  await page.getByLabel('Texts the number').selectOption('/sms');
  const badge = page.getByText('This phone has opted out');
  await badge.waitFor();
  await page.getByRole('button', { name: 'Send START' }).click();
  await badge.waitFor({ state: 'detached' });
  expect(engine.conversation(ANN, OTHER)?.optedOut).toBe(false);
});
