import { describe, expect, it } from '@jest/globals';
import { accessibilityProblems, overflowsSideways } from 'test-support';
import { boxOf } from '../support/boxes';
import {
  bubbles,
  choose,
  expectMessages,
  messageField,
  NARROW,
  newPromise,
  openEmulator,
  text,
  WIDE,
} from '../support/page';
import { ANN, BEN } from '../support/turns';
import { says, serveWebhook } from '../support/webhook-server';

/** A page on which Ann and Ben have talked. */
async function open(context = WIDE) {
  const webhook = await serveWebhook(({ parameters }) => {
    const body = parameters.get('Body') ?? '';
    return body === 'fail' ? { status: 500 } : says(`echo ${body}`);
  });
  const opened = await openEmulator(context, { webhook: webhook.url });
  const { twilio } = opened;
  for (const body of ['a PIZZA', 'other', 'fail']) await twilio.phone(ANN).send(body);
  await twilio.phone(BEN).send('no pizza');
  return {
    ...opened,
    async [Symbol.asyncDispose]() {
      await opened[Symbol.asyncDispose]();
      await webhook[Symbol.asyncDispose]();
    },
  };
}

describe('the search', () => {
  it('asks for one text at a time, and shows the latest one', async () => {
    await using opened = await open();
    const { page } = opened;
    const asked: { text: string | null; go: () => Promise<void> }[] = [];
    const [first, second] = [newPromise<undefined>(), newPromise<undefined>()];
    await page.route('**/api/search?*', (route, request) => {
      asked.push({
        text: new URL(request.url()).searchParams.get('text'),
        go: () => route.continue(),
      });
      (asked.length === 1 ? first : second).resolve(undefined);
    });
    await page.getByRole('button', { name: 'Search in all conversations' }).click();
    const dialog = page.getByRole('dialog', { name: 'Search' });
    await dialog.getByRole('searchbox').pressSequentially('echo pizza no');
    await first.promise;
    await dialog.getByRole('searchbox').fill('other');
    await asked[0]?.go();
    await second.promise;
    await asked[1]?.go();
    await dialog.getByText('2 messages').waitFor();
    expect(asked.map(({ text: words }) => words)).toEqual(['e', 'other']);
  });

  it.each([
    ['wide', WIDE],
    ['narrow', NARROW],
  ])(
    'finds a text in all conversations, and leads to its message, by the keyboard: %s',
    async (_, context) => {
      await using opened = await open(context);
      const { page, errors } = opened;
      await page.getByRole('button', { name: 'Search in all conversations' }).focus();
      await page.keyboard.press('/');
      const dialog = page.getByRole('dialog', { name: 'Search' });
      await dialog.getByRole('searchbox').and(page.locator(':focus')).waitFor();
      const heading = dialog.getByRole('heading', { name: 'Search' });
      const { y } = await boxOf(heading);
      await page.keyboard.type('pizza');
      await dialog.getByText('4 messages').waitFor();
      expect(await dialog.getByRole('link').allInnerTexts()).toEqual([
        expect.stringMatching(/5551110001[^]*echo no pizza/),
        expect.stringMatching(/5551110001[^]*no pizza/),
        expect.stringMatching(/5551110000[^]*echo a PIZZA/),
        expect.stringMatching(/5551110000[^]*a PIZZA/),
      ]);
      expect(await accessibilityProblems(page)).toEqual([]);
      expect(await overflowsSideways(page)).toBe(false);
      const title = await boxOf(heading);
      expect(title.width).toBeGreaterThan(40);
      expect(title.y).toBe(y); // it stays where it is while it is filled
      const boxes = await Promise.all(
        [0, 1].map((index) => dialog.getByRole('link').nth(index).boundingBox()),
      );
      expect(boxes[0]?.x).toBe(boxes[1]?.x);
      for (let presses = 0; presses < 4; presses++) await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowUp');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await dialog.waitFor({ state: 'detached' });
      await page.locator('.message:focus').getByText('a PIZZA', { exact: true }).waitFor();
      expect((await bubbles(page))[0]).toBe('a PIZZA');
      expect(await page.evaluate('location.hash')).toMatch(/\/messages\/SM[0-9a-f]{32}$/);
      if (context === WIDE) await page.getByText('Turn 1 of 3').waitFor();
      expect(errors).toEqual([]);
    },
  );

  it('says that there is nothing, and leaves a `/` that is written alone', async () => {
    await using opened = await open();
    const { page } = opened;
    await messageField(page).pressSequentially('1/2');
    expect(await messageField(page).inputValue()).toBe('1/2');
    expect(await page.getByRole('dialog', { name: 'Search' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Search in all conversations' }).click();
    await page.getByRole('searchbox').fill('nowhere');
    await page.getByText('No message has this text.').waitFor();
    await page.getByRole('searchbox').fill('');
    await page.getByText('In the messages of all conversations.').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog', { name: 'Search' }).waitFor({ state: 'detached' });
  });
});

it('shows the turns with errors or with faults alone', async () => {
  await using opened = await open();
  const { page, twilio } = opened;
  twilio.faults({ loseCookie: 'next' });
  await twilio.phone(ANN).send('forgetful');
  await page.getByTitle(ANN, { exact: true }).click();
  await page.locator('.outbound .bubble').nth(2).waitFor();
  await choose(page, 'conversation', 'Show 1 turn with errors');
  await page.getByText('Only 1 turn with errors.').waitFor();
  await expectMessages(page, ['fail']);
  expect(await accessibilityProblems(page)).toEqual([]);
  await choose(page, 'conversation', 'Show 1 turn with faults');
  await page.getByText('Only 1 turn with faults.').waitFor();
  await expectMessages(page, ['forgetful', 'echo forgetful']);
  await page.getByRole('button', { name: 'Show all' }).click();
  expect(await bubbles(page)).toHaveLength(7);

  await page.getByTitle(BEN, { exact: true }).click();
  await page.getByText('echo no pizza').first().waitFor();
  await choose(page, 'conversation', 'Show 0 turns with errors');
  await page.getByText('No turn has errors.').waitFor();
  await expectMessages(page, []);
  expect(await page.getByRole('button', { name: 'Say hi' }).count()).toBe(0);
});

it('lists in the row of a phone the numbers that it has talked to, each a link', async () => {
  await using opened = await openEmulator(WIDE);
  const { page, twilio } = opened;
  await text(page, 'to sms', 1);
  const phone = twilio.engine.conversations()[0]?.from ?? '';
  await twilio.phone(phone, { to: '/reservation' }).send('to the other');
  const numbers = page.getByRole('list', { name: `Numbers that ${phone} has talked to` });
  await numbers.getByRole('link').nth(1).waitFor();
  expect(await numbers.getByRole('link').allInnerTexts()).toEqual([
    expect.stringMatching(/^\/reservation\s+New:/),
    expect.stringMatching(/^\/sms /),
  ]);
  await numbers.getByRole('link', { name: '/reservation' }).click();
  await page.locator('.message .bubble').getByText('to the other').waitFor();
  const reservation = twilio.number('/reservation');
  expect(await page.evaluate('location.hash')).toBe(`#/${phone}/${reservation}`);
  expect(await numbers.getByRole('link', { name: '/reservation' }).getAttribute('aria-current')).toBe('true');
  expect(await accessibilityProblems(page)).toEqual([]);
});
