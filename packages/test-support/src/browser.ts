import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import axe, { type AxeResults } from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

/** A narrow phone and a desk. */
export const VIEWPORTS = {
  narrow: { width: 360, height: 740 },
  wide: { width: 1280, height: 800 },
} as const;

/** Starts a real browser: an installed Chrome or Chromium, else the one of an npm package. */
export function launchBrowser(): Promise<Browser> {
  const executablePath = execFileSync(process.execPath, [join(__dirname, 'find-browser.mjs')], {
    encoding: 'utf8',
  });
  return chromium.launch({
    executablePath: executablePath.trim(),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
    ],
  });
}

/** A page in a browser context of its own, with all that it reports as an error. */
export async function openPage(
  browser: Browser,
  options: BrowserContextOptions,
): Promise<{ page: Page; errors: string[] }> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('requestfailed', (request) => errors.push(`${request.url()} failed`));
  return { page, errors };
}

/** What axe finds wrong on a page, a line for each rule and place. */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const results = await page.evaluate('axe.run()');
  return (results as AxeResults).violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${failureSummary ?? ''}`),
  );
}

/** Whether something on the page can only be reached by scrolling sideways. */
export const overflowsSideways = (page: Page): Promise<boolean> =>
  page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth');
