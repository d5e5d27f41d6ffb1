import { expect, it } from '@jest/globals';
import { withClipboard } from 'test-support';
import { conversationAsTest } from '../../src/page/copy-as-test';
import { createManualTimers } from '../support/manual-timers';
import {
  bubbles,
  choose,
  expectMessages,
  FIRST_REPLY,
  messageField,
  notice,
  openEmulator,
  SECOND_REPLY,
  serveHeldWebhook,
  text,
} from '../support/page';
import { says } from '../support/webhook-server';

it('shows messages and replies, and begins again after four hours', async () => {
  await using opened = await openEmulator();
  const { page, errors } = opened;
  await page.getByRole('button', { name: 'Say hi' }).click();
  await page.locator('.bubble').getByText(FIRST_REPLY).first().waitFor();
  await text(page, 'and again', 2);
  await page.getByText(/counter: (4 h 00|3 h 5\d) min \d\d s left/).waitFor();

  await Promise.all([
    notice(page, 'The clock is now 4 h ahead.').waitFor(),
    page.getByRole('button', { name: '+4 h' }).click(),
  ]);
  await page.getByText('No cookie').waitFor();
  await text(page, 'later', 3);
  await expectMessages(page, ['hi', FIRST_REPLY, 'and again', SECOND_REPLY, 'later', FIRST_REPLY]);
  await page.getByText(/^ ?4 h later/).waitFor();
  expect(errors).toEqual([]);
});

it('shows that the webhook is working on its answer', async () => {
  await using held = await serveHeldWebhook();
  const { startTimer } = createManualTimers(); // so that it does not time out meanwhile
  await using opened = await openEmulator({}, { webhook: held.url, startTimer });
  const { page } = opened;
  await messageField(page).fill('hello?');
  await messageField(page).press('Enter');
  await page.getByText('The webhook is working on its answer.').waitFor();
  await expectMessages(page, ['hello?']);

  held.release(says('here I am'));
  await page.getByText('here I am').first().waitFor();
  await page.locator('.typing').waitFor({ state: 'detached' });
});

it('says that STOP blocks replies, and sends START', async () => {
  await using opened = await openEmulator();
  const { page } = opened;
  await text(page, 'STOP', 1);
  await page.getByText('Twilio’s own answer').waitFor();
  await page.getByRole('button', { name: 'Send START' }).click();
  await page.getByText(/blocks every reply/).waitFor({ state: 'detached' });
  expect((await bubbles(page)).filter((words) => /^(STOP|START)$/.test(words))).toEqual(['STOP', 'START']);
});

it('switches a fault on for the next message, shows it, and has it off after that', async () => {
  await using opened = await openEmulator();
  const { page } = opened;
  await text(page, 'one', 1);
  await page.getByRole('button', { name: 'Faults' }).click();
  const panel = page.getByRole('dialog', { name: 'Faults on purpose' });
  await panel.getByRole('group', { name: 'Lose the cookie' }).getByLabel('Next message').check();
  await page.keyboard.press('Escape');
  await panel.waitFor({ state: 'hidden' });
  await page.getByText('Lose the cookie: the next message').waitFor();

  await text(page, 'two', 2);
  expect((await bubbles(page)).at(-1)).toBe(FIRST_REPLY);
  await page.getByText('Lose the cookie: the next message').waitFor({ state: 'detached' });
  await text(page, 'three', 3);
  expect((await bubbles(page)).at(-1)).toBe(SECOND_REPLY);
});

it('copies the conversation on the screen as a test', async () => {
  await using opened = await openEmulator({ permissions: ['clipboard-read', 'clipboard-write'] });
  const { page, twilio } = opened;
  await text(page, 'hi', 1);
  await page.getByRole('button', { name: '+4 h' }).click();
  await page.getByText('No cookie').waitFor();
  await text(page, 'hi', 2);
  const copied = await withClipboard(async () => {
    await Promise.all([notice(page, 'Copied.').waitFor(), choose(page, 'conversation', 'Copy as test')]);
    return page.evaluate('navigator.clipboard.readText()');
  });

  const [conversation] = twilio.engine.conversations();
  const number = twilio.engine.numbers().find(({ name }) => name === '/sms');
  if (conversation === undefined || number === undefined) throw new Error('There is no conversation.');
  expect(copied).toBe(conversationAsTest(conversation, number));
  expect(copied).toContain("  twilio.clock.advance('4h');\n");
});

it('selects the test that it cannot copy where there is no clipboard', async () => {
  await using opened = await openEmulator();
  const { page } = opened;
  await page.evaluate('Object.defineProperty(navigator, "clipboard", { value: undefined })');
  await text(page, 'hi', 1);
  await choose(page, 'conversation', 'Copy as test');
  const source = page.getByRole('textbox', { name: 'Test', exact: true });
  await source.waitFor();
  const selected = 'document.activeElement.value.slice(document.activeElement.selectionStart)';
  expect(await page.evaluate(selected)).toBe(await source.inputValue());
  expect(await source.inputValue()).toContain("expect(await phone.text('hi'))");
  await page.keyboard.press('Escape');
  await source.waitFor({ state: 'detached' });
});
