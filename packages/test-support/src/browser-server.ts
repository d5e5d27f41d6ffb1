import { execFile } from 'node:child_process';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type BrowserServer, chromium } from 'playwright-core';

/** The environment variable that tells Jest's workers where the broker is. */
export const BROKER_VARIABLE = 'TEST_BROWSER_BROKER';

const state: { broker: Server | undefined; browser: Promise<BrowserServer> | undefined } = {
  broker: undefined,
  browser: undefined,
};

/**
 * Starts a real browser: an installed Chrome or Chromium, else the one of an npm package. Other processes can connect
 * to it. It ends with this process, however that ends: Chromium quits when the pipe to its parent closes.
 */
export async function launchBrowserServer(): Promise<BrowserServer> {
  const { stdout } = await promisify(execFile)(process.execPath, [join(__dirname, 'find-browser.mjs')]);
  return chromium.launchServer({
    executablePath: stdout.trim(),
    host: '127.0.0.1',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
    ],
  });
}

/**
 * For Jest's `globalSetup`: one browser for all test files, launched when the first of them asks for it. Serves on
 * loopback `GET /browser`, the browser's WebSocket endpoint, and `GET /clipboard`, a lock that is held for as long as
 * its connection is open. The address goes into the environment, which Jest's workers inherit.
 */
export async function startBrowserBroker(): Promise<void> {
  const waiting: ServerResponse[] = [];
  const grantNext = () => {
    waiting[0]?.writeHead(200).flushHeaders();
  };
  const broker = createServer((request, response) => {
    if (request.url === '/clipboard') {
      response.once('close', () => {
        const [holder] = waiting;
        waiting.splice(waiting.indexOf(response), 1);
        if (holder === response) grantNext();
      });
      if (waiting.push(response) === 1) grantNext();
      return;
    }
    state.browser ??= launchBrowserServer();
    state.browser.then(
      (browser) => response.end(browser.wsEndpoint()),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => broker.listen(0, '127.0.0.1', resolve));
  broker.unref();
  state.broker = broker;
  process.env[BROKER_VARIABLE] = `http://127.0.0.1:${(broker.address() as AddressInfo).port}`;
}

/** For Jest's `globalTeardown`: closes the browser, if one was launched, and the broker. */
export async function stopBrowserBroker(): Promise<void> {
  const { broker, browser } = state;
  state.broker = undefined;
  state.browser = undefined;
  broker?.closeAllConnections();
  broker?.close();
  await (await browser?.catch(() => undefined))?.close();
}
