import { expect, it } from '@jest/globals';
import { accessibilityProblems, overflowsSideways } from 'test-support';
import { serveManually } from '../support/manual-webhook';
import { messageField, NARROW, openEmulator, WIDE } from '../support/page';
import { says } from '../support/webhook-server';

it.each([
  ['narrow', NARROW],
  ['wide', WIDE],
])('a text waits for the next one, and both are answered at once: %s', async (_, context) => {
  await using webhook = await serveManually();
  await using opened = await openEmulator(context, { webhook: webhook.url });
  const { page, twilio, errors } = opened;
  const message = (body: string) => page.locator('.message.inbound').filter({ hasText: body });
  const send = async (body: string) => {
    await messageField(page).fill(body);
    await messageField(page).press('Enter');
  };
  await page.getByRole('button', { name: 'Faults' }).click();
  const group = page.getByRole('group', { name: 'Overlap' });
  await group.getByLabel('Next two messages').check();
  await page.keyboard.press('Escape');
  await page.getByText('Overlap: the next two messages').waitFor();

  await send('first text');
  await message('first text').getByText('waits for the next text').waitFor();
  expect(await page.getByText('The webhook is working on its answer.').count()).toBe(0);
  expect(webhook.unread()).toBe(0);
  expect(await accessibilityProblems(page)).toEqual([]);
  expect(await overflowsSideways(page)).toBe(false);

  await send('second text');
  const requests = await webhook.next(2);
  await message('first text').getByText('working…').waitFor();
  await message('second text').getByText('working…').waitFor();
  await page.getByText('Overlap: the next two messages').waitFor({ state: 'detached' });
  const [last, first] = requests;
  const answer = (n: number) => ({
    headers: { 'Content-Type': 'text/xml', 'Set-Cookie': `n=${n}; Path=/` },
    body: says(`answer ${n}`),
  });
  // The one that is answered last has the cookie that the page shows, whichever it is.
  first?.answer(answer(1));
  await page.locator('.bubble').getByText('answer 1').first().waitFor();
  last?.answer(answer(2));
  await page.locator('.bubble').getByText('answer 2').first().waitFor();
  await message('first text').getByText('200 ·').waitFor();
  await message('second text').getByText('200 ·').waitFor();
  expect(twilio.engine.conversations()[0]?.cookies.map(({ value }) => value)).toEqual(['2']);

  await message('first text').getByRole('button', { name: 'Inspect this turn' }).click();
  await page.getByText(/took .*, waited for the next text/).waitFor();
  expect(await accessibilityProblems(page)).toEqual([]);
  expect(errors).toEqual([]);
});

it('a text that waits goes alone when the fault is switched off below the messages', async () => {
  await using webhook = await serveManually();
  await using opened = await openEmulator(NARROW, { webhook: webhook.url });
  const { page, twilio } = opened;
  twilio.faults({ overlap: 'next' });
  await page.getByText('Overlap: the next two messages').waitFor();
  await messageField(page).fill('alone');
  await messageField(page).press('Enter');
  await page.getByText('waits for the next text').waitFor();
  await page.getByRole('button', { name: 'Switch off: Overlap' }).click();
  const [request] = await webhook.next(1);
  request?.answer(says('hello'));
  await page.getByRole('button', { name: 'Inspect this turn: 200' }).click();
  await page.getByText(/went alone, because the fault was switched off/).waitFor();
  expect(twilio.engine.faults().overlap).toBe('off');
});
