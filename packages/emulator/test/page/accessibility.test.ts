import { describe, expect, it } from '@jest/globals';
import { accessibilityProblems, overflowsSideways } from 'test-support';
import { clippedTexts } from '../support/boxes';
import { expectMessages, FIRST_REPLY, NARROW, openEmulator, text, WIDE } from '../support/page';
import { PAGE_STATES } from '../support/page-states';
import { ACCOUNT } from '../support/rest-client';

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
    expect(await focused()).toBe('Log');
    await keyboard.press('ArrowLeft');
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
    await expectMessages(page, ['from another phone', FIRST_REPLY]);
  });
});

const WIDTHS = [360, 768, 1280, 1920];

describe('is accessible, fits, and reports no error in each width, light and dark', () => {
  it.each(PAGE_STATES)('$name', async ({ reach }) => {
    const options = { functions: 'dist/functions', ...ACCOUNT };
    await using opened = await openEmulator({ viewport: { width: 1280, height: 800 } }, options);
    const { page, errors, twilio } = opened;
    await reach(page, twilio);
    const problems: string[] = [];
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 800 });
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        // What is not about colours is the same in both.
        const found = await accessibilityProblems(
          page,
          colorScheme === 'dark' ? ['color-contrast'] : undefined,
        );
        if (await overflowsSideways(page)) found.push('overflows sideways');
        problems.push(...found.map((problem) => `${width}, ${colorScheme}: ${problem}`));
      }
      problems.push(...(await clippedTexts(page)).map((problem) => `${width}: ${problem}`));
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
