import { expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import {
  bubbles,
  expectMessages,
  expectSoon,
  FIRST_REPLY,
  holdRequests,
  notice,
  type OpenedPage,
  openEmulator,
  text,
  untilTrue,
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

/** Opens the form of a new number. */
async function addForm(page: Page) {
  await page.getByRole('button', { name: 'Numbers' }).click();
  await page.getByRole('button', { name: 'Add a number' }).click();
  return page.getByRole('form').last();
}

it('adds a number that calls a Function, deletes it, and restores it', async () => {
  await using opened = await openEmulator(WIDE);
  const { page, twilio } = opened;
  const form = await addForm(page);
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

async function openForm({ page, twilio }: OpenedPage) {
  await page.getByRole('button', { name: 'Numbers' }).click();
  const form = page.getByRole('form', { name: '/sms' });
  const number = twilio.number('/sms');
  return {
    url: form.getByLabel('A message comes in'),
    fallback: form.getByLabel('When that fails (optional)'),
    save: form.getByRole('button', { name: 'Save' }),
    reset: form.getByRole('button', { name: 'Reset to /sms' }),
    number,
    own: () => twilio.engine.number(number),
  };
}

/** The address of a number in the emulator's own API. */
const NUMBERS = /\/api\/numbers\//;

const [NEW, OTHER] = ['http://127.0.0.1:1/new', 'http://127.0.0.1:1/other'];

it('keeps what is edited while a number is being saved, or reset', async () => {
  await using opened = await openEmulator(WIDE);
  const { page } = opened;
  const { url, fallback, save, reset, own } = await openForm(opened);
  const built = own()?.smsUrl;
  const saving = await holdRequests(page, NUMBERS, 'request');
  await url.fill(NEW);
  await save.click();
  await fallback.fill(OTHER);
  saving.release();
  await notice(page, /is saved/).waitFor();
  expect(own()).toMatchObject({ smsUrl: NEW, smsFallbackUrl: '' });
  expect(await fallback.inputValue()).toBe(OTHER);
  await save.click();
  await expectSoon(() => own()?.smsFallbackUrl, OTHER);

  await page.unrouteAll();
  const resetting = await holdRequests(page, NUMBERS, 'request');
  await reset.click();
  await fallback.fill(NEW);
  resetting.release();
  await notice(page, /calls \/sms again/).waitFor();
  expect(own()?.smsUrl).toBe(built);
  await expectSoon(() => url.inputValue(), built);
  expect(await fallback.inputValue()).toBe(NEW);
  expect(
    await fallback.evaluate((field: { matches: (selector: string) => boolean }) => field.matches(':focus')),
  ).toBe(true);
});

it.each([
  ['as it is offered', undefined],
  ['that was changed', '12345'],
])('keeps what is edited while a new number %s is being saved', async (_, address) => {
  await using opened = await openEmulator(WIDE);
  const { page, twilio } = opened;
  const form = await addForm(page);
  const fallback = form.getByLabel('When that fails (optional)');
  if (address !== undefined) await form.getByLabel(/^Phone number, short code/).fill(address);
  await form.getByLabel('A message comes in').fill(NEW);
  const { release } = await holdRequests(page, NUMBERS, 'request');
  await form.getByRole('button', { name: 'Save' }).click();
  await fallback.fill(OTHER);
  release();
  await notice(page, /is saved/).waitFor();
  await form.getByRole('button', { name: 'Delete' }).waitFor();
  expect(await fallback.inputValue()).toBe(OTHER);
  await form.getByRole('button', { name: 'Save' }).click();
  await expectSoon(() => twilio.engine.numbers().at(-1)?.smsFallbackUrl, OTHER);
  expect(twilio.engine.numbers().at(-1)?.number).toMatch(address ?? /^\+1555\d{7}$/);
});

/** Has the page hear of so many changes of numbers when the test calls what this gives. */
async function holdEvents(page: Page) {
  await page.addInitScript(`
    globalThis.held = [];
    globalThis.EventSource = class extends EventSource {
      addEventListener(type, listener) {
        super.addEventListener(type, (event) => {
          if (type === 'numbers') held.push(() => listener(event));
          else listener(event);
        });
      }
    };`);
  await page.reload();
  return async (events: number) => {
    await untilTrue(page, `held.length >= ${events}`);
    await page.evaluate(`held.splice(0, ${events}).forEach((tell) => tell())`);
  };
}

it('shows what was saved at once', async () => {
  await using opened = await openEmulator(WIDE);
  const { page } = opened;
  await holdEvents(page);
  const { url, save } = await openForm(opened);
  await url.fill(NEW);
  await Promise.all([notice(page, /is saved/).waitFor(), save.click()]);
  expect(await url.inputValue()).toBe(NEW);
});

it('does not show what was saved when that has changed since', async () => {
  await using opened = await openEmulator(WIDE);
  const { page, twilio } = opened;
  const tell = await holdEvents(page);
  const { url, save, number } = await openForm(opened);
  const { answered, release } = await holdRequests(page, NUMBERS, 'answer');
  await url.fill(NEW);
  await save.click();
  await answered;
  twilio.engine.changeNumber(number, { smsUrl: OTHER, friendlyName: 'The shop' });
  await tell(2);
  await page.locator('#conversation-title').getByText('The shop').waitFor();
  release();
  await notice(page, /is saved/).waitFor();
  expect(await url.inputValue()).toBe(OTHER);
});

it('has the focus on what restores a deleted number, also when an event comes in between', async () => {
  await using opened = await openEmulator(WIDE);
  const { page, twilio } = opened;
  const tell = await holdEvents(page);
  const form = await addForm(page);
  await form.getByLabel(/^Phone number, short code/).fill('12345');
  await form.getByLabel('A message comes in').fill(NEW);
  await Promise.all([notice(page, /is saved/).waitFor(), form.getByRole('button', { name: 'Save' }).click()]);
  twilio.engine.changeNumber(twilio.number('/sms'), { friendlyName: 'The shop' });
  await untilTrue(page, 'held.length === 2');
  const { answered, release } = await holdRequests(page, NUMBERS, 'answer');
  await page.getByRole('button', { name: 'Delete the number 12345' }).click();
  await answered;
  await tell(2);
  await page.locator('#conversation-title').getByText('The shop').waitFor();
  release();
  await page.locator('#restore-12345:focus').waitFor();
  expect(await page.getByRole('form', { name: '12345' }).count()).toBe(0);
});
