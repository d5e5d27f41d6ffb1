import { readdir, readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { accessibilityProblems, openBrowser, openPage, overflowsSideways, VIEWPORTS } from 'test-support';

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

const origin = () => `http://localhost:${port}`;

/** Where the landing page's script did not run, in any of the tests so far: pairs of offsets. */
let unrun: [number, number][] | undefined;

/** Opens the landing page and counts what of its script runs until the test is over. */
async function openLanding(options: BrowserContextOptions, before?: (page: Page) => Promise<unknown>) {
  const opened = await openPage(browser, options);
  await before?.(opened.page);
  await opened.page.coverage.startJSCoverage();
  await opened.page.goto(`${origin()}/index.html`);
  return {
    ...opened,
    done: async () => {
      const script = (await opened.page.coverage.stopJSCoverage()).find(({ url }) =>
        url.endsWith('/index.js'),
      );
      const gaps = (script?.functions ?? []).flatMap(({ ranges }) =>
        ranges
          .filter(({ count }) => count === 0)
          .map((range): [number, number] => [range.startOffset, range.endOffset]),
      );
      unrun = (unrun ?? gaps).filter(([start, end]) => gaps.some(([from, to]) => from <= start && end <= to));
    },
  };
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
  it('shows the webhook of its own domain, and copies it', async () => {
    const { page, done } = await openLanding({ permissions: ['clipboard-read', 'clipboard-write'] });
    expect(await page.textContent('#webhook')).toBe(`${origin()}/sms`);

    await page.getByRole('button', { name: 'Copy the webhook URL' }).click();
    await page.getByText('Copied.').waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(`${origin()}/sms`);

    await page.getByRole('button', { name: 'Copy the CLI command' }).click();
    await page.waitForFunction('navigator.clipboard.readText().then((text) => text.startsWith("twilio"))');
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(
      `twilio phone-numbers:update +15552220000 --sms-url ${origin()}/sms`,
    );
    await done();
  });

  it('selects the text where there is no clipboard', async () => {
    const { page, done } = await openLanding({}, (opened) =>
      opened.addInitScript('Object.defineProperty(navigator, "clipboard", { value: undefined })'),
    );
    await page.getByRole('button', { name: 'Copy the webhook URL' }).click();
    await page.getByText('Selected.').waitFor();
    expect(await page.evaluate('getSelection().toString()')).toBe(`${origin()}/sms`);
    await done();
  });

  it('has no code that the tests above do not run', () => {
    expect(unrun).toEqual([]);
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
    for (const name of await readdir(ASSETS)) {
      const content = await readFile(join(ASSETS, name), 'utf8');
      expect(content.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:\/\//);
    }
  });
});

it('the assets folder holds what is meant to be public and nothing else', async () => {
  expect((await readdir(ASSETS)).sort()).toEqual(['icon.svg', 'index.css', 'index.html', 'index.js']);
});
