import { mkdirSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { copyProject, freePort, openBrowser, openPage, run, type Running } from 'test-support';
import { FARTHER, MENDED, WRONG } from './pictured-functions';

/**
 * `npm run pictures`: takes the pictures of the manual. It starts a copy of the project as `npm start` does, and uses the page as
 * a person would: it texts, meets an error, mends it, replays, and moves the clock.
 */

const FOLDER = 'docs/pictures';
/** As wide as the three columns need, so that the files stay small. */
const VIEWPORT = { width: 1120, height: 700 };
/** Left of the conversation, in pixels. */
const MARGIN = 16;
const SERVED = 'Ctrl-C stops everything';
const REBUILT = 'Rebuilt. The next message meets the new code.';

/** A running copy of the project, with one Function that can be edited. */
type Started = {
  readonly url: string;
  readonly edit: (source: string) => Promise<void>;
  readonly running: Running;
};

async function startCopy(): Promise<Started> {
  const { root } = await copyProject();
  const [port, emulatorPort] = [await freePort(), await freePort()];
  const write = async (source: string) => {
    const draft = join(root, 'draft.ts');
    await writeFile(draft, source);
    await rename(draft, join(root, 'src/functions/table.protected.ts')); // in one step, so that it is built once
  };
  await write(WRONG);
  const env = { PORT: String(port), EMULATOR_PORT: String(emulatorPort), TYPE_CHECK: 'off' };
  const running = run(root, 'npm', ['start'], env);
  await running.prints(SERVED);
  const edit = async (source: string) => {
    const times = running.output().split(REBUILT).length;
    await write(source);
    await running.prints(REBUILT, times);
  };
  return { url: `http://localhost:${emulatorPort}`, edit, running };
}

const inspectLast = async (page: Page, tab: RegExp) => {
  await page.locator('.turn-button').last().click();
  await page.getByRole('tab', { name: tab }).click();
};

/** Texts, and waits for the reply. */
async function text(page: Page, body: string): Promise<void> {
  const replies = page.locator('.outbound .bubble');
  const before = await replies.count();
  const field = page.getByRole('textbox', { name: /^Message from/ });
  await field.fill(body);
  await field.press('Enter');
  await replies.nth(before).waitFor();
}

const chooseNumber = (page: Page, path: string) => page.getByLabel('Texts the number').selectOption(path);

/**
 * Takes a picture, with nothing pointed at.
 *
 * @param shows - the whole page, the conversation with what is beside it, or an open dialog.
 */
async function take(page: Page, path: string, shows: 'page' | 'conversation' | 'dialog'): Promise<void> {
  await page.evaluate('document.fonts.ready');
  await page.mouse.move(0, 0);
  const clip = shows === 'page' ? undefined : await boxOf(page, shows);
  const picture = { path, animations: 'disabled', caret: 'hide' } as const;
  await page.screenshot(clip === undefined ? picture : { ...picture, clip });
  console.log(path);
}

async function boxOf(page: Page, shows: 'conversation' | 'dialog') {
  const box = await page.locator(shows === 'dialog' ? 'dialog[open]' : '.conversation').boundingBox();
  if (box === null) throw new Error(`The page shows no ${shows}.`);
  if (shows === 'dialog') return box;
  const { width, height } = page.viewportSize() ?? VIEWPORT;
  const x = box.x - MARGIN;
  return { x, y: box.y, width: width - x, height: height - box.y };
}

/** For the front page: two phones, and the cookie that counts. */
async function pictureCounter(page: Page): Promise<void> {
  await page.setViewportSize({ width: 1280, height: 800 });
  await chooseNumber(page, '/reservation');
  await text(page, 'Hi');
  await page.getByRole('button', { name: 'Add a phone' }).click();
  await chooseNumber(page, '/sms');
  await text(page, 'Hello');
  await text(page, 'And again');
  await inspectLast(page, /^Cookie/);
  await take(page, 'docs/emulator.png', 'page');
  await page.setViewportSize(VIEWPORT);
}

/** Text, see, mend: an error with its place, and the answer of the mended code. */
async function pictureMending(page: Page, { edit }: Started): Promise<void> {
  await page.getByRole('button', { name: 'Add a phone' }).click();
  await chooseNumber(page, '/table');
  for (const body of ['hi', 'Ann']) await text(page, body);
  await inspectLast(page, /^Cookie/);
  await take(page, `${FOLDER}/mend-1-text.png`, 'conversation');
  await text(page, '6');
  await inspectLast(page, /^Debugger/);
  await page.getByRole('list', { name: 'Failures of Functions' }).waitFor();
  await take(page, `${FOLDER}/mend-2-see.png`, 'conversation');
  await edit(MENDED);
  await text(page, '6');
  await inspectLast(page, /^Answer/);
  await take(page, `${FOLDER}/mend-3-mended.png`, 'conversation');
}

/** Replay and compare: what an edit changes, and a cookie that has ended. */
async function pictureReplay(page: Page, { edit }: Started): Promise<void> {
  await page.getByRole('button', { name: 'Add a phone' }).click();
  await chooseNumber(page, '/table');
  for (const body of ['hi', 'Bea', '2']) await text(page, body);
  await edit(FARTHER);
  await page.getByRole('button', { name: 'More about this conversation' }).click();
  await page.getByRole('menu').getByText('Replay from the beginning').click();
  await page.getByText('2 answers are as before, 1 differs.').waitFor();
  await inspectLast(page, /^Answer/);
  await take(page, `${FOLDER}/replay-1-differs.png`, 'conversation');
  await page.getByRole('button', { name: 'Compare' }).click();
  const dialog = page.getByRole('dialog', { name: 'Before and in the replay' });
  await dialog.getByLabel('Only what differs').uncheck();
  await dialog.getByRole('listitem').nth(2).waitFor();
  await take(page, `${FOLDER}/replay-2-compare.png`, 'dialog');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Close the outcome of the replay' }).click();
  for (const body of ['hi', 'Bea']) await text(page, body);
  await inspectLast(page, /^Cookie/);
  await page.getByRole('button', { name: /^\+4 h/ }).click();
  await page.getByText('No cookie').waitFor();
  await text(page, '2');
  await page.getByText('The clock is now').waitFor({ state: 'hidden' });
  await take(page, `${FOLDER}/replay-3-four-hours.png`, 'page');
}

async function takePictures(): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  const started = await startCopy();
  const browser = await openBrowser();
  try {
    const { page, errors } = await openPage(browser, {
      viewport: VIEWPORT,
      reducedMotion: 'reduce',
      colorScheme: 'light',
      locale: 'en-US',
    });
    await page.goto(started.url);
    await pictureCounter(page);
    await pictureMending(page, started);
    await pictureReplay(page, started);
    if (errors.length > 0) throw new Error(`The page reported ${errors.join(', ')}`);
  } finally {
    await browser.close();
    await started.running.interrupt();
  }
}

takePictures().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
