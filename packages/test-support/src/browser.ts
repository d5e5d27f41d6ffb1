import { setTimeout } from 'node:timers/promises';
import axe, { type Result as AxeRule } from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { BROKER_VARIABLE, launchBrowserServer } from './browser-server';
import { STEP_TIMEOUT_MS } from './limits';

/**
 * The environment variable that holds back the requests of a page, each for as many milliseconds at most, by chance: a test that
 * reads the page before it is there then fails on a fast machine too. Not those that a test answers itself.
 */
const LAG_VARIABLE = 'BROWSER_LAG_MS';

/** A narrow phone and a desk. */
export const VIEWPORTS = {
  narrow: { width: 360, height: 740 },
  wide: { width: 1280, height: 800 },
} as const;

/**
 * Connects to the browser of this test run, or launches one where there is no broker (`startBrowserBroker`). Closing
 * what it returns closes the contexts that were opened through it; one launched here is closed with them.
 */
export async function openBrowser(): Promise<Browser> {
  const broker = process.env[BROKER_VARIABLE];
  if (broker === undefined) {
    const server = await launchBrowserServer();
    const browser = await chromium.connect(server.wsEndpoint());
    browser.once('disconnected', () => void server.close());
    return browser;
  }
  const response = await fetch(`${broker}/browser`);
  const answer = await response.text();
  if (!response.ok) throw new Error(`No browser could be launched: ${answer}`);
  return chromium.connect(answer);
}

/**
 * Runs the part of a test that uses the clipboard while no other test does: a headless browser has one clipboard for
 * all its contexts.
 */
export async function withClipboard<Result>(use: () => Promise<Result>): Promise<Result> {
  const broker = process.env[BROKER_VARIABLE];
  const holding = new AbortController();
  if (broker !== undefined) await fetch(`${broker}/clipboard`, { signal: holding.signal });
  try {
    return await use();
  } finally {
    holding.abort();
  }
}

/** A page in a browser context of its own, with all that it reports as an error. */
export async function openPage(
  browser: Browser,
  options: BrowserContextOptions,
): Promise<{ page: Page; errors: string[] }> {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(STEP_TIMEOUT_MS);
  const lag = Number(process.env[LAG_VARIABLE] ?? 0);
  if (Number.isNaN(lag)) throw new Error(`${LAG_VARIABLE} is no number of milliseconds.`);
  if (lag > 0) {
    await context.route('**/*', async (route) => {
      await setTimeout(Math.random() * lag);
      // The page may be gone by now.
      await route.fallback().catch(() => undefined);
    });
  }
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText ?? '';
    // Nothing went wrong with it: the page gave it up, as it does when another one is opened.
    if (reason !== 'net::ERR_ABORTED') errors.push(`${request.url()} failed: ${reason}`);
  });
  return { page, errors };
}

/**
 * What axe finds wrong on a page, a line for each rule and place.
 *
 * @param rules - those that are looked at; all of them when it is left out.
 */
export async function accessibilityProblems(page: Page, rules?: readonly string[]): Promise<string[]> {
  if (!(await page.evaluate<boolean>('"axe" in globalThis'))) await page.evaluate(axe.source);
  // Only the violations leave the page: all that axe has looked at is 250 kB and takes ten times as long.
  const options = { resultTypes: ['violations'], ...(rules === undefined ? {} : { runOnly: rules }) };
  const violations = await page.evaluate<AxeRule[]>(
    `axe.run(${JSON.stringify(options)}).then(({ violations }) => violations)`,
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${failureSummary ?? ''}`),
  );
}

/** Whether something on the page can only be reached by scrolling sideways. */
export const overflowsSideways = (page: Page): Promise<boolean> =>
  page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth');
