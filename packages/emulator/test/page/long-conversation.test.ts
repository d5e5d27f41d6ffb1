import { expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { boxOf } from '../support/boxes';
import { openBlankPage, startWithPage, WIDE, untilTrue } from '../support/page';
import { serveWebhook } from '../support/webhook-server';

const ANN = '+15551110000';
const TURNS = 100;
const MESSAGES = 4 * TURNS;

/** Three replies to each text, so that a long conversation is there soon. */
const replies = `<Response>${'<Message>A reply of a usual length</Message>'.repeat(3)}</Response>`;

async function openLong() {
  const webhook = await serveWebhook(replies);
  const twilio = await startWithPage({ webhook: webhook.url });
  const ann = twilio.phone(ANN);
  for (let turn = 0; turn < TURNS; turn++) await ann.text(`Text ${turn}.`);
  const opened = await openBlankPage();
  const { page } = opened;
  await page.setViewportSize(WIDE.viewport);
  await page.goto(twilio.url ?? '');
  await page
    .getByText(`Text ${TURNS - 1}.`)
    .first()
    .waitFor();
  return {
    page,
    ann,
    async [Symbol.asyncDispose]() {
      await opened[Symbol.asyncDispose]();
      await twilio.stop();
      await webhook[Symbol.asyncDispose]();
    },
  };
}

it('stays at its end when a turn grows by what is reported of it', async () => {
  await using webhook = await serveWebhook(replies);
  await using twilio = await startWithPage({ webhook: webhook.url });
  const ann = twilio.phone(ANN);
  for (let turn = 0; turn < 5; turn++) await ann.text('hi');
  await using opened = await openBlankPage();
  const { page } = opened;
  await page.setViewportSize(WIDE.viewport);
  await page.goto(twilio.url ?? '');
  const isAtEnd = `(({ scrollHeight, scrollTop, clientHeight }) => scrollHeight - scrollTop - clientHeight < 2)(
    document.querySelector('.messages'))`;
  await page.locator('.message').nth(19).waitFor();
  await untilTrue(page, isAtEnd);
  const token = webhook.requests.at(-1)?.header('i-twilio-idempotency-token') ?? '';
  const message = 'It failed, and says so in many words. '.repeat(20);
  twilio.engine.noteFunctionFailure(token, { path: '/sms', message, isAnswer: false });
  await page
    .getByText(/^It failed/)
    .first()
    .waitFor();
  await untilTrue(page, isAtEnd);
  expect(await page.evaluate(isAtEnd)).toBe(true);
});

const count = (page: Page): Promise<number> => page.locator('.message').count();

const scrollTo = (page: Page, top: number) =>
  page.evaluate(`document.querySelector('.messages').scrollTop = ${top}`);

it('has the newest messages of a long conversation on the page, and earlier ones when it is scrolled up', async () => {
  await using opened = await openLong();
  const { page, ann } = opened;
  const atFirst = await count(page);
  expect(atFirst).toBeLessThanOrEqual(125);

  // What is on the screen stays where it is while earlier ones come.
  const first = page.locator('.message').first();
  const words = (await first.locator('.bubble').first().textContent()) ?? '';
  const oldest = page.getByText(words, { exact: true }).first();
  await page.evaluate(`{
    const list = document.querySelector('.messages');
    const oldest = document.querySelector('.message');
    list.scrollTop = 300;
    globalThis.before = oldest.getBoundingClientRect().top;
    globalThis.oldest = oldest;
  }`);
  await page.locator('.message').nth(atFirst).waitFor({ state: 'attached' });
  const moved = await page.evaluate<number>('oldest.getBoundingClientRect().top - before');
  expect(Math.abs(moved)).toBeLessThan(2);
  expect(words).toMatch(/^(Text|A reply)/);
  await oldest.waitFor({ state: 'attached' });

  while ((await count(page)) < MESSAGES) {
    const before = await count(page);
    await scrollTo(page, 0);
    await page.locator('.message').nth(before).waitFor({ state: 'attached' });
  }
  await scrollTo(page, 0);
  await page.getByText('Text 0.', { exact: true }).first().waitFor();
  expect(await page.getByRole('button', { name: 'Earlier messages' }).count()).toBe(0);

  // Who reads old ones is left there when a new one comes.
  const before = await boxOf(page.getByText('Text 0.', { exact: true }).first());
  await ann.text('New.');
  await page.getByText('New.', { exact: true }).first().waitFor({ state: 'attached' });
  expect(await boxOf(page.getByText('Text 0.', { exact: true }).first())).toEqual(before);
});

it('shows earlier messages by the keyboard, and does not announce them', async () => {
  await using opened = await openLong();
  const { page } = opened;
  const before = await count(page);
  await page.evaluate(`{
    globalThis.live = [];
    const log = document.querySelector('[role=log]');
    new MutationObserver(() => live.push(log.ariaLive)).observe(log, { childList: true, subtree: true });
  }`);
  await page.getByRole('button', { name: 'Earlier messages' }).press('Enter');
  await page.locator('.message').nth(before).waitFor({ state: 'attached' });
  expect(new Set(await page.evaluate<string[]>('globalThis.live'))).toEqual(new Set(['off']));
  await untilTrue(page, 'document.querySelector("[role=log]").ariaLive === null');
});

it('has the turn that is inspected on the page, also an early one', async () => {
  await using opened = await openLong();
  const { page } = opened;
  const earlier = page.getByRole('button', { name: 'The turn before' });
  for (let turn = TURNS; turn > 60; turn--) await earlier.click();
  await page.getByRole('heading', { name: `Turn 60 of ${TURNS}` }).waitFor();
  const button = await boxOf(page.locator('.turn-button[aria-pressed="true"]'));
  const list = await boxOf(page.locator('.messages'));
  expect(button.y).toBeGreaterThanOrEqual(list.y);
  expect(button.y + button.height).toBeLessThanOrEqual(list.y + list.height);
});
