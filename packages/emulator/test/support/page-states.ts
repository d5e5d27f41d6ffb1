import type { Emulator } from '../../src/driver';
import type { Page } from 'playwright-core';
import { FAULTS } from '../../src/engine/faults';
import { choose, messageField, notice, text } from './page';
import { ACCOUNT, clientOf, scheduleMessages } from './rest-client';

/** A state of the page that a person can get to. */
export type PageState = {
  readonly name: string;
  /** Gets there, from a page that has just been opened at a width of 1280, with a phone that texts `/sms`. */
  readonly reach: (page: Page, twilio: Emulator) => Promise<void>;
};

/** One pixel. */
const GIF = Buffer.from('R0lGODlhAQABAIAAAP///wAAACwAAAAAAQABAAACAkQBADs=', 'base64');
const PLACE = {
  file: 'src/functions/appointments/book.protected.ts',
  line: 12,
  column: 5,
  url: 'vscode://file/book.protected.ts:12:5',
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

/** A turn whose Function has printed many lines, and then failed. */
async function printALot(page: Page, twilio: Emulator): Promise<void> {
  const { engine } = twilio;
  await text(page, 'hi', 1);
  const headers = engine.conversations()[0]?.turns[0]?.exchanges[0]?.request.headers ?? [];
  const token = headers.find(([name]) => name.toLowerCase() === 'i-twilio-idempotency-token')?.[1] ?? '';
  for (let line = 0; line < 30; line++)
    engine.noteFunctionLog(token, { level: 'warn', text: `${line} ${'long '.repeat(30)}` });
  const failure = {
    path: '/sms',
    message: 'TypeError: oh',
    isAnswer: false,
    at: PLACE,
    frames: [PLACE, PLACE],
  };
  engine.noteFunctionFailure(token, failure);
  await page.getByText('Log · 30 entries').waitFor();
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
  {
    name: 'a Function that has failed and printed a lot',
    async reach(page, twilio) {
      await printALot(page, twilio);
      await page.locator('.turn-log summary').click();
    },
  },
  {
    name: 'the inspector: Log',
    async reach(page, twilio) {
      await printALot(page, twilio);
      await inspect(page, 'Log');
    },
  },
  {
    name: 'a failed build, and more faults than there is room for',
    async reach(page, twilio) {
      await text(page, 'hi', 1);
      const problems = Array.from({ length: 9 }, () => ({
        kind: 'build' as const,
        message: 'oh',
        at: PLACE,
      }));
      twilio.engine.setSources({ problems, leftOut: 3 });
      twilio.faults(Object.fromEntries(FAULTS.map(({ key }) => [key, 'next'])));
      await page.locator('.fault-badge').nth(20).waitFor();
    },
  },
  {
    name: 'a failed build without a place, and with a long message',
    async reach(page, twilio) {
      const message = 'The build has failed, and says so in many words. '.repeat(20);
      twilio.engine.setSources({ problems: [{ kind: 'build', message }], leftOut: 0 });
      await page.locator('.source-banner').waitFor();
    },
  },
  {
    name: 'an undo in a dialog',
    async reach(page) {
      await text(page, 'hi', 1);
      await page.getByRole('button', { name: 'Forget this conversation' }).click();
      await open(page, 'Numbers', 'Your numbers');
      await page.getByRole('button', { name: 'Undo' }).waitFor();
    },
  },
  {
    name: 'a number that was refused, with its settings',
    async reach(page) {
      await open(page, 'Numbers', 'Your numbers');
      await page.getByRole('button', { name: 'Add a number' }).click();
      const form = page.getByRole('form').last();
      await form.getByText('More settings').click();
      await form.getByLabel('Phone number, short code').fill('+15552220000');
      await form.getByRole('button', { name: 'Save' }).click();
      await form.getByText('+15552220000 is one of your numbers already.').waitFor();
    },
  },
  {
    name: 'the search, with what was found',
    async reach(page) {
      await text(page, 'hi', 1);
      await page.getByRole('button', { name: 'Search in all conversations' }).click();
      await page.getByRole('searchbox').fill('h');
      await page.locator('.hit').first().waitFor();
    },
  },
  {
    name: 'the turns with errors alone',
    async reach(page, twilio) {
      await fail(page, twilio);
      await choose(page, 'conversation', 'Show 1 turn with errors');
      await page.getByText('Only 1 turn with errors.').waitFor();
    },
  },
  {
    name: 'the menu of a conversation',
    async reach(page) {
      await text(page, 'hi', 1);
      await page.getByRole('button', { name: 'More about this conversation' }).click();
    },
  },
  {
    name: 'the outcome of a replay, with what differs',
    async reach(page, twilio) {
      await text(page, 'hi', 1);
      twilio.faults({ badGateway: 'next' });
      await choose(page, 'conversation', 'Replay from the beginning');
      await page.getByRole('button', { name: 'Compare' }).click();
      await page.locator('.replay-step').waitFor();
    },
  },
  {
    name: 'several lines and a picture, not yet sent',
    async reach(page) {
      const [chooser] = await Promise.all([
        page.waitForEvent('filechooser'),
        page.getByRole('button', { name: 'Attach a picture' }).click(),
      ]);
      await chooser.setFiles({ name: 'dot.gif', mimeType: 'image/gif', buffer: GIF });
      await page.getByRole('img', { name: 'Attached picture 1' }).waitFor();
      await messageField(page).fill('one\ntwo\nthree\nfour\nfive\nsix\nseven\neight');
    },
  },
  {
    name: 'long addresses, and a name of a number',
    async reach(page, twilio) {
      const phone = `messenger:${'4465012966906978'.repeat(6)}`;
      const to = twilio.addNumber(`messenger:${'p'.repeat(100)}`);
      await twilio.phone(phone, { to }).text('hi');
      await twilio.phone(`whatsapp:${BEA}`, { to: '/sms' }).text('hi');
      twilio.configure('/sms', { friendlyName: 'The restaurant at the corner of the long street' });
      await page.locator(`.phone-button[title="${phone}"]`).click();
      await page.locator('.outbound .bubble').waitFor();
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
