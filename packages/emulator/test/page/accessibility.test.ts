import { describe, expect, it } from '@jest/globals';
import { accessibilityProblems, overflowsSideways } from 'test-support';
import { bubbles, FIRST_REPLY, NARROW, openEmulator, text, WIDE } from '../support/page';
import { ACCOUNT, clientOf } from '../support/rest-client';

describe('with the keyboard alone', () => {
  it.each([
    ['narrow', NARROW],
    ['wide', WIDE],
  ])('everything can be done: %s', async (_, context) => {
    await using opened = await openEmulator(context);
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

    await page.reload();
    await page.locator('#message:focus').waitFor();
    await page.getByLabel('Texts the number').selectOption('/sms');
    await page.locator('.skip').focus();
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
    await keyboard.press('End');
    expect(await focused()).toBe('Cookie');
    await page.getByText('new', { exact: true }).waitFor();
    await keyboard.press('Escape');
    await page.locator('.turn-button:focus').waitFor();

    await page.evaluate('document.activeElement.blur()');
    await tabTo(/^\+4 h/);
    await keyboard.press('Enter');
    await page.getByText('No cookie').waitFor();
    await tabTo(/^Scheduled/);
    await keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Scheduled messages' }).waitFor();
    await keyboard.press('Escape');
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
    expect(await bubbles(page)).toEqual(['from another phone', FIRST_REPLY]);
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
    const options = { functions: 'dist/functions', ...ACCOUNT };
    await using opened = await openEmulator({ viewport, colorScheme }, options);
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
    await page.getByText('Be unreachable: all messages').waitFor();
    await look('the conversation');
    await inspect();
    await page.getByRole('tab', { name: 'Cookie' }).click();
    await look('the cookie');
    await page.keyboard.press('Escape');

    const client = clientOf(twilio.url ?? '', ACCOUNT.accountSid, ACCOUNT.authToken);
    const [from = '', other = ''] = twilio.engine.numbers().map(({ number }) => number);
    twilio.faults({ undelivered30003: 'next' });
    await client.messages.create({ from, to: other, body: 'lost' });
    twilio.engine.phones.set(other, false);
    await client.messages.create({ from, to: other, body: 'waits' });
    await page.locator(`.phone-button[title="${other}"]`).click();
    await page.locator('.bubble.failed').waitFor();
    await page.locator('.bubble.away').waitFor();
    await look('messages of the REST API, on a number of yours that is off');
    await page.getByRole('button', { name: /^Inspect this turn: 1 error · 201/ }).click();
    await page.getByRole('tab', { name: 'Answer' }).click();
    await look('a turn of the REST API');
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
      await page.getByRole('button', { name: 'Scheduled' }).click();
      await page.getByRole('dialog', { name: 'Scheduled messages' }).waitFor();
      await look('the scheduled messages');
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Numbers' }).click();
      await page.getByRole('dialog', { name: 'Your numbers' }).waitFor();
      await look('the numbers');
    }
    expect(problems).toEqual([]);
    expect(errors).toEqual([]);
  });
});

it('fits on every width', async () => {
  await using opened = await openEmulator(WIDE);
  const { page } = opened;
  await text(page, `hi ${'x'.repeat(200)}`, 1);
  await page.getByRole('button', { name: /^Inspect this turn/ }).click();
  for (const width of [1920, 1280, 1088, 1087, 900, 720, 719, 360, 320]) {
    await page.setViewportSize({ width, height: 700 });
    expect({ width, overflows: await overflowsSideways(page) }).toEqual({ width, overflows: false });
    await page.getByRole('button', { name: 'Close the inspector' }).waitFor();
  }
});
