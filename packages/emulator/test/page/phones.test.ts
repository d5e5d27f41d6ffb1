import { describe, expect, it } from '@jest/globals';
import { boxOf } from '../support/boxes';
import {
  expectMessages,
  FIRST_REPLY,
  NARROW,
  notice,
  openBlankPage,
  openEmulator,
  SECOND_REPLY,
  startWithPage,
  text,
  WIDE,
} from '../support/page';
import { changeNumber } from '../support/turns';
import { says, serveWebhook } from '../support/webhook-server';

it('keeps phones and numbers apart, and remembers them in this browser', async () => {
  await using other = await serveWebhook(says('the other one'));
  await using opened = await openEmulator(WIDE);
  const { page, twilio } = opened;
  await text(page, 'one', 1);

  await page.getByRole('button', { name: 'Add a phone' }).click();
  await page.getByText('No messages yet.').waitFor();
  await text(page, 'two', 1);
  await expectMessages(page, ['two', FIRST_REPLY]);

  await page.getByRole('button', { name: 'Numbers' }).click();
  await page.getByRole('button', { name: 'Add a number' }).click();
  const form = page.getByRole('form').last();
  await form.getByLabel('A message comes in').fill(other.url);
  await form.getByText('More settings').click();
  await form.getByLabel('Method of the fallback').selectOption('GET');
  await form.getByLabel('After HTTP 301 and 302').selectOption('GET without the form');
  await Promise.all([notice(page, /is saved/).waitFor(), form.getByRole('button', { name: 'Save' }).click()]);
  await page.keyboard.press('Escape');
  const added = twilio.engine.numbers().at(-1);
  expect(added).toMatchObject({ smsMethod: 'POST', smsFallbackMethod: 'GET', redirects: 'get' });
  await page.getByLabel('Texts the number').selectOption(added?.number ?? '');
  await text(page, 'three', 1);
  await expectMessages(page, ['three', 'the other one']);

  await page.reload();
  await page.getByText('the other one').first().waitFor();
  await page.getByLabel('Texts the number').selectOption('/sms');
  await expectMessages(page, ['two', FIRST_REPLY]);
  expect(await page.locator('.phone-row').count()).toBe(2);
});

it('shows messages of others as they come, and marks the ones that nobody has seen', async () => {
  await using opened = await openEmulator();
  const { page, twilio, errors } = opened;
  const bea = twilio.phone('+15551110002', { to: '/sms' });
  await bea.text('hello from a test');

  const row = page.getByRole('button', { name: /\+15551110002/ });
  await row.getByText('New messages').waitFor();
  await page.evaluate(`new Promise((done) => {
    const look = () => (document.title === '(1) SMS emulator' ? done() : requestAnimationFrame(look));
    look();
  })`);
  await row.click();
  await page.getByText('hello from a test').first().waitFor();
  expect(await row.getByText('New messages').count()).toBe(0);

  await bea.text('live');
  await page.locator('.bubble').getByText(SECOND_REPLY).first().waitFor();
  await expectMessages(page, ['hello from a test', FIRST_REPLY, 'live', SECOND_REPLY]);
  expect(await page.title()).toBe('SMS emulator');
  expect(await page.getByRole('log').count()).toBe(1);
  expect(errors).toEqual([]);
});

it('forgets a conversation, and removes a phone', async () => {
  await using opened = await openEmulator();
  const { page, twilio } = opened;
  await text(page, 'one', 1);
  await page.getByRole('button', { name: 'Forget this conversation' }).click();
  await page.getByRole('button', { name: 'Say hi' }).waitFor();
  expect(twilio.engine.conversations()).toEqual([]);

  await text(page, 'two', 1);
  await expectMessages(page, ['two', FIRST_REPLY]);
  await page.getByRole('button', { name: /^Remove the phone/ }).click();
  await page.locator('.phone-row').waitFor({ state: 'detached' });
  expect(twilio.engine.conversations()).toEqual([]);
});

it('keeps the time of the last message in the row of its phone', async () => {
  await using opened = await openEmulator({ viewport: { width: 900, height: 700 } });
  const { page } = opened;
  await text(page, 'hi', 1);
  const row = await page.locator('.phone-row.chosen').boundingBox();
  const time = await page.locator('.phone-row.chosen small').boundingBox();
  if (row === null || time === null) throw new Error('They are not on the screen.');
  expect(time.width).toBeGreaterThan(10);
  expect(time.x + time.width).toBeLessThanOrEqual(row.x + row.width);
});

it('removes a phone with all of its conversations, also those that the page has not loaded', async () => {
  await using server = await serveWebhook(says('hello'));
  await using twilio = await startWithPage({ webhook: server.url });
  const phones = Array.from({ length: 101 }, (_, index) => `+1555333${String(index).padStart(4, '0')}`);
  for (const phone of phones) await twilio.phone(phone).text('hi');
  await using opened = await openBlankPage();
  const { page } = opened;
  await page.goto(twilio.url ?? '');
  await page.locator('.phone-row').nth(99).waitFor();
  const other = '+15552229999';
  changeNumber(twilio, { number: other });
  await twilio.phone(phones[0] ?? '', { to: other }).text('hi'); // the only one of its conversations that the page has

  await page.getByRole('button', { name: /\+15553330000/ }).click();
  const remove = page.getByRole('button', { name: /^Remove the phone \+15553330000/ });
  await remove.click();
  await remove.waitFor({ state: 'detached' });
  expect(twilio.engine.conversations().map(({ from }) => from)).toEqual(phones.slice(1));
});

it('says when older messages could not be loaded, and loads them when their phone is selected again', async () => {
  await using server = await serveWebhook(says('hello'));
  await using twilio = await startWithPage({ webhook: server.url });
  const phones = Array.from({ length: 101 }, (_, index) => `+1555333${String(index).padStart(4, '0')}`);
  for (const phone of phones) await twilio.phone(phone).text('hi');
  await using opened = await openBlankPage();
  const { page } = opened;
  const failing = /api\/conversations\/.*15553330000/;
  await page.route(failing, (route) => route.fulfill({ status: 500, json: { error: 'Out of memory.' } }));
  await page.goto(twilio.url ?? '');
  await page.locator('.phone-row').nth(99).waitFor();
  await twilio.phone(phones[0] ?? '').text('again'); // so that the page has a row of it

  const row = (phone: string) => page.getByRole('button', { name: new RegExp(`\\+1${phone}`) });
  const said = notice(page, /older messages could not be loaded. Out of memory/).waitFor();
  await row('5553330000').click();
  await said;
  await page.locator('.message').nth(1).waitFor();
  await expectMessages(page, ['again', 'hello']);
  await page.unroute(failing);
  await row('5553330050').click();
  await row('5553330000').click();
  await page.locator('.message').nth(3).waitFor();
  await expectMessages(page, ['hi', 'hello', 'again', 'hello']);
});

it('shows the newest hundred phones, and older ones with their messages when they are asked for', async () => {
  await using server = await serveWebhook(says('hello'));
  await using twilio = await startWithPage({ webhook: server.url });
  const phones = Array.from({ length: 230 }, (_, index) => `+1555333${String(index).padStart(4, '0')}`);
  for (const phone of phones) await twilio.phone(phone).text('hi');
  await using opened = await openBlankPage();
  const { page } = opened;
  await page.goto(twilio.url ?? '');
  const rows = page.locator('.phone-row');
  const older = page.getByRole('button', { name: 'Older phones' });
  const shown = () =>
    rows
      .locator('.phone-button')
      .evaluateAll((buttons: { title: string }[]) => buttons.map(({ title }) => title));
  await rows.nth(99).waitFor();
  expect(await shown()).toEqual(phones.slice(130));

  // One of which the page has nothing, until something happens to it.
  await twilio.phone(phones[3] ?? '').text('again');
  const row = page.getByRole('button', { name: /\+15553330003/ });
  await row.click();
  await page.locator('.message').nth(3).waitFor();
  await expectMessages(page, ['hi', 'hello', 'again', 'hello']);

  await older.click();
  await rows.nth(199).waitFor();
  await older.click();
  await older.waitFor({ state: 'detached' });
  expect((await shown()).toSorted()).toEqual(phones);
  await page.getByRole('button', { name: /\+15553330000/ }).click();
  await page.locator('.message').nth(1).waitFor();
  await expectMessages(page, ['hi', 'hello']);
});

it('gives the app of a number a public address, and shows both in the inspector', async () => {
  await using webhook = await serveWebhook(says('hello'));
  await using opened = await openEmulator(WIDE, { webhook: webhook.url });
  const { page, twilio, errors } = opened;
  await page.getByRole('button', { name: 'Numbers' }).click();
  await page.getByText('More settings').click();
  const field = page.getByLabel('Public address of the app (optional)');
  const save = page.getByRole('button', { name: 'Save' });

  await field.fill('their.name');
  await save.click();
  await page.getByText('publicUrl must be an address such as https://their.name').waitFor();
  expect(await field.getAttribute('aria-invalid')).toBe('true');
  await field.fill('https://their.name');
  await Promise.all([notice(page, /is saved/).waitFor(), save.click()]);
  expect(twilio.engine.numbers()).toMatchObject([{ publicUrl: 'https://their.name' }]);
  await page.keyboard.press('Escape');

  await text(page, 'hi', 1);
  await page.getByRole('tab', { name: 'Request' }).click();
  await page.getByText('POST https://their.name/sms').waitFor();
  await page.getByText(`Sent to ${webhook.url}`).waitFor();
  expect(errors.filter((error) => !error.includes('400'))).toEqual([]);
});

describe('on a narrow page', () => {
  it('the chosen phone and its menu are in sight, however many others there are', async () => {
    await using opened = await openEmulator(NARROW);
    const { page, twilio } = opened;
    const phones = Array.from({ length: 20 }, (_, index) => `+1555333${String(index).padStart(4, '0')}`);
    for (const phone of phones) await twilio.phone(phone, { to: '/sms' }).text('hi');
    const strip = page.locator('.phones > ul');
    const menu = page.getByRole('button', { name: /^More about the phone/ });
    for (const phone of [phones[10] ?? '', phones[19] ?? '', phones[0] ?? '']) {
      await page.locator(`.phone-button[title="${phone}"]`).click();
      await page.getByRole('button', { name: `More about the phone ${phone}` }).waitFor();
      for (const left of [0, 10_000]) {
        await strip.evaluate((element: { scrollLeft: number }, to) => (element.scrollLeft = to), left);
        const [outer, inner] = [await boxOf(strip), await boxOf(menu)];
        expect(inner.x).toBeGreaterThanOrEqual(outer.x);
        expect(inner.x + inner.width).toBeLessThanOrEqual(outer.x + outer.width);
        expect(Math.min(inner.width, inner.height)).toBeGreaterThanOrEqual(32);
      }
    }
  });

  it('the menu moves and removes the phone, by the keyboard alone', async () => {
    await using opened = await openEmulator(NARROW);
    const { page, errors } = opened;
    for (const count of [1, 2]) {
      await page.getByRole('button', { name: 'Add a phone' }).click();
      await page.locator('.phone-row').nth(count).waitFor();
    }
    const rows = () =>
      page
        .locator('.phone-button')
        .evaluateAll((buttons: { title: string }[]) => buttons.map(({ title }) => title));
    const [a = '', b = '', c = ''] = await rows();
    const { keyboard } = page;
    const choose = async (presses: string[]) => {
      await keyboard.press('Enter');
      const menu = page.getByRole('menu', { name: `More about the phone ${c}` });
      await menu.locator('[role="menuitem"]:focus').waitFor();
      for (const key of [...presses, 'Enter']) await keyboard.press(key);
    };
    await page.locator(`.phone-button[title="${c}"]`).focus();
    await keyboard.press('Tab');
    await choose([]);
    await page.locator(`.phone-row:nth-of-type(2) [title="${c}"]`).waitFor();
    expect(await rows()).toEqual([a, c, b]);
    await page
      .getByRole('button', { name: `More about the phone ${c}` })
      .and(page.locator(':focus'))
      .waitFor();
    await choose(['ArrowDown']);
    await page.locator(`.phone-row:nth-of-type(3) [title="${c}"]`).waitFor();
    await choose(['End']);
    await page.locator('.phone-row').nth(2).waitFor({ state: 'detached' });
    expect(await rows()).toEqual([a, b]);
    await page.locator(`[id="phone-${b}"]:focus`).waitFor();
    expect(errors).toEqual([]);
  });
});
