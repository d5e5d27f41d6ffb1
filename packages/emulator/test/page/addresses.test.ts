import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import {
  bubbles,
  expectMessages,
  expectSoon,
  FIRST_REPLY,
  messageField,
  NARROW,
  notice,
  openEmulator,
  SECOND_REPLY,
  text,
  untilTrue,
  WIDE,
} from '../support/page';
import { ANN, BEN } from '../support/turns';

const hash = (page: Page): Promise<string> => page.evaluate<string>('location.hash');
const until = (page: Page, pattern: RegExp) => page.waitForURL(({ hash: now }) => pattern.test(now));

/** Ann has texted `/sms` twice, Ben once. */
async function open(context = WIDE) {
  const opened = await openEmulator(context);
  const { twilio } = opened;
  const number = twilio.number('/sms');
  const ann = twilio.phone(ANN, { to: '/sms' });
  const turns = [await ann.send('one'), await ann.send('two')];
  await twilio.phone(BEN, { to: '/sms' }).send('from Ben');
  const at = (path: string) => `${twilio.url ?? ''}/#/${path}`;
  const go = async (path: string) => {
    await opened.page.goto('about:blank');
    await opened.page.goto(at(path));
    await messageField(opened.page).waitFor();
  };
  return { ...opened, number, turns, at, go };
}

describe('the address of the page', () => {
  it('is that of phone, number, turn and tab, and leads there after a reload', async () => {
    await using opened = await open();
    const { page, number, turns, errors } = opened;
    await page.getByTitle(ANN, { exact: true }).click();
    await until(page, /^#\/\+15551110000\/\+\d+$/);
    expect(await hash(page)).toBe(`#/${ANN}/${number}`);
    await page
      .getByRole('button', { name: /^Inspect this turn/ })
      .first()
      .click();
    await page.getByRole('tab', { name: 'Cookie' }).click();
    await until(page, /cookie$/);
    expect(await hash(page)).toBe(`#/${ANN}/${number}/turns/${turns[0]?.sid ?? ''}/cookie`);

    await page.reload();
    await page.getByText('Turn 1 of 2').waitFor();
    await page.getByRole('tab', { name: 'Cookie', selected: true }).waitFor();
    await expectMessages(page, ['one', FIRST_REPLY, 'two', SECOND_REPLY]);
    expect(errors).toEqual([]);
  });

  it('is gone through back and forward', async () => {
    await using opened = await open();
    const { page, go, number } = opened;
    await go(`${ANN}/${number}`);
    const turnButtons = page.getByRole('button', { name: /^Inspect this turn/ });
    await turnButtons.first().click();
    await until(page, /turns/);
    await page.getByRole('tab', { name: 'Request' }).click();
    await until(page, /request$/);
    await page.getByTitle(BEN, { exact: true }).click();
    await page.getByText('from Ben').first().waitFor();
    await until(page, /^#\/\+15551110001/);

    await page.goBack();
    await page.getByText('Turn 1 of 2').waitFor();
    await page.getByRole('tab', { name: 'Request', selected: true }).waitFor();
    await page.goBack();
    await page.getByRole('tab', { name: 'Answer', selected: true }).waitFor();
    await page.getByText('Turn 1 of 2').waitFor();
    await page.goBack();
    await page.getByText('Turn 2 of 2').waitFor();
    await expectSoon(() => hash(page), `#/${ANN}/${number}`);
    await page.goForward();
    await page.getByText('Turn 1 of 2').waitFor();
    await page.goForward();
    await page.goForward();
    await page.locator('.message .bubble').getByText('from Ben').waitFor();
  });

  it('closes the inspector of a narrow page by the button back', async () => {
    await using opened = await open(NARROW);
    const { page, go, number } = opened;
    await go(`${ANN}/${number}`);
    await page
      .getByRole('button', { name: /^Inspect this turn/ })
      .first()
      .click();
    const inspector = page.getByRole('dialog');
    await inspector.waitFor();
    await until(page, /turns/);
    await page.goBack();
    await inspector.waitFor({ state: 'detached' });
    await expectSoon(() => hash(page), `#/${ANN}/${number}`);
  });

  it.each([
    ['a phone', '+15559990000', 'There is no phone +15559990000 here.'],
    ['a number', `${ANN}/+15559990000`, `${ANN} cannot text +15559990000`],
    ['a turn', `${ANN}/NUMBER/turns/SM${'0'.repeat(32)}/cookie`, 'That turn is no longer here.'],
    ['a message', `${ANN}/NUMBER/messages/SM${'0'.repeat(32)}`, 'That message is no longer here.'],
  ])('shows what there is, and says so, when it has %s that is not there', async (_, path, words) => {
    await using opened = await open();
    const { page, at, number, errors } = opened;
    await page.goto('about:blank');
    await Promise.all([notice(page, words).waitFor(), page.goto(at(path.replace('NUMBER', number)))]);
    await messageField(page).waitFor();
    await until(page, /^#\/\+\d+\/\+\d+(\/turns\/latest\/cookie)?$/);
    expect(errors).toEqual([]);
  });

  it('stays when a link leads within the page', async () => {
    await using opened = await open();
    const { page, go, number } = opened;
    await go(`${ANN}/${number}`);
    await page.getByRole('link', { name: 'Skip to the message' }).press('Enter');
    await page.locator('#message:focus').waitFor();
    expect(await hash(page)).toBe(`#/${ANN}/${number}`);
  });

  it('holds nothing that a message says', async () => {
    await using opened = await open();
    const { page } = opened;
    await page.getByTitle(ANN, { exact: true }).click();
    await text(page, 'secret', 3);
    await page
      .getByRole('button', { name: /^Inspect this turn/ })
      .last()
      .click();
    await until(page, /turns/);
    expect(page.url()).not.toMatch(/secret/);
  });
});

describe('two tabs', () => {
  it('show conversations of their own, also after a reload', async () => {
    await using opened = await open();
    const { page, go, number, at } = opened;
    await go(`${ANN}/${number}`);
    const other = await page.context().newPage();
    await other.goto(at(`${BEN}/${number}`));
    await other.locator('.message .bubble').getByText('from Ben').waitFor();
    await page.reload();
    await page.locator('.message .bubble').getByText('two', { exact: true }).waitFor();
    await expectMessages(page, ['one', FIRST_REPLY, 'two', SECOND_REPLY]);
    await other.reload();
    await other.locator('.message .bubble').getByText('from Ben').waitFor();
    await expectMessages(other, ['from Ben', FIRST_REPLY]);
  });

  it('have the same draft, and keep it over a reload', async () => {
    await using opened = await open();
    const { page, go, number, at } = opened;
    await go(`${ANN}/${number}`);
    const other = await page.context().newPage();
    await other.goto(at(`${ANN}/${number}`));
    await messageField(page).fill('not sent yet');
    const written = (on: Page, value: string) =>
      untilTrue(on, `document.getElementById('message')?.value === ${JSON.stringify(value)}`);
    await written(other, 'not sent yet');
    await other.reload();
    await written(other, 'not sent yet');
    await messageField(other).press('Enter');
    await written(page, '');
    await page.getByTitle(BEN, { exact: true }).click();
    await messageField(page).fill('for Ben');
    await page.getByTitle(ANN, { exact: true }).click();
    await written(page, '');
    await written(other, '');
    expect((await bubbles(other)).at(-2)).toBe('not sent yet');
  });
});

it('sends what is written in a conversation before it was painted', async () => {
  await using opened = await open();
  const { page, go, number, twilio } = opened;
  await go(`${ANN}/${number}`);
  await page.evaluate(`(async () => {
    const rendered = async () => { for (let turn = 0; turn < 50; turn++) await null; };
    document.querySelector('[title="${BEN}"]').click();
    await rendered();
    const field = document.getElementById('message');
    field.value = 'at once';
    field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    await rendered();
    field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
  })()`);
  await page.locator('.outbound .bubble').nth(1).waitFor();
  expect(twilio.engine.conversation(BEN, number)?.messages.at(-2)?.body).toBe('at once');
});

it('keeps a picture of a draft over a reload, unless the emulator has lost it', async () => {
  await using opened = await open();
  const { page, go, number, twilio } = opened;
  await go(`${ANN}/${number}`);
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Attach a picture' }).click(),
  ]);
  await chooser.setFiles({ name: 'dot.png', mimeType: 'image/png', buffer: Buffer.from('png') });
  const picture = page.getByRole('img', { name: 'Attached picture 1' });
  await picture.waitFor();
  await page.reload();
  await picture.waitFor();

  await page.evaluate(`(() => {
    const draft = { text: 'kept', media: [{ url: location.origin + '/media/MEgone', contentType: 'image/png' }] };
    localStorage.setItem('sms-emulator draft ${ANN} ${number}', JSON.stringify(draft));
  })()`);
  await page.reload();
  await untilTrue(page, "document.getElementById('message')?.value === 'kept'");
  await picture.waitFor({ state: 'detached' });
  expect(twilio.engine.conversations()).toHaveLength(2);
});

it('leads to a conversation that is older than those that are loaded', async () => {
  await using opened = await openEmulator(WIDE);
  const { twilio: own, page } = opened;
  const number = own.number('/sms');
  own.engine.setNumber({ number, name: '/sms', smsUrl: '', smsMethod: 'POST', smsFallbackUrl: '' });
  await own.phone(ANN, { to: '/sms' }).send('the oldest');
  for (let index = 0; index < 101; index++)
    await own.phone(`+1555222${1000 + index}`, { to: '/sms' }).send('x');
  await page.goto('about:blank');
  await page.goto(`${own.url ?? ''}/#/${ANN}/${number}`);
  await page.locator('.message .bubble').getByText('the oldest').waitFor();
  expect(await hash(page)).toBe(`#/${ANN}/${number}`);
});
