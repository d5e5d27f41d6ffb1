import type { Emulator } from '../../src/driver';
import type { Page } from 'playwright-core';
import { messageField, notice, text } from './page';
import { ACCOUNT, clientOf, scheduleMessages } from './rest-client';

/** A state of the page that a person can get to. */
export type PageState = {
  readonly name: string;
  /** Gets there, from a page that has just been opened at a width of 1280, with a phone that texts `/sms`. */
  readonly reach: (page: Page, twilio: Emulator) => Promise<void>;
};

const BEA = '+15551110002';

const open = async (page: Page, button: string, dialog: string) => {
  await page.getByRole('button', { name: button, exact: true }).click();
  await page.getByRole('dialog', { name: dialog }).waitFor();
};

const inspect = async (page: Page, tab: string) => {
  await page.locator('.turn-button').last().click();
  await page.getByRole('tab', { name: tab }).click();
};

/** A turn that failed, of the phone that is selected then. */
async function fail(page: Page, twilio: Emulator): Promise<void> {
  twilio.faults({ unreachable: 'all' });
  await twilio.phone(BEA, { to: '/sms' }).send('hi');
  await page.getByRole('button', { name: BEA }).click();
  await page.getByText('1 error').waitFor();
}

/** A message of the REST API to a number of yours that is undelivered, and one that waits, since the number is off. */
async function sendByRest(page: Page, twilio: Emulator): Promise<void> {
  const client = clientOf(twilio.url ?? '', ACCOUNT.accountSid, ACCOUNT.authToken);
  const [from = '', other = ''] = twilio.engine.numbers().map(({ number }) => number);
  twilio.faults({ undelivered30003: 'next' });
  await client.messages.create({ from, to: other, body: 'lost' });
  twilio.engine.phones.set(other, false);
  await client.messages.create({ from, to: other, body: 'waits' });
  await page.locator(`.phone-button[title="${other}"]`).click();
  await page.locator('.bubble.failed').waitFor();
  await page.locator('.bubble.away').waitFor();
}

/** The states that are looked at in every width, light and dark. What is new on the page gets a line here. */
export const PAGE_STATES: readonly PageState[] = [
  { name: 'no message yet', reach: () => Promise.resolve() },
  {
    name: 'no phone',
    async reach(page) {
      await page.getByRole('button', { name: /^Remove the phone/ }).click();
      await page.getByRole('button', { name: 'Add the first phone' }).waitFor();
    },
  },
  {
    name: 'no number',
    async reach(page, twilio) {
      for (const { number } of twilio.engine.numbers()) twilio.engine.deleteNumber(number);
      await page.getByText('There is no number to text yet.').waitFor();
    },
  },
  { name: 'a conversation', reach: (page) => text(page, 'hi', 1) },
  { name: 'a failed turn, with the fault that is on', reach: fail },
  {
    name: 'a message that is too long',
    reach: (page) => messageField(page).fill('x'.repeat(1601)),
  },
  {
    name: 'a phone that has opted out',
    async reach(page) {
      await text(page, 'STOP', 1);
      await page.getByRole('button', { name: 'Send START' }).waitFor();
    },
  },
  {
    name: 'a notice',
    async reach(page) {
      await Promise.all([
        notice(page, 'The clock is now').waitFor(),
        page.getByRole('button', { name: /^\+4 h/ }).click(),
      ]);
    },
  },
  ...['Request', 'Answer', 'Cookie'].map((tab) => ({
    name: `the inspector: ${tab}`,
    async reach(page: Page) {
      await text(page, 'hi', 1);
      await inspect(page, tab);
    },
  })),
  {
    name: 'the inspector: Debugger',
    async reach(page, twilio) {
      await fail(page, twilio);
      await inspect(page, 'Debugger');
    },
  },
  { name: 'messages of the REST API, on a number of yours that is off', reach: sendByRest },
  {
    name: 'a turn of the REST API',
    async reach(page, twilio) {
      await sendByRest(page, twilio);
      await page.getByRole('button', { name: /^Inspect this turn: 1 error · 201/ }).click();
      await page.getByRole('tab', { name: 'Answer' }).click();
    },
  },
  { name: 'the faults', reach: (page) => open(page, 'Faults', 'Faults on purpose') },
  { name: 'the scheduled messages', reach: (page) => open(page, 'Scheduled', 'Scheduled messages') },
  {
    name: 'the clock, with long messages that a jump sends',
    async reach(page, twilio) {
      const client = clientOf(twilio.url ?? '', ACCOUNT.accountSid, ACCOUNT.authToken);
      const body = 'A reminder of your appointment, with more words than a line has room for.';
      await scheduleMessages(client, twilio, { to: BEA, body, hours: 3 }, { to: BEA, body, hours: 72 });
      await page.getByRole('button', { name: /^Move the clock/ }).click();
      await page.getByLabel('Move ahead by').fill('4h');
      await page.getByText('Sends 1 scheduled message on the way:').waitFor();
    },
  },
  { name: 'the numbers', reach: (page) => open(page, 'Numbers', 'Your numbers') },
  {
    name: 'the menu of a phone, one of several, or its buttons',
    async reach(page, twilio) {
      for (const phone of [BEA, '+15551110003', '+15551110004'])
        await twilio.phone(phone, { to: '/sms' }).text('hi');
      await page.getByRole('button', { name: BEA }).click();
      await page.setViewportSize({ width: 360, height: 800 });
      await page.getByRole('button', { name: `More about the phone ${BEA}` }).click();
      await page.getByRole('menu').waitFor();
    },
  },
  { name: 'the colours', reach: (page) => open(page, 'Colours', 'Colours') },
];
