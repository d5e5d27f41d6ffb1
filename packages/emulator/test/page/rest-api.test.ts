import { describe, expect, it } from '@jest/globals';
import { accessibilityProblems, overflowsSideways } from 'test-support';
import { FAULTS, faultsOf, NO_FAULTS } from '../../src/engine/faults';
import {
  expectSoon,
  messageField,
  NARROW,
  notice,
  openBlankPage,
  openEmulator,
  startWithPage,
  text,
  WIDE,
} from '../support/page';
import { ACCOUNT, clientOf, scheduleMessages } from '../support/rest-client';
import { ANN, BEN, changeNumber, NUMBER } from '../support/turns';
import { says, serveWebhook } from '../support/webhook-server';

const OTHER = '+15552229999';

/** The page in a browser, an emulator with the phones of Ann and Ben behind it, and the real client. */
async function open(context = WIDE) {
  const server = await serveWebhook({
    '/sms': says('hello'),
    '/quiet': '<Response/>',
    '/status': { status: 204 },
  });
  const opened = await openEmulator(context, { webhook: server.url, ...ACCOUNT });
  const { page, twilio } = opened;
  const client = clientOf(twilio.url ?? '', ACCOUNT.accountSid, ACCOUNT.authToken);
  return {
    ...opened,
    server,
    client,
    row: (phone: string) => page.locator(`.phone-button[title="${phone}"]`),
    inspector: page.locator('.inspector'),
    message: (body: string) => page.locator('.message').filter({ hasText: body }),
    async [Symbol.asyncDispose]() {
      await opened[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}

describe('a message that the REST API sends', () => {
  it('appears at once on its phone, with its status, its request and its status callbacks', async () => {
    await using opened = await open();
    const { client, row, inspector, message, server, errors } = opened;
    const statusCallback = `${server.origin}/status`;
    await client.messages.create({ from: NUMBER, to: ANN, body: 'Your table is free.', statusCallback });
    await row(ANN).click();
    const sent = message('Your table is free.');
    await sent.getByText('REST API').waitFor();
    await sent.getByText('Delivered').waitFor();

    await sent.getByRole('button', { name: 'Inspect this turn: 201 · 3 callbacks' }).click();
    await inspector.getByText('by the REST API: Delivered').waitFor();
    const exchanges = inspector.getByRole('list', { name: 'Requests of this turn' }).getByRole('button');
    expect(await exchanges.allTextContents()).toEqual([
      expect.stringMatching(/^REST API\s*POST \/2010-04-01\/Accounts\/AC…\/Messages.json\s*201$/),
      expect.stringMatching(/^Status callback: sending\s*POST \/status\s*204/),
      expect.stringMatching(/^Status callback: sent/),
      expect.stringMatching(/^Status callback: delivered/),
    ]);
    await inspector.getByRole('tab', { name: 'Answer' }).click();
    expect(await inspector.getByLabel('JSON, indented').textContent()).toContain(
      '\n  "body": "Your table is free.",\n',
    );
    expect(await inspector.getByRole('tab').allTextContents()).toEqual(['Request', 'Answer', 'Debugger']);
    await inspector.getByRole('tab', { name: 'Request' }).click();
    await inspector.getByText('https://api.twilio.com/2010-04-01/Accounts/').waitFor();
    await inspector.getByText('StatusCallback', { exact: true }).waitFor();
    expect(await inspector.getByRole('button', { name: /Sent in/ }).count()).toBe(0);
    expect(errors).toEqual([]);
  });

  it('leads to the turn in which it was sent', async () => {
    const sent: Promise<Response>[] = [];
    await using webhook = await serveWebhook(({ header }) => {
      const cause = header('I-Twilio-Idempotency-Token') ?? '';
      const { accountSid, authToken } = ACCOUNT;
      const url = `${opened.twilio.url ?? ''}/2010-04-01/Accounts/${accountSid}/Messages.json`;
      const authorization = `Basic ${btoa(`${accountSid}:${authToken}`)}`;
      const body = new URLSearchParams({ From: NUMBER, To: BEN, Body: 'for Ben' });
      sent.push(fetch(url, { method: 'POST', headers: { authorization, 'x-emulator-cause': cause }, body }));
      return says('I have told Ben.');
    });
    await using opened = await openEmulator(NARROW, { webhook: webhook.url, ...ACCOUNT });
    const { page, twilio } = opened;
    await text(page, 'tell Ben', 1);
    await Promise.all(sent);
    const ann = twilio.engine.conversations()[0]?.from ?? '';
    await page.locator(`.phone-button[title="${BEN}"]`).click();
    await page.getByRole('button', { name: 'Inspect this turn: 201' }).click();
    await page.getByRole('button', { name: `Sent in a turn of ${NUMBER}` }).click();

    const inspector = page.getByRole('dialog');
    await inspector.getByRole('button', { name: /^Webhook POST/ }).waitFor();
    await page.locator('#inspector-title:focus').waitFor();
    await page.getByRole('button', { name: 'Close the inspector' }).click();
    await page.getByRole('heading', { name: `${ann} texts` }).waitFor();
    expect(opened.errors).toEqual([]);
  });

  it('that does not arrive says why, with Twilio’s title', async () => {
    await using opened = await open();
    const { page, client, row, message, twilio, errors } = opened;
    twilio.faults({ undelivered30005: 'next' });
    await client.messages.create({ from: NUMBER, to: ANN, body: 'lost' });
    await row(ANN).click();
    await message('lost').getByText('Not delivered · 30005 · Unknown destination handset').waitFor();
    expect(await message('lost').getByText('30005').count()).toBe(1);
    await message('lost')
      .getByRole('button', { name: /1 error · 201/ })
      .click();
    await page.getByRole('listitem').filter({ hasText: 'Error 30005' }).waitFor();
    expect(errors).toEqual([]);
  });

  it('cannot be copied as a test', async () => {
    await using opened = await open();
    const { page, client, row, message } = opened;
    await client.messages.create({ from: NUMBER, to: ANN, body: 'only this' });
    await row(ANN).click();
    await message('only this').getByText('Delivered').waitFor();
    await page.getByRole('button', { name: 'More about this conversation' }).click();
    expect(await page.getByRole('menuitem', { name: 'Copy as test' }).isDisabled()).toBe(true);
  });
});

describe('what is scheduled', () => {
  it('is listed with the time left, and can be shown and canceled', async () => {
    await using opened = await open(NARROW);
    const { page, client, twilio, message, errors } = opened;
    const soon = { to: ANN, body: 'in three hours', hours: 3 };
    await scheduleMessages(client, twilio, soon, { to: BEN, body: 'in three days', hours: 72 });
    const button = page.getByRole('button', { name: /^Scheduled/ });
    await page.getByRole('button', { name: 'Scheduled 2 waiting' }).click();
    const panel = page.getByRole('dialog', { name: 'Scheduled messages' });
    const items = panel.getByRole('listitem');
    const [first, last] = [items.first(), items.last()];
    await first.getByText(/2 h 59 min 5\d s left/).waitFor();
    expect(await items.count()).toBe(2);
    const before = (await first.getByText(/ left$/).textContent()) ?? '';
    await first.getByText(before).waitFor({ state: 'detached' });
    await last.getByText(/2 d 23 h 59 min \d\d s left/).waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    expect(await overflowsSideways(page)).toBe(false);

    await first.getByRole('button', { name: 'Show' }).click();
    await page.getByText(/by the REST API: Scheduled for/).waitFor();
    await page.getByRole('button', { name: 'Close the inspector' }).click();
    await message('in three hours').getByText('Scheduled for').waitFor();

    await button.click();
    await Promise.all([
      notice(page, `The message to ${ANN} is canceled.`).waitFor(),
      first.getByRole('button', { name: 'Cancel' }).click(),
    ]);
    await page.locator('#close-scheduled:focus').waitFor();
    await panel.getByText('in three hours').waitFor({ state: 'detached' });
    await page.keyboard.press('Escape');
    await message('in three hours').getByText('Canceled').waitFor();

    twilio.clock.advance('72h');
    await page.getByRole('button', { name: 'Scheduled', exact: true }).click();
    await panel.getByText('None.').waitFor();
    expect(errors).toEqual([]);
  });

  it('is listed also when the page has not loaded its conversation', async () => {
    await using server = await serveWebhook(says('hello'));
    await using opened = await openBlankPage();
    await using twilio = await startWithPage({ webhook: server.url, ...ACCOUNT });
    const client = clientOf(twilio.url ?? '', ACCOUNT.accountSid, ACCOUNT.authToken);
    await scheduleMessages(client, twilio, { to: ANN, body: 'for later', hours: 3 });
    for (let index = 0; index < 101; index++)
      await twilio.phone(`+1555333${String(index).padStart(4, '0')}`).send('hi');
    const { page } = opened;
    await page.goto(twilio.url ?? '');
    await page.locator('.phone-row').nth(99).waitFor();
    expect(await page.locator(`.phone-button[title="${ANN}"]`).count()).toBe(0);
    await page.getByRole('button', { name: 'Scheduled 1 waiting' }).click();
    const panel = page.getByRole('dialog', { name: 'Scheduled messages' });
    await panel.getByText('for later').waitFor();
    await panel.getByRole('button', { name: 'Cancel' }).click();
    await panel.getByText('None.').waitFor();
    expect(twilio.engine.messages.scheduled()).toEqual([]);
  });
});

describe('a phone that is switched off', () => {
  it.each([
    ['narrow', NARROW],
    ['wide', WIDE],
  ])('says so, sends nothing, and gets what waits when it is on again: %s', async (_, context) => {
    await using opened = await open(context);
    const { page, client, row, message, twilio, errors } = opened;
    await twilio.phone(ANN).text('hi');
    await row(ANN).click();
    await page.getByRole('button', { name: 'Switch this phone off' }).click();
    await row(ANN).getByText('Switched off').waitFor({ state: 'attached' });
    await page.getByText('This phone is switched off: what is sent to it waits.').waitFor();
    expect(twilio.engine.phones.off()).toEqual([ANN]);

    await client.messages.create({ from: NUMBER, to: ANN, body: 'are you there?' });
    await message('are you there?').getByText('Sent', { exact: true }).waitFor();
    await messageField(page).fill('not sent');
    await messageField(page).press('Enter');
    await page.getByRole('button', { name: 'Send', exact: true }).click({ force: true });
    expect(await messageField(page).inputValue()).toBe('not sent');
    expect(await accessibilityProblems(page)).toEqual([]);
    expect(await overflowsSideways(page)).toBe(false);

    await page.getByRole('button', { name: 'Switch on', exact: true }).click();
    await message('are you there?').getByText('Delivered').waitFor();
    await messageField(page).press('Enter');
    await message('not sent').waitFor();
    expect(errors).toEqual([]);
  });

  it('shows it when others switch it', async () => {
    await using opened = await open();
    const { page, row, twilio } = opened;
    await twilio.phone(ANN).text('hi');
    twilio.engine.phones.set(ANN, false);
    await row(ANN).getByText('Switched off').waitFor();
    await row(ANN).click();
    await page.getByRole('button', { name: 'Switch this phone on' }).click();
    await page
      .locator('.phone-row')
      .filter({ has: row(ANN) })
      .getByText('hello')
      .waitFor();
    await expectSoon(() => twilio.engine.phones.off(), []);
  });
});

it('a number of yours that texts another is named on both sides, and can be typed as', async () => {
  await using opened = await open();
  const { page, client, row, message, twilio, server, errors } = opened;
  changeNumber(twilio, { number: OTHER, name: '/other', smsUrl: `${server.origin}/quiet` });
  await client.messages.create({ from: NUMBER, to: OTHER, body: 'from one to the other' });
  await row(OTHER).getByText('Your number /other').waitFor();
  await row(NUMBER).getByText('Your number', { exact: true }).waitFor();

  await row(OTHER).click();
  await page.getByText('Texted by your number /other').waitFor();
  await message('from one to the other').getByText('REST API').waitFor();
  expect(await page.getByRole('button', { name: /^Switch this phone/ }).count()).toBe(0);
  await row(NUMBER).click();
  await page.getByText(/Texted by your number \+1/).waitFor();
  await page.getByRole('heading', { name: '/other' }).waitFor();
  await message('from one to the other').waitFor();
  await messageField(page).fill('typed as a number');
  await messageField(page).press('Enter');
  await message('typed as a number')
    .getByRole('button', { name: /Inspect this turn: 200/ })
    .waitFor();
  expect(errors).toEqual([]);
});

it('groups the faults on purpose by what they happen to', async () => {
  await using opened = await open(NARROW);
  const { page } = opened;
  await page.getByRole('button', { name: 'Faults' }).click();
  const panel = page.getByRole('dialog', { name: 'Faults on purpose' });
  const groups = panel.getByRole('region');
  expect(await groups.getByRole('heading').allTextContents()).toEqual([
    'The webhook',
    'Cookies',
    'Incoming messages',
    'Outgoing messages',
    'Status callbacks',
    'REST API and Sync',
  ]);
  expect(await panel.getByRole('group').count()).toBe(FAULTS.length);
  expect(await groups.nth(1).getByRole('group').count()).toBe(faultsOf('Cookies').length);
  for (const name of ['REST API too busy', 'Sync’s answer gets lost'])
    await groups.last().getByRole('group', { name }).getByLabel('Next request').check();
  await page.keyboard.press('Escape');
  await page.getByText('REST API too busy: the next request').waitFor();
  await page.getByText('Sync’s answer gets lost: the next request').waitFor();

  opened.twilio.faults({ overtake: 'next', phoneOff: 'all' });
  await page.getByText('Overtake: the next two messages').waitFor();
  await page.getByText('Phone goes off: all messages').waitFor();
  await page.getByRole('button', { name: 'Faults' }).click();
  await panel.getByRole('button', { name: 'Switch all off' }).click();
  await page.locator('.fault-badge').first().waitFor({ state: 'detached' });
  await expectSoon(() => opened.twilio.engine.faults(), NO_FAULTS);
});
