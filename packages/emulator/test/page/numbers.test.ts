import { expect, it } from '@jest/globals';
import {
  bubbles,
  expectMessages,
  expectSoon,
  FIRST_REPLY,
  newPromise,
  notice,
  openEmulator,
  text,
  WIDE,
} from '../support/page';
import { says, serveWebhook } from '../support/webhook-server';

it('names a number of a Function, and resets it to its Function', async () => {
  await using other = await serveWebhook(says('the other one'));
  await using opened = await openEmulator(WIDE);
  const { page, twilio, errors } = opened;
  await page.getByRole('button', { name: 'Numbers' }).click();
  const form = page.getByRole('form', { name: /\/sms/ });
  const reset = form.getByRole('button', { name: 'Reset to /sms' });
  expect(await reset.count()).toBe(0);
  const built = twilio.engine.number('+15552220000');

  await form.getByText('More settings').click();
  await form.getByLabel('Name (optional)').fill('The shop');
  await form.getByLabel('A message comes in').fill(other.url);
  await Promise.all([notice(page, /is saved/).waitFor(), form.getByRole('button', { name: 'Save' }).click()]);
  await page.keyboard.press('Escape');
  await page.getByRole('heading', { name: /The shop \(\/sms\)/ }).waitFor();
  await text(page, 'hi', 1);
  await expectMessages(page, ['hi', 'the other one']);

  await page.getByRole('button', { name: 'Numbers' }).click();
  await Promise.all([notice(page, '+15552220000 calls /sms again.').waitFor(), reset.click()]);
  expect(twilio.engine.number('+15552220000')).toEqual({ ...built, friendlyName: 'The shop' });
  expect(await form.locator('input:focus').inputValue()).toBe(built?.smsUrl);
  await page.keyboard.press('Escape');
  await text(page, 'hi', 2);
  expect((await bubbles(page)).at(-1)).toBe(FIRST_REPLY);
  expect(errors).toEqual([]);
});

it('adds a number that calls a Function, deletes it, and restores it', async () => {
  await using opened = await openEmulator(WIDE);
  const { page, twilio } = opened;
  await page.getByRole('button', { name: 'Numbers' }).click();
  await page.getByRole('button', { name: 'Add a number' }).click();
  const form = page.getByRole('form').last();
  const field = form.getByLabel('A message comes in');
  const choices = page.locator(`datalist#${(await field.getAttribute('list')) ?? ''} option`);
  expect(await choices.allTextContents()).toContain('/reservation');
  const url = (await choices.filter({ hasText: /^\/reservation$/ }).getAttribute('value')) ?? '';
  await form.getByLabel(/^Phone number, short code/).fill('12345');
  await field.fill(url);
  await Promise.all([
    notice(page, '12345 is saved.').waitFor(),
    form.getByRole('button', { name: 'Save' }).click(),
  ]);
  const added = twilio.engine.number('12345');
  expect(added).toMatchObject({ number: '12345', smsUrl: url });

  await page.getByRole('button', { name: 'Delete the number 12345' }).click();
  await page.getByRole('button', { name: 'Restore the number 12345' }).waitFor();
  expect(twilio.engine.number('12345')).toBeUndefined();
  await page.locator('#restore-12345:focus').press('Enter');
  await page.getByRole('button', { name: 'Delete the number 12345' }).waitFor();
  expect(twilio.engine.number('12345')).toEqual(added);
});

it('keeps what is edited while a number is being saved', async () => {
  await using opened = await openEmulator(WIDE);
  const { page, twilio } = opened;
  const held = newPromise<undefined>();
  await page.route('**/api/numbers/*', async (route) => {
    await held.promise;
    await route.continue();
  });
  await page.getByRole('button', { name: 'Numbers' }).click();
  const form = page.getByRole('form', { name: '/sms' });
  const fallback = form.getByLabel('When that fails (optional)');
  const save = form.getByRole('button', { name: 'Save' });
  await form.getByLabel('A message comes in').fill('http://127.0.0.1:1/new');
  await save.click();
  await fallback.fill('http://127.0.0.1:1/fallback');
  held.resolve(undefined);
  await notice(page, /is saved/).waitFor();
  const number = () => twilio.engine.number(twilio.number('/sms'));
  expect(number()).toMatchObject({ smsUrl: 'http://127.0.0.1:1/new', smsFallbackUrl: '' });
  expect(await fallback.inputValue()).toBe('http://127.0.0.1:1/fallback');
  await save.click();
  await expectSoon(() => number()?.smsFallbackUrl, 'http://127.0.0.1:1/fallback');
});
