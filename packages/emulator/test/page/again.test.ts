import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { accessibilityProblems, overflowsSideways, withClipboard } from 'test-support';
import { turnAsCurl } from '../../src/page/copy-as-curl';
import {
  bubbles,
  choose,
  expectMessages,
  FIRST_REPLY,
  messageField,
  NARROW,
  notice,
  openEmulator,
  SECOND_REPLY,
  text,
  WIDE,
} from '../support/page';
import { serveManually } from '../support/manual-webhook';
import { says, serveWebhook } from '../support/webhook-server';

const inspect = (page: Page, index: number) =>
  page
    .getByRole('button', { name: /^Inspect this turn/ })
    .nth(index)
    .click();

/** A page of a webhook whose code can be edited: it answers with a word and the text. */
async function openEdited(context = WIDE) {
  let word = 'old';
  const webhook = await serveWebhook(({ parameters }) =>
    says(`${parameters.get('Body') === 'same' ? 'no' : word} news`),
  );
  const opened = await openEmulator(context, { webhook: webhook.url });
  return {
    ...opened,
    edit(changed: string) {
      word = changed;
    },
    async [Symbol.asyncDispose]() {
      await opened[Symbol.asyncDispose]();
      await webhook[Symbol.asyncDispose]();
    },
  };
}

describe('the menu of a turn', () => {
  it('resends its message', async () => {
    await using opened = await openEmulator(WIDE);
    const { page, errors } = opened;
    await text(page, 'one', 1);
    await choose(page, 'turn', 'Resend');
    await page.locator('.outbound .bubble').nth(1).waitFor();
    await expectMessages(page, ['one', FIRST_REPLY, 'one', SECOND_REPLY]);
    expect(errors).toEqual([]);
  });

  it('puts text and pictures into the composer, and a text that was there is recalled', async () => {
    await using opened = await openEmulator(NARROW);
    const { page, twilio } = opened;
    const media = ['https://a.example/b.png'];
    const number = twilio.number('/sms');
    await page.route('https://a.example/**', (route) => route.abort());
    await text(page, 'one', 1);
    const [conversation] = twilio.engine.conversations();
    await twilio.phone(conversation?.from ?? '', { to: '/sms' }).send('with a picture', { media });
    await page.locator('.outbound .bubble').nth(1).waitFor();
    await messageField(page).fill('half');
    await inspect(page, 1);
    await choose(page, 'turn', 'Edit and resend');
    await page.locator('#message:focus').waitFor();
    expect(await messageField(page).inputValue()).toBe('with a picture');
    await page.getByRole('img', { name: 'Attached picture 1' }).waitFor();
    await messageField(page).fill('edited');
    await messageField(page).press('Enter');
    await page.locator('.outbound .bubble').nth(2).waitFor();
    expect(twilio.engine.lastTurn(conversation?.from ?? '', number)).toMatchObject({
      body: 'edited',
      media: [{ url: media[0] }],
    });
    await messageField(page).press('ArrowUp');
    expect(await messageField(page).inputValue()).toBe('half');
  });

  it('edits a button or a place with its text', async () => {
    await using opened = await openEmulator(WIDE);
    const { page, twilio } = opened;
    const [own] = twilio.engine.numbers();
    const number = `whatsapp:${own?.number ?? ''}`;
    const phone = 'whatsapp:+15551110000';
    const location = { latitude: 37.8, longitude: -122.4, label: 'Home' };
    await twilio.engine.send({ from: phone, to: number, body: 'Confirm', buttonPayload: 'confirm' });
    await twilio.engine.send({ from: phone, to: number, body: '', location });
    await page.goto('about:blank');
    await page.goto(`${twilio.url ?? ''}/#/${phone}/${number}`);
    await inspect(page, 0);
    await choose(page, 'turn', 'Edit and resend');
    await page.getByText('Button · confirm').nth(1).waitFor();
    await text(page, 'Yes', 3);
    expect(twilio.engine.lastTurn(phone, number)).toMatchObject({ body: 'Yes', buttonPayload: 'confirm' });
    expect(await page.getByText('Button · confirm').count()).toBe(2);

    await inspect(page, 1);
    await choose(page, 'turn', 'Edit and resend');
    await page.getByText('Home · 37.8, -122.4').nth(1).waitFor();
    await text(page, '', 4);
    expect(twilio.engine.lastTurn(phone, number)).toMatchObject({ body: '', location });

    await inspect(page, 1);
    await choose(page, 'turn', 'Edit and resend');
    await page.getByRole('button', { name: 'Send the text alone' }).click();
    await text(page, 'here', 5);
    expect(twilio.engine.lastTurn(phone, number)?.location).toBeUndefined();
  });

  it('copies it as curl', async () => {
    await using opened = await openEmulator({ ...WIDE, permissions: ['clipboard-read', 'clipboard-write'] });
    const { page, twilio } = opened;
    await text(page, "it's me", 1);
    const copied = await withClipboard(async () => {
      await Promise.all([notice(page, /^Copied/).waitFor(), choose(page, 'turn', 'Copy as curl')]);
      return page.evaluate('navigator.clipboard.readText()');
    });
    const turn = twilio.engine.conversations()[0]?.turns[0];
    if (turn === undefined) throw new Error('There is no turn.');
    expect(copied).toBe(turnAsCurl(turn, twilio.url ?? ''));
  });

  it('is one for the keyboard', async () => {
    await using opened = await openEmulator(WIDE);
    const { page } = opened;
    await text(page, 'one', 1);
    const button = page.getByRole('button', { name: 'More about this turn' });
    await button.press('Enter');
    const focused = (name: string) =>
      page.getByRole('menuitem', { name }).and(page.locator(':focus')).waitFor();
    await focused('Resend');
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.keyboard.press('ArrowDown');
    await focused('Edit and resend');
    await page.keyboard.press('End');
    await focused('Copy as curl');
    await page.keyboard.press('ArrowDown');
    await focused('Resend');
    await page.keyboard.press('Escape');
    await page.getByRole('menu').waitFor({ state: 'hidden' });
    await page.locator('button[aria-haspopup="menu"]:focus').waitFor();
    await expectMessages(page, ['one', FIRST_REPLY]);
  });
});

it('recalls earlier texts by the arrow keys, and leaves what is written alone', async () => {
  await using opened = await openEmulator();
  const { page } = opened;
  await text(page, 'one', 1);
  await text(page, 'two', 2);
  const field = messageField(page);
  const press = async (key: string) => {
    await field.press(key);
    return field.inputValue();
  };
  expect(await press('ArrowUp')).toBe('two');
  expect(await press('ArrowUp')).toBe('one');
  expect(await press('ArrowUp')).toBe('one');
  expect(await press('ArrowDown')).toBe('two');
  expect(await press('ArrowDown')).toBe('');
  await field.fill('typed');
  expect(await press('ArrowUp')).toBe('typed');
});

describe('a replay', () => {
  it.each([
    ['wide', WIDE],
    ['narrow', NARROW],
  ])(
    'shows which answers differ, beside each other, and puts the earlier conversation back: %s',
    async (_, context) => {
      await using opened = await openEdited(context);
      const { page, errors } = opened;
      for (const [index, body] of ['one', 'same', 'three'].entries()) await text(page, body, index + 1);
      const before = await bubbles(page);
      opened.edit('new');
      await choose(page, 'conversation', 'Replay from the beginning');
      await page.getByText('1 answer is as before, 2 differ.').waitFor();
      await expectMessages(page, ['one', 'new news', 'same', 'no news', 'three', 'new news']);
      expect(await page.getByText('differs from before').count()).toBe(2);
      expect(await accessibilityProblems(page)).toEqual([]);

      await page.getByRole('button', { name: 'Compare' }).click();
      const dialog = page.getByRole('dialog', { name: 'Before and in the replay' });
      const steps = dialog.getByRole('listitem');
      await steps.nth(1).waitFor();
      expect(await steps.allInnerTexts()).toEqual([
        expect.stringMatching(/^1\.\s+one\s+differs\s+Before\s+old news\s+Replay\s+new news$/),
        expect.stringMatching(/^3\.\s+three\s+differs\s+Before\s+old news\s+Replay\s+new news$/),
      ]);
      const [old, new_] = await Promise.all(
        ['old news', 'new news'].map((words) => dialog.getByText(words).first().boundingBox()),
      );
      expect(old?.y).toBe(new_?.y);
      expect(await accessibilityProblems(page)).toEqual([]);
      expect(await overflowsSideways(page)).toBe(false);
      await dialog.getByLabel('Only what differs').uncheck();
      await dialog.getByText('as before', { exact: true }).waitFor();

      await dialog.getByRole('button', { name: 'Put the earlier conversation back' }).click();
      await dialog.waitFor({ state: 'detached' });
      await page.getByText('differs from before').first().waitFor({ state: 'detached' });
      await page.locator('.outbound .bubble').nth(2).waitFor();
      expect(await bubbles(page)).toEqual(before);
      const bar = page
        .locator('.replay-bar')
        .getByText('The conversation was put back to what it was before the replay.');
      await bar.waitFor();
      await page.getByRole('button', { name: 'Close the outcome of the replay' }).click();
      await bar.waitFor({ state: 'detached' });
      expect(errors).toEqual([]);
      await page.reload();
      await page.locator('.outbound .bubble').nth(2).waitFor();
      expect(await bar.count()).toBe(0);
    },
  );

  it('begins at a turn, and is cancelled; another tab shows it too', async () => {
    await using webhook = await serveManually();
    await using opened = await openEmulator(WIDE, { webhook: webhook.url });
    const { page } = opened;
    const answer = async (words: string) => {
      const [request] = await webhook.next(1);
      request?.answer(says(words));
    };
    for (const [index, body] of ['one', 'two', 'three'].entries()) {
      const sent = text(page, body, index + 1);
      await answer(body);
      await sent;
    }
    const other = await page.context().newPage();
    await other.goto(page.url());
    await messageField(other).waitFor();
    await inspect(page, 1);
    await choose(page, 'turn', 'Replay from here');
    await page.getByText('Replaying: 0 of 2 messages.').waitFor();
    await answer('two');
    for (const tab of [page, other]) await tab.getByText('Replaying: 1 of 2 messages.').waitFor();
    await page.getByRole('button', { name: 'Cancel', exact: true }).click();
    const words = 'The replay ended after 1 of 2 messages. It was cancelled. The answer is as before.';
    for (const tab of [page, other]) await tab.getByText(words).waitFor();
    expect((await bubbles(page)).slice(0, 4)).toEqual(['one', 'one', 'two', 'two']);
    await answer('three');
  });

  it('says that Sync documents were not put back', async () => {
    await using opened = await openEmulator(WIDE);
    const { page, twilio } = opened;
    await page.getByLabel('Texts the number').selectOption('/appointments/book');
    await text(page, 'hi', 1);
    await choose(page, 'conversation', 'Replay from the beginning');
    await page.getByRole('button', { name: 'Compare' }).click();
    await page.getByText(/Sync documents were not put back/).waitFor();
    expect(twilio.documents()).toHaveLength(1);
  });
});

describe('a conversation as a file', () => {
  async function folder() {
    const path = await mkdtemp(join(tmpdir(), 'exported-'));
    return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) };
  }
  const importFile = async (page: Page, path: string) => {
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      choose(page, 'conversation', 'Import a conversation…'),
    ]);
    await chooser.setFiles(path);
  };

  it('is downloaded, and imported as one that has happened', async () => {
    await using files = await folder();
    await using opened = await openEmulator(WIDE);
    const { page, twilio } = opened;
    await text(page, 'one', 1);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      choose(page, 'conversation', 'Export as JSON'),
    ]);
    expect(download.suggestedFilename()).toMatch(/^conversation-\d+-\d+\.json$/);
    const path = join(files.path, 'one.json');
    await download.saveAs(path);
    expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ version: 1 });

    await text(page, 'two', 2);
    await importFile(page, path);
    const dialog = page.getByRole('dialog', { name: 'Replace the conversation?' });
    await dialog.getByText(/have talked already/).waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    await Promise.all([
      notice(page, /^The conversation is imported/).waitFor(),
      dialog.getByRole('button', { name: 'Replace it' }).click(),
    ]);
    await dialog.waitFor({ state: 'detached' });
    await page.locator('.message').nth(2).waitFor({ state: 'detached' });
    await page.locator('.message').nth(1).waitFor();
    await expectMessages(page, ['one', FIRST_REPLY]);
    expect(twilio.engine.conversations()).toHaveLength(1);

    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await page.locator('.message').nth(3).waitFor();
    expect((await bubbles(page))[2]).toBe('two');
    await page.locator('.undo-toast').getByText('The earlier conversation is back.').waitFor();
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await page.locator('.message').nth(2).waitFor({ state: 'detached' });
    await page.locator('.message').nth(1).waitFor();
    await expectMessages(page, ['one', FIRST_REPLY]);
  });

  it('says why a file is refused', async () => {
    await using files = await folder();
    await using opened = await openEmulator(WIDE);
    const { page, twilio } = opened;
    const path = join(files.path, 'other.json');
    await writeFile(path, '{"format":"something else"}');
    await importFile(page, path);
    await page.getByRole('alert').getByText('this is no exported conversation').waitFor();
    expect(twilio.engine.conversations()).toEqual([]);
  });
});
