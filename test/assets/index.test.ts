import { readdir, readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import {
  accessibilityProblems,
  openBrowser,
  openPage,
  overflowsSideways,
  VIEWPORTS,
  withClipboard,
} from 'test-support';

const ASSETS = join(process.cwd(), 'src/assets');
const TYPES: Record<string, string> = {
  html: 'text/html',
  css: 'text/css',
  js: 'text/javascript',
  svg: 'image/svg+xml',
};

let browser: Browser;
let server: Server;
let port: number;

beforeAll(async () => {
  server = createServer((request, response) => {
    const name = (request.url ?? '').slice(1);
    readFile(join(ASSETS, name)).then(
      (content) => response.setHeader('content-type', TYPES[name.split('.').pop() ?? ''] ?? '').end(content),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  ({ port } = server.address() as AddressInfo);
  browser = await openBrowser();
});

afterAll(async () => {
  await browser.close();
  server.close();
});

/** The paths of all Assets. */
const assets = async () =>
  (await readdir(ASSETS, { recursive: true })).filter((path) => extname(path) !== '');

const origin = () => `http://localhost:${port}`;

/** Does something with the landing page; returns its script with a blank for each character that has run. */
async function unusedScript(page: Page, use: () => Promise<void>): Promise<string> {
  await page.coverage.startJSCoverage();
  await page.goto(`${origin()}/index.html`);
  await use();
  const script = (await page.coverage.stopJSCoverage()).find(({ url }) => url.endsWith('/index.js'));
  if (script?.source === undefined) throw new Error('The landing page has run no script.');
  const unused = script.functions.flatMap(({ ranges }) => ranges.filter(({ count }) => count === 0));
  const isUnused = (at: number) => unused.some((range) => range.startOffset <= at && at < range.endOffset);
  return Array.from({ length: script.source.length }, (_, at) =>
    isUnused(at) ? (script.source?.[at] ?? '') : ' ',
  ).join('');
}

describe.each(['narrow', 'wide'] as const)('the landing page, %s', (width) => {
  it.each(['light', 'dark'] as const)(
    'in %s colours is accessible, fits, and reports no error',
    async (colorScheme) => {
      const { page, errors } = await openPage(browser, { viewport: VIEWPORTS[width], colorScheme });
      await page.goto(`${origin()}/index.html`);
      expect(await page.title()).toBe('SMS webhook');
      expect(await accessibilityProblems(page)).toEqual([]);
      expect(await overflowsSideways(page)).toBe(false);
      expect(errors).toEqual([]);
    },
  );
});

describe('the landing page', () => {
  it('copies the webhook of its own domain, selects it without a clipboard, and has no other code', async () => {
    const { page } = await openPage(browser, { permissions: ['clipboard-read', 'clipboard-write'] });
    const unusedWithClipboard = await unusedScript(page, () =>
      withClipboard(async () => {
        expect(await page.textContent('#webhook')).toBe(`${origin()}/sms`);
        await page.getByRole('button', { name: 'Copy the webhook URL' }).click();
        await page.getByText('Copied.').waitFor();
        expect(await page.evaluate('navigator.clipboard.readText()')).toBe(`${origin()}/sms`);

        await page.getByRole('button', { name: 'Copy the CLI command' }).click();
        await page.waitForFunction(
          'navigator.clipboard.readText().then((text) => text.startsWith("twilio"))',
        );
        expect(await page.evaluate('navigator.clipboard.readText()')).toBe(
          `twilio phone-numbers:update +15552220000 --sms-url ${origin()}/sms`,
        );
      }),
    );

    const { page: other } = await openPage(browser, {});
    await other.addInitScript('Object.defineProperty(navigator, "clipboard", { value: undefined })');
    const unusedWithout = await unusedScript(other, async () => {
      await other.getByRole('button', { name: 'Copy the webhook URL' }).click();
      await other.getByText('Selected.').waitFor();
      expect(await other.evaluate('getSelection().toString()')).toBe(`${origin()}/sms`);
    });

    const isUnused = (at: number) => unusedWithClipboard[at] !== ' ' && unusedWithout[at] !== ' ';
    const neverRun = Array.from(unusedWithout).filter((_, at) => isUnused(at));
    expect(neverRun.join('')).toBe('');
  });

  it('says on a local address that Twilio cannot reach it, and elsewhere does not', async () => {
    const { page } = await openPage(browser, {});
    await page.goto(`${origin()}/index.html`);
    expect(await page.locator('#local').isVisible()).toBe(true);

    await page.route('https://counter-1234.twil.io/**', (route) =>
      route.fulfill({ path: join(ASSETS, new URL(route.request().url()).pathname) }),
    );
    await page.goto('https://counter-1234.twil.io/index.html');
    expect(await page.textContent('#webhook')).toBe('https://counter-1234.twil.io/sms');
    expect(await page.locator('#local').isVisible()).toBe(false);
  });

  it('tells without JavaScript where the webhook is', async () => {
    const { page } = await openPage(browser, { javaScriptEnabled: false });
    await page.goto(`${origin()}/index.html`);
    expect(await page.locator('noscript').textContent()).toContain('/sms');
  });

  it('loads nothing from elsewhere, and allows no inline script or style', async () => {
    const html = await readFile(join(ASSETS, 'index.html'), 'utf8');
    expect(html).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
    for (const name of await assets()) {
      const content = await readFile(join(ASSETS, name), 'utf8');
      expect(content.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:\/\//);
    }
  });
});

it('leads to the landing page from the root of a domain, where Twilio serves /assets/index.html', async () => {
  const { page } = await openPage(browser, {});
  await page.goto(`${origin()}/assets/index.html`);
  await page.waitForURL(`${origin()}/index.html`);
  expect(await page.title()).toBe('SMS webhook');
});

it('the assets folder holds what is meant to be public and nothing else', async () => {
  expect((await assets()).sort()).toEqual([
    'assets/index.html',
    'icon.svg',
    'index.css',
    'index.html',
    'index.js',
  ]);
});
