import { expect, it } from '@jest/globals';
import { openEmulator, SECOND_REPLY, text, WIDE } from '../support/page';
import { says, serveWebhook } from '../support/webhook-server';

it('shows the request, the answer, the cookie and what it changed', async () => {
  await using opened = await openEmulator(WIDE);
  const { page, errors } = opened;
  await text(page, 'one', 1);
  await text(page, 'two', 2);

  // A wide page follows the latest turn by itself.
  const inspector = page.getByRole('complementary');
  await inspector.getByText('Turn 2 of 2').waitFor();
  await inspector.getByRole('button', { name: /Webhook POST \/sms 200/ }).waitFor();
  expect(await inspector.getByLabel('TwiML, indented').textContent()).toBe(
    `<Response>\n  <Message>${SECOND_REPLY}</Message>\n</Response>\n`,
  );
  await inspector.getByText('Set-Cookie').waitFor();

  await inspector.getByRole('tab', { name: 'Request' }).click();
  expect(
    await inspector
      .locator('dt', { hasText: /^Body$/ })
      .locator('+ dd')
      .textContent(),
  ).toBe('two');
  await inspector.getByText('X-Twilio-Signature').waitFor();

  await inspector.getByRole('tab', { name: 'Cookie' }).click();
  await inspector.getByText('changed').waitFor();
  expect(await inspector.locator('del').textContent()).toBe('-   "count": 1\n');
  expect(await inspector.locator('ins').textContent()).toBe('+   "count": 2\n');
  await inspector.getByText(/(4 h 00|3 h 5\d) min \d\d s/).waitFor();

  await inspector.getByRole('button', { name: 'The turn before' }).click();
  await inspector.getByText('Turn 1 of 2').waitFor();
  await inspector.getByText('A later turn has replaced it.').waitFor();
  expect(errors).toEqual([]);
});

it('shows every request of a turn, and what the debugger says of it', async () => {
  await using webhook = await serveWebhook({ '/sms': '<Response><Message>', '/fallback': says('sorry') });
  const options = { webhook: webhook.url, fallback: `${webhook.origin}/fallback` };
  await using opened = await openEmulator(WIDE, options);
  const { page } = opened;
  await text(page, 'hi', 1);

  await page.getByRole('button', { name: /^Inspect this turn: .*1 error/ }).click();
  const entry = page.getByRole('listitem').filter({ hasText: 'Error 12100' });
  const link = entry.getByRole('link', { name: /Twilio’s page of 12100/ });
  expect(await link.getAttribute('href')).toBe('https://www.twilio.com/docs/api/errors/12100');
  expect(await link.getAttribute('rel')).toBe('noreferrer');
  await entry.getByRole('button', { name: 'Show the request that caused it' }).click();
  expect(await page.getByLabel('Body as it came').textContent()).toBe('<Response><Message>');

  await page.getByRole('button', { name: /^Fallback POST \/fallback/ }).click();
  await page.getByLabel('TwiML, indented').getByText('sorry').waitFor();
  await page.getByRole('tab', { name: 'Request' }).click();
  await page.getByText('ErrorUrl').waitFor();
});

it('shows the faults that a turn has met, and which answer was lost', async () => {
  await using opened = await openEmulator(WIDE);
  const { twilio, page } = opened;
  await text(page, 'hi', 1);
  twilio.faults({ deliverTwice: 'next', loseCookie: 'next' });
  await text(page, 'hi', 2);
  await page.getByRole('button', { name: /^Inspect this turn: 200.*, 2 faults on purpose$/ }).waitFor();
  const met = page.getByRole('list', { name: 'Faults on purpose in this turn' }).getByRole('listitem');
  expect(await met.allTextContents()).toEqual([' Deliver twice', ' Lose the cookie']);
  await page.getByRole('button', { name: /^Webhook again POST/ }).waitFor();
  await page.getByRole('button', { name: /^Webhook, answer lost POST/ }).click();
  await page.getByText('This answer was lost on purpose').waitFor();

  await page.getByRole('button', { name: 'The turn before' }).click();
  await met.first().waitFor({ state: 'detached' });
});

it('shows sender, number and text of a request first, and folds what is empty', async () => {
  await using opened = await openEmulator(WIDE);
  const { page } = opened;
  await text(page, 'hi', 1);
  await page.getByRole('tab', { name: 'Request' }).click();
  const names = page.getByRole('tabpanel').locator('dt');
  expect((await names.allTextContents()).slice(0, 4)).toEqual(['From', 'To', 'Body', 'NumMedia']);
  const folded = page.getByText('FromCity');
  expect(await folded.isVisible()).toBe(false);
  await page.getByText('6 empty parameters').click();
  expect(await folded.isVisible()).toBe(true);
});

it('says what is left out of the requests of a large turn', async () => {
  const long = 'x'.repeat(14_000);
  await using webhook = await serveWebhook(({ parameters }) => {
    const step = Number(parameters.get('step') ?? 0) + 1;
    const redirect = `<Redirect method="GET">/sms?step=${step}&amp;${long}</Redirect>`;
    return {
      headers: { 'Content-Type': 'text/xml', 'X-Long': long },
      body: step === 45 ? says('the end') : `<Response>${redirect}</Response>`.padEnd(60_000),
    };
  });
  await using opened = await openEmulator(WIDE, { webhook: webhook.url });
  const { page, errors } = opened;
  await text(page, 'hi', 1);
  const exchanges = page.getByRole('list', { name: 'Requests of this turn' }).getByRole('button');
  const inspector = page.getByRole('complementary');

  await page.getByRole('tab', { name: 'Answer' }).click();
  await exchanges.nth(25).click();
  await inspector.getByText('The body: left out').waitFor();
  await inspector.getByText('X-Long').waitFor();
  await exchanges.last().click();
  await inspector.getByText('Body and headers: left out').waitFor();
  await page.getByRole('tab', { name: 'Request' }).click();
  await inspector.getByText('Parameters and headers: left out').waitFor();
  expect(errors).toEqual([]);
});

it('shows each try of a webhook that is called again, and the status of the last one with the message', async () => {
  await using server = await serveWebhook(says('hello'));
  await using opened = await openEmulator(WIDE, { webhook: `${server.url}#rp=5xx` });
  const { page, twilio, errors } = opened;
  twilio.faults({ badGateway: 'next' });
  await text(page, 'hi', 1);
  await page.getByRole('button', { name: /^Inspect this turn: 200/ }).waitFor();
  const tries = page.getByRole('complementary').getByRole('button', { name: /^Webhook POST/ });
  await tries.filter({ hasText: '200' }).waitFor();
  await tries.filter({ hasText: '502' }).click();
  await page.getByText('HTTP 502. It is tried again.').waitFor();
  expect(errors).toEqual([]);
});
