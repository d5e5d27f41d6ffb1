import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startEmulator } from 'sms-emulator';
import type { Page } from 'playwright-core';
import { openBrowser, openPage } from 'test-support';
import { median, percentile, time } from '../support/measure';

const MESSAGES = 10_000;
const CONVERSATIONS = 200;
/** Of each turn, so that ten thousand messages are there soon. */
const REPLIES = 3;
/** What is arriving while frames are measured. */
const LIVE_TURNS = 200;
const LONG = '+15551110000';

/** Half of all frames must take less: a sixtieth of a second, and what the clock is inexact by. In milliseconds. */
const SMOOTH_MS = 20;
/** A frame that takes longer is one that a person sees: three of sixty a second. In milliseconds. */
const SEEN_MS = 50;

async function main(): Promise<void> {
  await using webhook = await serveReplies();
  await using emulator = await startEmulator({ webhook: webhook.url, port: 0 });
  for (let index = 1; index < CONVERSATIONS; index++)
    await emulator.phone(`+${15_553_330_000 + index}`).text('hi');
  const long = emulator.phone(LONG);
  for (let turn = 0; turn < MESSAGES / (1 + REPLIES); turn++)
    await long.text(`Message ${turn} ${'and more '.repeat(turn % 20)}`);

  const browser = await openBrowser();
  const { page, errors } = await openPage(browser, { viewport: { width: 1280, height: 800 } });
  await page.goto(emulator.url ?? '');
  await page.locator('.phone-row').nth(99).waitFor();
  await page.getByRole('button', { name: 'Older phones' }).click();
  await page
    .locator('.phone-row')
    .nth(CONVERSATIONS - 1)
    .waitFor();
  const opening = await time(async () => {
    await page.locator(`.phone-button[title="${LONG}"]`).click();
    await page.locator('.message').nth(99).waitFor();
  });
  console.log(`opening the conversation of ${MESSAGES} messages: ${opening.toFixed(0)} ms`);

  const measure = await measurer(page);
  const scrolls = [
    { name: 'up to the first message', list: '.messages', by: -300 },
    { name: 'down to the last', list: '.messages', by: 300 },
    { name: `${CONVERSATIONS} conversations up`, list: '.phones ul', by: -60 },
    { name: `${CONVERSATIONS} conversations down`, list: '.phones ul', by: 60 },
  ];
  for (const { name, list, by } of scrolls) await measure(name, () => framesOfScroll(page, list, by));
  const onPage = await page.locator('.message').count();
  console.log(`on the page after that:     ${onPage} messages`);

  await measure(`${LIVE_TURNS} turns come`, async () => {
    await startFrames(page);
    for (let turn = 0; turn < LIVE_TURNS; turn++) await long.text(`Live ${turn}`);
    await page
      .getByText(`Live ${LIVE_TURNS - 1}`, { exact: true })
      .first()
      .waitFor();
    return frames(page);
  });
  await measure('typing', async () => {
    await startFrames(page);
    await page.locator('#message').pressSequentially('Typed while all of them are on the page. '.repeat(3));
    return frames(page);
  });
  await browser.close();
  if (errors.length === 0 && onPage >= MESSAGES) return;
  console.error(errors.join('\n'));
  process.exitCode = 1;
}

/** A webhook that answers each message with some replies, of different lengths. */
async function serveReplies(): Promise<{ url: string } & AsyncDisposable> {
  const reply = (index: number) => `<Message>Reply ${'and more '.repeat(index * 5)}</Message>`;
  const twiml = `<Response>${Array.from({ length: REPLIES }, (_, index) => reply(index)).join('')}</Response>`;
  const server = createServer((request, response) => {
    request.resume();
    response.setHeader('Content-Type', 'text/xml').end(twiml);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/sms`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The durations of the frames while a list scrolls by so many pixels in each, to its end. */
const framesOfScroll = (page: Page, list: string, by: number): Promise<number[]> =>
  page.evaluate<number[]>(`new Promise((done) => {
    const list = document.querySelector(${JSON.stringify(list)});
    const durations = [];
    let last = performance.now();
    let still = 0;
    const step = (now) => {
      durations.push(now - last);
      last = now;
      const before = list.scrollTop;
      list.scrollTop += ${by};
      still = list.scrollTop === before ? still + 1 : 0;
      if (still < 5) requestAnimationFrame(step);
      else done(durations.slice(1));
    };
    requestAnimationFrame(step);
  })`);

const startFrames = (page: Page): Promise<void> =>
  page.evaluate(`{
    globalThis.durations = [];
    let last = performance.now();
    const step = (now) => {
      durations.push(now - last);
      last = now;
      globalThis.stepping = requestAnimationFrame(step);
    };
    globalThis.stepping = requestAnimationFrame(step);
  }`);

const frames = (page: Page): Promise<number[]> =>
  page.evaluate<number[]>('(cancelAnimationFrame(globalThis.stepping), globalThis.durations.slice(1))');

/** Measures frames, and what they take of the page's main thread: the latter does not depend on what else the machine does. */
async function measurer(page: Page) {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const cpu = async (): Promise<number> => {
    const { metrics } = await session.send('Performance.getMetrics');
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN) * 1000;
  };
  return async (name: string, run: () => Promise<number[]>): Promise<void> => {
    const before = await cpu();
    const durations = await run();
    const each = ((await cpu()) - before) / durations.length;
    const seen = durations.filter((duration) => duration > SEEN_MS).length;
    const [half, most] = [0.5, 0.95].map((part) => percentile(durations, part).toFixed(1));
    console.log(
      `${name.padEnd(26)}  ${durations.length} frames: ${half} ms (median), ${most} ms (95th percentile), ` +
        `${seen} over ${SEEN_MS} ms; ${each.toFixed(1)} ms of the main thread in each`,
    );
    if (median(durations) > SMOOTH_MS) process.exitCode = 1;
  };
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
