import { expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { messageField, openEmulator, WIDE, untilTrue } from '../support/page';

const styleOf = (page: Page, selector: string, property: 'color' | 'backgroundColor'): Promise<string> =>
  page.evaluate(`getComputedStyle(document.querySelector(${JSON.stringify(selector)})).${property}`);

const backgroundOf = (page: Page): Promise<string> => styleOf(page, 'body', 'backgroundColor');

/** Waits until the page has this background, or no longer has it: the page takes a choice on at its next frame. */
const backgroundIs = (page: Page, colour: string, isIt = true): Promise<void> =>
  untilTrue(
    page,
    `(getComputedStyle(document.body).backgroundColor === ${JSON.stringify(colour)}) === ${String(isIt)}`,
  );

const choose = async (page: Page, name: string) => {
  await page.getByRole('button', { name: 'Colours' }).click();
  await page.getByRole('radio', { name, exact: true }).check();
  await page.keyboard.press('Escape');
};

/** The angle of a colour such as `rgb(11, 87, 208)` on the circle of colours, in degrees. */
function hueOf(colour: string): number {
  const [r = 0, g = 0, b = 0] = (colour.match(/[\d.]+/g) ?? []).map(Number);
  const angle = Math.atan2(Math.sqrt(3) * (g - b), 2 * r - g - b);
  return ((angle * 180) / Math.PI + 360) % 360;
}

/** A page that loads again ends its stream of events. */
const isUnexpected = (error: string): boolean => !error.endsWith('/api/events failed');

const distance = (one: number, other: number): number => {
  const apart = Math.abs(one - other) % 360;
  return Math.min(apart, 360 - apart);
};

it.each(['light', 'dark'] as const)(
  'gives bubbles and buttons a colour that errors do not have: %s',
  async (colorScheme) => {
    await using opened = await openEmulator({ ...WIDE, colorScheme });
    const { page, twilio } = opened;
    const primary = hueOf(await styleOf(page, '.empty-conversation button', 'backgroundColor'));
    twilio.faults({ unreachable: 'all' });
    await messageField(page).fill('hi');
    await messageField(page).press('Enter');
    await page.getByRole('tab', { name: 'Debugger' }).click();
    await page.getByText('11205').first().waitFor();
    const bubble = hueOf(await styleOf(page, '.inbound .bubble', 'backgroundColor'));
    const error = hueOf(await styleOf(page, '.entry .level', 'color'));
    expect(distance(bubble, error)).toBeGreaterThan(90);
    expect(distance(primary, error)).toBeGreaterThan(90);
    expect(hueOf(await styleOf(page, '.tabs .badge', 'backgroundColor'))).toBeCloseTo(error, 0);
  },
);

it('shows light or dark colours as the system does, or as is chosen, and remembers that', async () => {
  await using opened = await openEmulator({ colorScheme: 'light' });
  const { page, errors } = opened;
  const light = await backgroundOf(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await backgroundOf(page);
  expect(dark).not.toBe(light);
  await choose(page, 'Light');
  await backgroundIs(page, light);
  await page.emulateMedia({ colorScheme: 'light' });
  await choose(page, 'Dark');
  await backgroundIs(page, dark);

  // Of every frame that is drawn while the page loads again.
  await page.addInitScript(`
    globalThis.frames = [];
    const look = () => {
      if (document.body !== null) frames.push(getComputedStyle(document.documentElement).colorScheme);
      requestAnimationFrame(look);
    };
    look();
  `);
  await page.reload();
  await messageField(page).waitFor();
  expect(new Set(await page.evaluate<string[]>('globalThis.frames'))).toEqual(new Set(['dark']));
  expect(await backgroundOf(page)).toBe(dark);
  await page.getByRole('button', { name: 'Colours' }).click();
  expect(await page.getByRole('radio', { name: 'Dark' }).isChecked()).toBe(true);

  const other = await page.context().newPage();
  await other.goto(page.url());
  await choose(other, 'As the system');
  await backgroundIs(page, light);
  expect(await page.getByRole('radio', { name: 'As the system' }).isChecked()).toBe(true);
  expect(errors.filter(isUnexpected)).toEqual([]);
});

it('uses the colours of the system where nothing can be stored', async () => {
  await using opened = await openEmulator({ colorScheme: 'dark' });
  const { page, errors } = opened;
  const dark = await backgroundOf(page);
  await page.addInitScript(
    `Object.defineProperty(window, 'localStorage', { get() { throw new Error('blocked'); } })`,
  );
  await page.reload();
  await messageField(page).waitFor();
  expect(await backgroundOf(page)).toBe(dark);
  await choose(page, 'Light');
  await backgroundIs(page, dark, false);
  expect(errors.filter(isUnexpected)).toEqual([]);
});
