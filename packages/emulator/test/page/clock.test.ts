import { expect, it } from '@jest/globals';
import { HOUR } from 'test-support';
import { NARROW, notice, openEmulator, WIDE } from '../support/page';
import { ACCOUNT, clientOf, scheduleMessages } from '../support/rest-client';
import { ANN } from '../support/turns';
import { says, serveWebhook } from '../support/webhook-server';

it('moves by any span, tells what is sent on the way, and back to real time', async () => {
  await using webhook = await serveWebhook(says('hello'));
  await using opened = await openEmulator(WIDE, { webhook: webhook.url, ...ACCOUNT });
  const { page, twilio, errors } = opened;
  const client = clientOf(twilio.url ?? '', ACCOUNT.accountSid, ACCOUNT.authToken);
  const texts = [
    { body: 'the first', hours: 1 },
    { body: 'the second', hours: 30 },
  ];
  await scheduleMessages(client, twilio, ...texts.map((text) => ({ ...text, to: ANN })));
  await page.getByRole('button', { name: /^Move the clock/ }).click();
  const panel = page.getByRole('dialog', { name: 'Clock' });
  const span = panel.getByLabel('Move ahead by');
  const move = panel.getByRole('button', { name: 'Move' });

  await span.fill('soon');
  await move.click();
  await panel.getByText('Write a span of time such as 90m').waitFor();
  expect(await span.getAttribute('aria-invalid')).toBe('true');
  await span.fill('1 hour 30 min');
  await panel.getByText('Sends 1 scheduled message on the way:').waitFor();
  expect(await panel.locator('.on-the-way li').allTextContents()).toEqual([
    expect.stringContaining('the first'),
  ]);
  await Promise.all([notice(page, 'The clock is now 1 h 30 min ahead.').waitFor(), span.press('Enter')]);
  expect(twilio.sent().map(({ status }) => status)).toEqual(['delivered', 'scheduled']);

  await Promise.all([
    notice(page, /^The clock is now 1 d [56] h/).waitFor(),
    panel.getByRole('button', { name: 'To the next scheduled message' }).click(),
  ]);
  expect(twilio.sent().map(({ status }) => status)).toEqual(['delivered', 'delivered']);
  await panel.getByText('Nothing is scheduled until then.').waitFor();

  const back = panel.getByRole('button', { name: 'Back to real time' });
  await Promise.all([notice(page, 'The clock is back at real time.').waitFor(), back.click()]);
  expect(twilio.engine.clock().offset).toBe(0);
  expect(await back.isDisabled()).toBe(true);
  expect(errors).toEqual([]);
});

it('moves to a day and a time, and says why it does not', async () => {
  await using opened = await openEmulator({ ...NARROW, timezoneId: 'Asia/Kolkata' });
  const { page, twilio } = opened;
  await page.getByRole('button', { name: /^Move the clock/ }).click();
  const panel = page.getByRole('dialog', { name: 'Clock' });
  const time = panel.getByLabel('Move to');
  const go = panel.getByRole('button', { name: 'Go there' });

  await go.click();
  await panel.getByText('Give a day and a time.').waitFor();
  await time.fill('2020-01-01T00:00');
  await go.click();
  await panel.getByText('That is in the past').waitFor();
  const target = new Date(Math.ceil(twilio.clock.now() / HOUR) * HOUR + 48 * HOUR);
  const inIndia = new Date(target.getTime() + 5.5 * HOUR).toISOString().slice(0, 16);
  await time.fill(inIndia);
  await Promise.all([notice(page, /^The clock is now (1 d 23|2 d)/).waitFor(), go.click()]);
  expect(Math.abs(twilio.clock.now() - target.getTime())).toBeLessThan(HOUR / 2);
  await time.fill('2999-01-01T00:00');
  await go.click();
  await panel.getByText('at most a year').waitFor();
});

it('keeps a cookie that is left, and its time, on the way back', async () => {
  await using opened = await openEmulator(WIDE);
  const { page, twilio } = opened;
  await page.getByRole('textbox', { name: /^Message from/ }).fill('hi');
  await page.keyboard.press('Enter');
  await page.getByText(/^counter: (4 h 00|3 h 59) min/).waitFor();
  twilio.clock.advance('1h');
  await page.getByText(/^counter: (3 h 00|2 h 59) min/).waitFor();
  twilio.clock.reset();
  await page.getByText('real time', { exact: true }).waitFor();
  expect(twilio.engine.clock().offset).toBe(0);
  await page.getByText(/^counter: (3 h 00|2 h 59) min/).waitFor();
});
