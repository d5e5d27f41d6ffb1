import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { type Emulator, type EmulatorOptions, startEmulator } from '../../src/driver';
import { openPage } from 'test-support';

/** The emulator's page in a browser of its own, and the emulator behind it. */
export type OpenedPage = {
  readonly twilio: Emulator;
  readonly page: Page;
  /** All that the page reports as an error. */
  readonly errors: string[];
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/** Starts an emulator on any port and opens its page, with one new phone that texts `/sms`, or the webhook. */
export async function openEmulator(
  browser: Browser,
  context: BrowserContextOptions = {},
  options: EmulatorOptions = { functions: 'dist/functions' },
): Promise<OpenedPage> {
  const twilio = await startWithPage(options);
  const { page, errors } = await openPage(browser, context);
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

/** Starts an emulator with its page. */
export const startWithPage = (options: EmulatorOptions): Promise<Emulator> =>
  startEmulator({ port: 0, ...options });

export const messageField = (page: Page): Locator => page.getByRole('textbox', { name: /^Message from/ });

/** Types a message, presses Enter, and waits for so many replies in all. */
export async function text(page: Page, body: string, replies: number): Promise<void> {
  await messageField(page).fill(body);
  await messageField(page).press('Enter');
  await page
    .locator('.outbound .bubble')
    .nth(replies - 1)
    .waitFor();
}

/** The texts of the bubbles, a person's with an arrow before them. */
export const bubbles = (page: Page): Promise<string[]> =>
  page
    .locator('.message')
    .evaluateAll((items: { querySelector: (selector: string) => { textContent: string } | null }[]) =>
      items.map((item) => item.querySelector('.bubble')?.textContent ?? '(picture)'),
    );

/** A webhook that answers when a test lets it. */
export type HeldWebhook = {
  readonly url: string;
  readonly release: (twiml: string) => void;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/** Serves one answer, which is held until it is released. */
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

function newPromise<Value>(): { promise: Promise<Value>; resolve: (value: Value) => void } {
  let resolve: (value: Value) => void = () => undefined;
  const promise = new Promise<Value>((settle) => (resolve = settle));
  return { promise, resolve };
}
