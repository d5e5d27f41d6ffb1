import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, expect } from '@jest/globals';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { openBrowser, openPage, STEP_TIMEOUT_MS } from 'test-support';
import { type Emulator, type EmulatorOptions, startEmulator } from '../../src/driver';

/** What the Function of `/sms` answers to the first message of a conversation, and to the second. */
export const FIRST_REPLY = 'Hello, thanks for the new message.';
export const SECOND_REPLY = 'Hello, thanks for message number 2';

/** A narrow page shows one thing at a time, a wide one the inspector beside the phone. */
export const NARROW = { viewport: { width: 360, height: 740 } };
export const WIDE = { viewport: { width: 1440, height: 900 } };

let browser: Promise<Browser> | undefined;

afterAll(async () => {
  await (await browser)?.close();
});

/** The emulator's page in a browser context of its own, and the emulator behind it. */
export type OpenedPage = {
  readonly twilio: Emulator;
  readonly page: Page;
  /** All that the page reports as an error. */
  readonly errors: string[];
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/** Starts an emulator on any port and opens its page, with one new phone that texts `/sms`, or the webhook. */
export async function openEmulator(
  context: BrowserContextOptions = {},
  options: EmulatorOptions = { functions: 'dist/functions' },
): Promise<OpenedPage> {
  const { page, errors } = await openContext(context);
  const twilio = await startWithPage(options);
  const dispose = async () => {
    await page.context().close();
    await twilio.stop();
  };
  try {
    await page.goto(twilio.url ?? '');
    await messageField(page).waitFor();
    if (options.functions !== undefined) await page.getByLabel('Texts the number').selectOption('/sms');
  } catch (error) {
    await dispose();
    throw error;
  }
  return { twilio, page, errors, [Symbol.asyncDispose]: dispose };
}

async function openContext(context: BrowserContextOptions = {}): Promise<{ page: Page; errors: string[] }> {
  browser ??= openBrowser();
  // Without animations: before a click, Playwright waits until an element has stopped moving.
  return openPage(await browser, { reducedMotion: 'reduce', ...context });
}

/** An empty page, for a module of the emulator's page alone. */
export async function openBlankPage(): Promise<Pick<OpenedPage, 'page' | typeof Symbol.asyncDispose>> {
  const { page } = await openContext();
  return { page, [Symbol.asyncDispose]: () => page.context().close() };
}

/** Starts an emulator with its page. */
export const startWithPage = (options: EmulatorOptions): Promise<Emulator> =>
  startEmulator({ port: 0, ...options });

/** Where the message is written. */
export const messageField = (page: Page): Locator => page.getByRole('textbox', { name: /^Message from/ });

/** A notice of the page. It is shown for seconds only: begin to wait for it before what causes it. */
export const notice = (page: Page, words: string | RegExp): Locator =>
  page.getByRole('status').getByText(words);

/** Opens the menu of the conversation, or of the turn in the inspector, and chooses an item. */
export async function choose(page: Page, of: 'conversation' | 'turn', item: string | RegExp): Promise<void> {
  await page.getByRole('button', { name: `More about this ${of}` }).click();
  await page
    .getByRole('menu')
    .getByText(item, { exact: typeof item === 'string' })
    .click();
}

/** Waits until an expression is true on the page. The page's policy does not let Playwright's `waitForFunction` evaluate a text twice. */
export const untilTrue = (page: Page, expression: string): Promise<void> =>
  page.evaluate(`new Promise((done) => {
    const look = () => ((${expression}) ? done() : setTimeout(look, 20));
    look();
  })`);

/** Types a message, presses Enter, and waits until the conversation shows this many replies in all. */
export async function text(page: Page, body: string, replies: number): Promise<void> {
  await messageField(page).fill(body);
  await messageField(page).press('Enter');
  await page
    .locator('.outbound .bubble')
    .nth(replies - 1)
    .waitFor();
}

/**
 * Waits until the conversation shows these messages and no others: the text of each, oldest first; `(picture)` for a message without text. Says
 * what it shows when that does not come.
 */
export const expectMessages = (page: Page, texts: readonly string[]): Promise<void> =>
  expectSoon(() => bubbles(page), texts);

/** Waits until what is read equals what is expected; fails with the last that was read. */
export async function expectSoon<Value>(read: () => Value | Promise<Value>, expected: Value): Promise<void> {
  const started = performance.now();
  let value = await read();
  while (!isDeepStrictEqual(value, expected) && performance.now() - started < STEP_TIMEOUT_MS) {
    await setTimeout(20);
    value = await read();
  }
  expect(value).toStrictEqual(expected);
}

/** Holds back what the page asks of an address, or the answer to that, until it is released. */
export async function holdRequests(page: Page, url: RegExp, held: 'request' | 'answer') {
  const answered = newPromise<undefined>();
  const released = newPromise<undefined>();
  await page.route(url, async (route) => {
    const response = held === 'answer' ? await route.fetch() : undefined;
    answered.resolve(undefined);
    await released.promise;
    await (response === undefined ? route.continue() : route.fulfill({ response }));
  });
  return {
    /** Resolves when there is an answer, or a request that is held back. */
    answered: answered.promise,
    release: () => {
      released.resolve(undefined);
    },
  };
}

/** The text of each bubble, oldest first; `(picture)` for a message without text. */
export const bubbles = (page: Page): Promise<string[]> =>
  page
    .locator('.message')
    .evaluateAll((items: { querySelector: (selector: string) => { textContent: string } | null }[]) =>
      items.map((item) => item.querySelector('.bubble')?.textContent ?? '(picture)'),
    );

/** A webhook whose answer waits for `release`. */
export type HeldWebhook = {
  readonly url: string;
  readonly release: (twiml: string) => void;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/** Serves a webhook that answers every request with the same TwiML, once that is released. */
export async function serveHeldWebhook(): Promise<HeldWebhook> {
  const { promise, resolve } = newPromise<string>();
  const server = createServer((request, response) => {
    request.resume();
    void promise.then((twiml) => response.setHeader('Content-Type', 'text/xml').end(twiml));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    release: resolve,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

/** A promise, with what resolves it. */
export function newPromise<Value>(): { promise: Promise<Value>; resolve: (value: Value) => void } {
  let resolve: (value: Value) => void = () => undefined;
  const promise = new Promise<Value>((settle) => (resolve = settle));
  return { promise, resolve };
}
