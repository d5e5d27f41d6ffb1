import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { bundlePage } from '../src/page/bundle';
import { conversationAsTest } from '../src/page/copy-as-test';
import { accessibilityProblems, openBrowser, overflowsSideways } from 'test-support';
import { says, serveWebhook } from './support/webhook-server';
import { bubbles, messageField, openEmulator, serveHeldWebhook, startWithPage, text } from './support/page';

const FIRST = 'Hello, thanks for the new message.';
const SECOND = 'Hello, thanks for message number 2';
const CLIPBOARD = { permissions: ['clipboard-read', 'clipboard-write'] };
const NARROW = { viewport: { width: 360, height: 740 } };
const WIDE = { viewport: { width: 1440, height: 900 } };
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

let browser: Browser;

beforeAll(async () => {
  browser = await openBrowser();
});

afterAll(() => browser.close());

describe('the conversation on the page', () => {
  it('shows messages and replies, and begins again after four hours', async () => {
    await using opened = await openEmulator(browser);
    const { page, errors } = opened;
    await page.getByRole('button', { name: 'Say hi' }).click();
    await page.getByText(FIRST).first().waitFor();
    await text(page, 'and again', 2);
    await page.getByText(/counter: (4 h 00|3 h 59) min \d\d s left/).waitFor();

    await page.getByRole('button', { name: '+4 h' }).click();
    await page.getByText('No cookie').waitFor();
    await page.getByRole('status').getByText('The clock is now 4 h ahead.').waitFor();
    await text(page, 'later', 3);
    expect(await bubbles(page)).toEqual(['hi', FIRST, 'and again', SECOND, 'later', FIRST]);
    await page.getByText(/^ ?4 h later/).waitFor();
    expect(errors).toEqual([]);
  });

  it('keeps phones and numbers apart, and remembers them in this browser', async () => {
    await using other = await serveWebhook(says('the other one'));
    await using opened = await openEmulator(browser, WIDE);
    const { page, twilio } = opened;
    await text(page, 'one', 1);

    await page.getByRole('button', { name: 'Add a phone' }).click();
    await text(page, 'two', 1);
    expect(await bubbles(page)).toEqual(['two', FIRST]);

    await page.getByRole('button', { name: 'Numbers' }).click();
    await page.getByRole('button', { name: 'Add a number' }).click();
    const form = page.getByRole('form').last();
    await form.getByLabel('A message comes in').fill(other.url);
    await form.getByRole('button', { name: 'Save' }).click();
    await page
      .getByRole('status')
      .getByText(/is saved/)
      .waitFor();
    await page.keyboard.press('Escape');
    const added = twilio.engine.numbers().at(-1);
    await page.getByLabel('Texts the number').selectOption(added?.number ?? '');
    await text(page, 'three', 1);
    expect(await bubbles(page)).toEqual(['three', 'the other one']);

    await page.reload();
    await page.getByText('the other one').first().waitFor();
    await page.getByLabel('Texts the number').selectOption('/sms');
    expect(await bubbles(page)).toEqual(['two', FIRST]);
    expect(await page.locator('.phone-row').count()).toBe(2);
  });

  it('shows messages of others as they come, and marks the ones that nobody has seen', async () => {
    await using opened = await openEmulator(browser);
    const { page, twilio, errors } = opened;
    const bea = twilio.phone('+15551110002', { to: '/sms' });
    await bea.text('hello from a test');

    const row = page.getByRole('button', { name: /\+15551110002/ });
    await row.getByText('New messages').waitFor();
    await page.evaluate(`new Promise((done) => {
      const look = () => (document.title === '(1) SMS emulator' ? done() : requestAnimationFrame(look));
      look();
    })`);
    await row.click();
    await page.getByText('hello from a test').first().waitFor();
    expect(await row.getByText('New messages').count()).toBe(0);

    await bea.text('live');
    await page.getByText(SECOND).first().waitFor();
    expect(await bubbles(page)).toEqual(['hello from a test', FIRST, 'live', SECOND]);
    expect(await page.title()).toBe('SMS emulator');
    expect(await page.getByRole('log').count()).toBe(1);
    expect(errors).toEqual([]);
  });

  it('types while the webhook works', async () => {
    await using held = await serveHeldWebhook();
    await using opened = await openEmulator(browser, {}, { webhook: held.url });
    const { page } = opened;
    await messageField(page).fill('hello?');
    await messageField(page).press('Enter');
    await page.getByText('The webhook is working on its answer.').waitFor();
    expect(await bubbles(page)).toEqual(['hello?']);

    held.release(says('here I am'));
    await page.getByText('here I am').first().waitFor();
    expect(await page.locator('.typing').count()).toBe(0);
  });

  it('counts segments while a message is written, and Shift+Enter breaks the line', async () => {
    await using opened = await openEmulator(browser);
    const { page } = opened;
    const counted = page.locator('#segment-count');
    await messageField(page).pressSequentially('one');
    await messageField(page).press('Shift+Enter');
    await messageField(page).pressSequentially('two');
    expect(await counted.textContent()).toBe('GSM-7 · 7 characters · 1 segment · 153 left');
    await messageField(page).fill('x'.repeat(161));
    expect(await counted.textContent()).toBe('GSM-7 · 161 characters · 2 segments · 145 left');
    await messageField(page).fill('żółw'.repeat(10));
    expect(await counted.textContent()).toBe('UCS-2 for ż ó ł · 40 characters · 1 segment · 30 left');

    await text(page, 'one\ntwo', 1);
    expect(await bubbles(page)).toEqual(['one\ntwo', FIRST]);
  });

  it('sends a picture and shows it', async () => {
    await using opened = await openEmulator(browser, WIDE);
    const { page, errors } = opened;
    const choosing = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Attach a picture' }).click();
    await (await choosing).setFiles({ name: 'dot.png', mimeType: 'image/png', buffer: PIXEL });
    await page.getByRole('img', { name: 'Attached picture 1' }).waitFor();
    await text(page, '', 1);

    expect(await bubbles(page)).toEqual(['(picture)', FIRST]);
    const picture = page.getByRole('img', { name: 'Picture', exact: true });
    type Image = { decode: () => Promise<void>; naturalWidth: number };
    expect(
      await picture.evaluate(async (image: Image) => {
        await image.decode();
        return image.naturalWidth;
      }),
    ).toBe(1);
    await page.getByRole('tab', { name: 'Request' }).click();
    await page.getByText('MediaUrl0').waitFor();
    expect(errors).toEqual([]);
  });

  it('gives the words and the pictures back when a message is refused', async () => {
    await using opened = await openEmulator(browser);
    const { page } = opened;
    const choosing = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Attach a picture' }).click();
    await (await choosing).setFiles({ name: 'dot.png', mimeType: 'image/png', buffer: PIXEL });
    const picture = page.getByRole('img', { name: 'Attached picture 1' });
    await picture.waitFor();
    const long = 'x'.repeat(1601);
    await messageField(page).fill(long);
    await messageField(page).press('Enter');
    await page.getByRole('alert').getByText('at most 1600 characters').waitFor();
    await picture.waitFor();
    expect(await messageField(page).inputValue()).toBe(long);
  });

  it('says in words what the emulator refuses, and gives the message back', async () => {
    await using opened = await openEmulator(browser);
    const { page } = opened;
    const long = 'x'.repeat(1601);
    await messageField(page).fill(long);
    await page.getByText('1 characters too many: Twilio takes 1,600.').waitFor();
    await messageField(page).press('Enter');
    await page.getByRole('alert').getByText('at most 1600 characters').waitFor();
    expect(await messageField(page).inputValue()).toBe(long);

    await page.getByRole('button', { name: 'Numbers' }).click();
    const form = page.getByRole('form', { name: '/sms' });
    await form.getByLabel('A message comes in').fill('nonsense');
    await form.getByRole('button', { name: 'Save' }).click();
    await form.getByRole('alert').getByText('http://').waitFor();
    expect(await form.getByLabel('A message comes in').getAttribute('aria-invalid')).toBe('true');
  });

  it('forgets a conversation, and removes a phone', async () => {
    await using opened = await openEmulator(browser);
    const { page, twilio } = opened;
    await text(page, 'one', 1);
    await page.getByRole('button', { name: 'Forget this conversation' }).click();
    await page.getByRole('button', { name: 'Say hi' }).waitFor();
    expect(twilio.engine.conversations()).toEqual([]);

    await text(page, 'two', 1);
    expect(await bubbles(page)).toEqual(['two', FIRST]);
    await page.getByRole('button', { name: /^Remove the phone/ }).click();
    await page.locator('.phone-row').waitFor({ state: 'detached' });
    expect(twilio.engine.conversations()).toEqual([]);
  });

  it('says that STOP blocks replies, and sends START', async () => {
    await using opened = await openEmulator(browser);
    const { page } = opened;
    await text(page, 'STOP', 1);
    await page.getByText('Twilio’s own answer').waitFor();
    await page.getByRole('button', { name: 'Send START' }).click();
    await page.getByText(/blocks every reply/).waitFor({ state: 'detached' });
    expect((await bubbles(page)).filter((words) => /^(STOP|START)$/.test(words))).toEqual(['STOP', 'START']);
  });
});

describe('the inspector', () => {
  it('shows the request, the answer, the cookie and what it changed', async () => {
    await using opened = await openEmulator(browser, WIDE);
    const { page, errors } = opened;
    await text(page, 'one', 1);
    await text(page, 'two', 2);

    // A wide page follows the latest turn by itself.
    const inspector = page.getByRole('complementary');
    await inspector.getByText('Turn 2 of 2').waitFor();
    await inspector.getByRole('button', { name: /Webhook POST \/sms 200/ }).waitFor();
    expect(await inspector.getByLabel('TwiML, indented').textContent()).toBe(
      `<Response>\n  <Message>${SECOND}</Message>\n</Response>\n`,
    );
    await inspector.getByText('Set-Cookie').waitFor();

    await inspector.getByRole('tab', { name: 'Request' }).click();
    expect(
      await inspector
        .locator('dt', { hasText: /^Body$/ })
        .locator('+ dd')
        .textContent(),
    ).toBe('two');
    await inspector.getByText('X-Twilio-Signature').waitFor();

    await inspector.getByRole('tab', { name: 'Cookie' }).click();
    await inspector.getByText('changed').waitFor();
    expect(await inspector.locator('del').textContent()).toBe('-   "count": 1\n');
    expect(await inspector.locator('ins').textContent()).toBe('+   "count": 2\n');
    await inspector.getByText(/(4 h 00|3 h 59) min \d\d s/).waitFor();

    await inspector.getByRole('button', { name: 'The turn before' }).click();
    await inspector.getByText('Turn 1 of 2').waitFor();
    await inspector.getByText('A later turn has replaced it.').waitFor();
    expect(errors).toEqual([]);
  });

  it('shows every request of a turn, and what the debugger says of it', async () => {
    await using webhook = await serveWebhook({ '/sms': '<Response><Message>', '/fallback': says('sorry') });
    const options = { webhook: webhook.url, fallback: `${webhook.origin}/fallback` };
    await using opened = await openEmulator(browser, WIDE, options);
    const { page } = opened;
    await text(page, 'hi', 1);

    await page.getByRole('button', { name: /^Inspect this turn: .*1 error/ }).click();
    const entry = page.getByRole('listitem').filter({ hasText: 'Error 12100' });
    const link = entry.getByRole('link', { name: /Twilio’s page of 12100/ });
    expect(await link.getAttribute('href')).toBe('https://www.twilio.com/docs/api/errors/12100');
    expect(await link.getAttribute('rel')).toBe('noreferrer');
    await entry.getByRole('button', { name: 'Show the request that caused it' }).click();
    expect(await page.getByLabel('Body as it came').textContent()).toBe('<Response><Message>');

    await page.getByRole('button', { name: /^Fallback POST \/fallback/ }).click();
    await page.getByLabel('TwiML, indented').getByText('sorry').waitFor();
    await page.getByRole('tab', { name: 'Request' }).click();
    await page.getByText('ErrorUrl').waitFor();
  });
});

describe('faults on purpose', () => {
  it('is switched on for the next message, said beside it, and over after it', async () => {
    await using opened = await openEmulator(browser);
    const { page } = opened;
    await text(page, 'one', 1);
    await page.getByRole('button', { name: 'Faults' }).click();
    const panel = page.getByRole('dialog', { name: 'Faults on purpose' });
    await panel.getByRole('group', { name: 'Lose the cookie' }).getByLabel('Next message').check();
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'hidden' });
    await page.getByText('Lose the cookie: the next message').waitFor();

    await text(page, 'two', 2);
    expect((await bubbles(page)).at(-1)).toBe(FIRST);
    await page.getByText('Lose the cookie: the next message').waitFor({ state: 'detached' });
    await text(page, 'three', 3);
    expect((await bubbles(page)).at(-1)).toBe(SECOND);
  });
});

describe('copy as test', () => {
  it('copies the conversation on the screen', async () => {
    await using opened = await openEmulator(browser, CLIPBOARD);
    const { page, twilio } = opened;
    await text(page, 'hi', 1);
    await page.getByRole('button', { name: '+4 h' }).click();
    await page.getByText('No cookie').waitFor();
    await text(page, 'hi', 2);
    await page.getByRole('button', { name: 'Copy as test' }).click();
    await page.getByRole('status').getByText('Copied.').waitFor();

    const [conversation] = twilio.engine.conversations();
    const number = twilio.engine.numbers().find(({ name }) => name === '/sms');
    if (conversation === undefined || number === undefined) throw new Error('There is no conversation.');
    const copied = await page.evaluate('navigator.clipboard.readText()');
    expect(copied).toBe(conversationAsTest(conversation, number));
    expect(copied).toContain("  twilio.clock.advance('4h');\n");
  });

  it('selects the test where there is no clipboard', async () => {
    await using opened = await openEmulator(browser);
    const { page } = opened;
    await page.evaluate('Object.defineProperty(navigator, "clipboard", { value: undefined })');
    await text(page, 'hi', 1);
    await page.getByRole('button', { name: 'Copy as test' }).click();
    const source = page.getByRole('textbox', { name: 'Test', exact: true });
    await source.waitFor();
    const selected = 'document.activeElement.value.slice(document.activeElement.selectionStart)';
    expect(await page.evaluate(selected)).toBe(await source.inputValue());
    expect(await source.inputValue()).toContain("expect(await phone.text('hi'))");
    await page.keyboard.press('Escape');
    await source.waitFor({ state: 'detached' });
  });
});

describe('with the keyboard alone', () => {
  it.each([
    ['narrow', NARROW],
    ['wide', WIDE],
  ])('everything can be done: %s', async (_, context) => {
    await using opened = await openEmulator(browser, context);
    const { page } = opened;
    const { keyboard } = page;
    const focused = () =>
      page.evaluate<string>(
        '(({ ariaLabel, textContent, id }) => ariaLabel ?? (textContent.trim() || id))(document.activeElement)',
      );
    /** Goes on by Tab until the focus is on what has this name. */
    const tabTo = async (name: string | RegExp) => {
      for (let presses = 0; presses < 40; presses++) {
        await keyboard.press('Tab');
        if (new RegExp(name).test(await focused())) return;
      }
      throw new Error(`Tab never came to ${String(name)}.`);
    };

    await keyboard.press('Tab');
    expect(await focused()).toBe('Skip to the message');
    await keyboard.press('Enter');
    await keyboard.type('hi');
    await keyboard.press('Enter');
    await page.locator('.outbound .bubble').waitFor();

    await keyboard.press('Shift+Tab');
    await keyboard.press('Shift+Tab');
    expect(await focused()).toMatch(/^Inspect this turn: 200/);
    await keyboard.press('Enter');
    await page.getByText('Turn 1 of 1').waitFor();
    await tabTo(/^Answer$/);
    await keyboard.press('ArrowRight');
    expect(await focused()).toBe('Cookie');
    await page.getByText('new', { exact: true }).waitFor();
    await keyboard.press('Escape');
    await page.locator('.turn-button:focus').waitFor();

    await page.evaluate('document.activeElement.blur()');
    await tabTo(/^\+4 h/);
    await keyboard.press('Enter');
    await page.getByText('No cookie').waitFor();
    await tabTo(/^Faults/);
    await keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await keyboard.press('Escape');
    await tabTo(/^Numbers/);
    await keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await focused()).toBe('Numbers');
    await tabTo(/^Add a phone/);
    await keyboard.press('Enter');
    await page.getByText('No messages yet. Your webhook').waitFor();
    await page.locator('#message:focus').waitFor();
    await keyboard.type('from another phone');
    await keyboard.press('Enter');
    await page.locator('.outbound .bubble').waitFor();
    expect(await bubbles(page)).toEqual(['from another phone', FIRST]);
  });
});

describe('the page is accessible, fits, and reports no error', () => {
  // The same rules give both colours to every panel: two of the four look at all of them.
  it.each([
    { width: 'narrow', colorScheme: 'light', panels: true, ...NARROW },
    { width: 'narrow', colorScheme: 'dark', panels: false, ...NARROW },
    { width: 'wide', colorScheme: 'light', panels: false, ...WIDE },
    { width: 'wide', colorScheme: 'dark', panels: true, ...WIDE },
  ] as const)('$width and $colorScheme', async ({ colorScheme, viewport, panels }) => {
    await using opened = await openEmulator(browser, { viewport, colorScheme });
    const { page, errors, twilio } = opened;
    const problems: string[] = [];
    const look = async (what: string) => {
      const found = await accessibilityProblems(page);
      if (await overflowsSideways(page)) found.push('overflows sideways');
      problems.push(...found.map((problem) => `${what}: ${problem}`));
    };
    const inspect = () => page.getByRole('button', { name: /^Inspect this turn/ }).click();

    await text(page, 'hi', 1);
    twilio.faults({ unreachable: 'all' });
    await twilio.phone('+15551110002', { to: '/sms' }).send('hi');
    await page.getByText('Be unreachable: every message').waitFor();
    await look('the conversation');
    await inspect();
    await page.getByRole('tab', { name: 'Cookie' }).click();
    await look('the cookie');
    await page.keyboard.press('Escape');
    if (panels) {
      await page.getByRole('button', { name: /\+15551110002/ }).click();
      await inspect();
      await look('the debugger');
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Faults' }).click();
      await page.getByRole('dialog', { name: 'Faults on purpose' }).waitFor();
      await look('the faults panel');
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Numbers' }).click();
      await page.getByRole('dialog', { name: 'Your numbers' }).waitFor();
      await look('the numbers');
    }
    expect(problems).toEqual([]);
    expect(errors).toEqual([]);
  });
});

it('keeps the time of the last message in the row of its phone', async () => {
  await using opened = await openEmulator(browser, { viewport: { width: 900, height: 700 } });
  const { page } = opened;
  await text(page, 'hi', 1);
  const row = await page.locator('.phone-row.chosen').boundingBox();
  const time = await page.locator('.phone-row.chosen small').boundingBox();
  if (row === null || time === null) throw new Error('They are not on the screen.');
  expect(time.width).toBeGreaterThan(10);
  expect(time.x + time.width).toBeLessThanOrEqual(row.x + row.width);
});

it('fits on every width', async () => {
  await using opened = await openEmulator(browser, WIDE);
  const { page } = opened;
  await text(page, `hi ${'x'.repeat(200)}`, 1);
  await page.getByRole('button', { name: /^Inspect this turn/ }).click();
  for (const width of [1920, 1280, 1088, 1087, 900, 720, 719, 360, 320]) {
    await page.setViewportSize({ width, height: 700 });
    expect({ width, overflows: await overflowsSideways(page) }).toEqual({ width, overflows: false });
    await page.getByRole('button', { name: 'Close the inspector' }).waitFor();
  }
});

it('says that the emulator is gone, and comes back with it', async () => {
  await using opened = await openEmulator(browser);
  const { page, twilio } = opened;
  await text(page, 'before', 1);
  const port = Number(new URL(twilio.url ?? '').port);
  await twilio.stop();
  await page.getByText(/The connection to the emulator is lost/).waitFor();

  await using restarted = await startWithPage({ functions: 'dist/functions', port });
  await page.getByText(/The connection to the emulator is lost/).waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Say hi' }).waitFor();
  await restarted.phone('+15551110009', { to: '/sms' }).text('after');
  await page.getByRole('button', { name: /\+15551110009/ }).waitFor();
  expect(await page.locator('.phone-row').count()).toBe(2);
});

it('loads nothing from elsewhere, and has no inline script or style', async () => {
  await using opened = await openEmulator(browser);
  const { page, twilio } = opened;
  const requested: string[] = [];
  page.on('request', (request) => requested.push(new URL(request.url()).origin));
  await page.reload();
  await messageField(page).waitFor();
  expect(new Set(requested)).toEqual(new Set([twilio.url]));

  const files = await bundlePage();
  expect(Object.keys(files)).toEqual(['/', '/page.js', '/page.css', '/icon.svg']);
  expect(files['/'].content).not.toMatch(/<style|style=|<script(?! src="\/page\.js")/);
  expect(files['/page.css'].content).not.toMatch(/url\(|@import/);
});
