import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Locator, Page } from 'playwright-core';
import { accessibilityProblems, openBrowser, openPage, overflowsSideways, type Running } from 'test-support';
import { BROKEN_SOURCES } from '../support/broken-sources';
import { startProject, type StartProject } from '../support/start';

// One npm start for all: what is wrong stands on the page where it happened, and in the terminal.
let project: StartProject;
let started: Running;
let browser: Browser;
let page: Page;
let errors: string[];

beforeAll(async () => {
  project = await startProject();
  for (const [name, text] of Object.entries(BROKEN_SOURCES)) await writeFile(sourceOf(name), text);
  started = await project.started({ env: { TYPE_CHECK: 'on' } });
  browser = await openBrowser();
  ({ page, errors } = await openNewPage());
});

afterAll(async () => {
  await browser.close();
});

const sourceOf = (name: string) => join(project.root, `src/functions/${name}.ts`);

async function openNewPage(viewport = { width: 1440, height: 900 }) {
  const opened = await openPage(browser, { reducedMotion: 'reduce', viewport });
  await opened.page.goto(`http://localhost:${project.emulatorPort}`);
  await opened.page.getByRole('textbox', { name: /^Message from/ }).waitFor();
  return opened;
}

/** Sends a text to a Function from the page, and returns what stands beside it, as soon as something does. */
async function textTo(name: string, body = 'hi'): Promise<Locator> {
  await page.getByLabel('Texts the number').selectOption(`/${name}`);
  await page.locator('#conversation-title', { hasText: `/${name}` }).waitFor();
  const field = page.getByRole('textbox', { name: /^Message from/ });
  await field.fill(body);
  await field.press('Enter');
  return page.locator('.message.inbound', { hasText: body }).last().locator('.turn-report');
}

describe('a turn shows message and line of TypeScript, with a link to the editor, and so does the terminal', () => {
  it.each([
    [
      'throws',
      "TypeError: Cannot read properties of undefined (reading 'length')",
      ':4:19',
      'before it fails',
    ],
    ['loads', 'The Function /loads cannot be loaded: SyntaxError', ':1:20', undefined],
    ['rejects', 'RangeError: nobody catches this', ':3:9', undefined],
    ['exits', 'has ended the process of the Functions, by process.exit(3).', ':3:11', 'before the end'],
    ['crashes', 'Error: in a timer. Nobody has caught this, and it has ended', ':3:11', undefined],
    ['killed', 'twilio-run ended by itself (SIGKILL). This call was under way.', '', 'last words'],
  ])('%s', async (name, message, place, log) => {
    const report = await textTo(name);
    const failure = report.locator('.failure', { hasText: message }).first();
    await failure.waitFor();
    const file = `src/functions/${name}.ts${place}`;
    const link = failure.getByRole('link', { name: file });
    const url = `vscode://file${project.root}/src/functions/${name}.ts${place === '' ? ':1:1' : place}`;
    expect(await link.getAttribute('href')).toBe(url);
    await started.prints(file);
    if (log === undefined) return;
    await report.getByText('Log · 1 entry').click();
    expect(await report.locator('.log-line pre').allTextContents()).toEqual([log]);
  });

  it('inside a conversation, at its own line', async () => {
    await textTo('talk', 'hello');
    await page.locator('.outbound .bubble', { hasText: 'Which colour?' }).waitFor();
    const report = await textTo('talk', 'red');
    await report
      .locator('.failure', { hasText: 'In the conversation "talk", at "colour": Cannot read' })
      .waitFor();
    await report.getByRole('link', { name: 'src/functions/talk.ts:7:27' }).waitFor();
    expect(await report.locator('.failure').count()).toBe(1);
  });

  it('of a rejected effect', async () => {
    await textTo('effect', 'hello');
    await page.locator('.outbound .bubble', { hasText: 'Your name?' }).waitFor();
    const report = await textTo('effect', 'Ann');
    await report
      .locator('.failure', { hasText: 'In the conversation "effect", at "save": no room for 3 letters' })
      .waitFor();
    await report.getByRole('link', { name: 'src/functions/effect.ts:5:9' }).waitFor();
    await started.prints('at "save": no room for 3 letters (src/functions/effect.ts:5:9)');
    expect(await report.locator('.failure').count()).toBe(1);
  });

  it('of an endless loop, where it was ended', async () => {
    const report = await textTo('loops');
    await report.getByText('The Function /loops did not call back in time.').waitFor();
    await report.getByRole('link', { name: /^src\/functions\/loops\.ts:[34]:\d/ }).waitFor();
    await report.getByText('Log · 1 entry').waitFor();
    await started.prints('src/functions/loops.ts:');
    expect(await report.locator('.failure').count()).toBe(1);
  });

  it('of one that waits for ever, the Function', async () => {
    const report = await textTo('waits');
    await report.getByText('The Function /waits did not call back in time.').waitFor();
    await report.getByRole('link', { name: 'src/functions/waits.ts' }).waitFor();
    expect(await report.locator('.failure').count()).toBe(1);
  });
});

it('a mistake in TwiML is marked in the answer', async () => {
  const report = await textTo('twiml');
  await report.getByText('12100 Document parse failure: unexpected close tag. Line 3, column 23').waitFor();
  await page.getByRole('tab', { name: 'Answer' }).click();
  const marked = page.getByRole('region', { name: 'Mistakes in the body' });
  expect(await marked.locator('.marked-line').innerText()).toMatch(
    /^3 {3}<Message>hi<\/Massage>\n↑ column 23: 12100 unexpected close tag\./,
  );
  expect(await marked.locator('mark').innerText()).toBe('>');
});

it('what a Function prints stands beside its turn, and apart from that of a turn at the same time', async () => {
  await page.getByLabel('Texts the number').selectOption('/prints');
  const to = await page.locator('.address').innerText();
  const api = `http://localhost:${project.emulatorPort}/api`;
  const number = to.replace(/\s/g, '');
  const send = (from: string) =>
    fetch(`${api}/messages`, {
      method: 'POST',
      body: JSON.stringify({ from, to: number, body: `by ${from}` }),
    });
  const phones = ['+15557770001', '+15557770002'];
  await Promise.all(phones.map(send));
  for (const phone of phones) {
    await page
      .locator('.phone-row, .phone', { hasText: phone.slice(-4) })
      .first()
      .click();
    await page.getByLabel('Texts the number').selectOption('/prints');
    await page.getByText('Log · 4 entries').click();
    expect(await page.locator('.turn-log .log-line pre').allTextContents()).toEqual([
      `one of by ${phone}`,
      `{ body: 'by ${phone}' }`,
      `two of by ${phone}`,
      `after it has called back by ${phone}`,
    ]);
    await page.getByRole('tab', { name: 'Log' }).click();
    await page.getByRole('tabpanel').getByText(`two of by ${phone}`).waitFor();
  }
});

describe('a banner says what is wrong with the sources, in every tab, until it is mended', () => {
  const banner = (on: Page) => on.getByRole('status', { name: 'Your sources' });
  const added = () => sourceOf('added');

  it.each([
    [
      'a failed build',
      'export const handler = (: void => {};\n',
      'Not built.',
      'src/functions/added.ts:1:25',
    ],
    [
      'a missing export',
      '\nconst handler = (): void => {};\n',
      'It does not export a handler.',
      'src/functions/added.ts:2:1',
    ],
    [
      'an error of types',
      'export const handler = (): void => {\n  const size: number = "x";\n  void size;\n};\n',
      "TS2322: Type 'string' is not assignable to type 'number'.",
      'src/functions/added.ts:2:9',
    ],
  ])('%s', async (_, source, words, place) => {
    await writeFile(added(), source);
    await banner(page).getByText(words).waitFor();
    const link = banner(page).getByRole('link', { name: place });
    expect(await link.getAttribute('href')).toBe(`vscode://file${project.root}/${place}`);
    const other = await openNewPage({ width: 360, height: 740 });
    await banner(other.page).getByText(words).waitFor();
    expect(await accessibilityProblems(other.page)).toEqual([]);
    expect(await overflowsSideways(other.page)).toBe(false);
    await rm(added());
    for (const on of [page, other.page])
      await banner(on).getByRole('link').first().waitFor({ state: 'detached' });
    await other.page.context().close();
  });
});

it('the page reports no error, and is accessible with all of that', async () => {
  expect(await accessibilityProblems(page)).toEqual([]);
  // Chromium reports the styles of an answer that is HTML, which the page has it parse.
  expect(errors.filter((text) => !text.includes('inline style'))).toEqual([]);
});
