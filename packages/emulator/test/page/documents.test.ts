import { describe, expect, it } from '@jest/globals';
import { accessibilityProblems, overflowsSideways } from 'test-support';
import { boxOf } from '../support/boxes';
import { NARROW, openEmulator, text, WIDE } from '../support/page';
import { ACCOUNT } from '../support/rest-client';
import { serveSyncWebhook, type Steps } from '../support/sync-webhook';

const HOSTILE = '<img src=x onerror="document.title=1"><script>document.title=1</script>';

const STEPS: Steps = {
  make: (documents) => documents.create({ uniqueName: 'ann', data: { step: 1, text: HOSTILE }, ttl: 3600 }),
  go: (documents) => documents('ann').update({ data: { step: 2, text: HOSTILE } }),
  look: (documents) => documents('ann').fetch(),
  drop: (documents) => documents('ann').remove(),
  hostile: (documents) => documents.create({ uniqueName: HOSTILE, data: { [HOSTILE]: HOSTILE } }),
  several: async (documents) => {
    await documents.create({ uniqueName: `long ${'name'.repeat(60)}`, data: { text: 'long'.repeat(500) } });
    await documents('none')
      .fetch()
      .catch(() => undefined);
    for (let index = 0; index < 25; index++) await documents.create({ data: { index } });
  },
  large: (documents) =>
    documents.create({ uniqueName: 'large', data: { list: Array<number>(3000).fill(1) } }),
  larger: (documents) => documents('large').update({ data: { list: Array<number>(3000).fill(2) } }),
};

const openWithSync = async (context: Parameters<typeof openEmulator>[0]) => {
  const webhook = await serveSyncWebhook(STEPS);
  const opened = await openEmulator(context, { webhook: webhook.url, ...ACCOUNT });
  return {
    ...opened,
    async [Symbol.asyncDispose]() {
      await opened[Symbol.asyncDispose]();
      await webhook[Symbol.asyncDispose]();
    },
  };
};

it('the inspector shows a Sync document before and after a turn, and what changed', async () => {
  await using opened = await openWithSync(WIDE);
  const { page, errors } = opened;
  const inspector = page.getByRole('complementary');
  const card = inspector.getByRole('region', { name: 'Document ann', exact: true });
  const shown = (part: string) => card.getByRole('region', { name: `${part}, ann: JSON, indented` });

  await text(page, 'make', 1);
  await inspector.getByRole('tab', { name: 'Sync' }).click();
  await card.getByText('new', { exact: true }).waitFor();
  await card.getByText('None.').waitFor();
  await card.getByText(/^Revision 0, \d+ bytes of at most 16,384, kept until .+\d\d:\d\d:\d\d$/).waitFor();

  await text(page, 'go', 2);
  await card.getByText('changed', { exact: true }).waitFor();
  expect(await card.locator('del').textContent()).toBe('-   "step": 1,\n');
  expect(await card.locator('ins').textContent()).toBe('+   "step": 2,\n');
  expect(JSON.parse((await shown('Before').textContent()) ?? '')).toEqual({ step: 1, text: HOSTILE });
  expect(JSON.parse((await shown('After').textContent()) ?? '')).toEqual({ step: 2, text: HOSTILE });
  await card.getByText('As it came').last().click();
  expect(await card.getByRole('region', { name: 'After, ann as it came' }).textContent()).toBe(
    JSON.stringify({ step: 2, text: HOSTILE }),
  );

  await text(page, 'look', 3);
  await card.getByText('the same', { exact: true }).waitFor();
  await shown('Before and after').waitFor();
  await text(page, 'drop', 4);
  await card.getByText('gone', { exact: true }).waitFor();

  await text(page, 'hi', 5); // it has none: its answer is shown
  await inspector.getByRole('tab', { name: 'Answer', selected: true }).waitFor();
  expect(await inspector.getByRole('tab', { name: 'Sync' }).count()).toBe(0);
  await text(page, 'look', 6);
  await inspector.getByText('The turn looked for it, and there is none.').waitFor();
  expect(errors).toEqual([]);
});

it('the inspector shows what a document says as text, never as HTML', async () => {
  await using opened = await openWithSync(WIDE);
  const { page, errors } = opened;
  const title = await page.title();
  await text(page, 'hostile', 1);
  await page.getByRole('tab', { name: 'Sync' }).click();
  const card = page.getByRole('region', { name: `Document ${HOSTILE}`, exact: true });
  expect(await card.locator('h3 code').textContent()).toBe(HOSTILE);
  expect(await page.locator('.inspector img, .inspector script').count()).toBe(0);
  expect(await page.title()).toBe(title);
  expect(errors).toEqual([]);
});

it('the inspector compares no data of thousands of lines', async () => {
  await using opened = await openWithSync(WIDE);
  const { page } = opened;
  await text(page, 'large', 1);
  await page.getByRole('tab', { name: 'Sync' }).click();
  const card = page.getByRole('region', { name: 'Document large', exact: true });
  await card.getByText('new', { exact: true }).waitFor();
  await text(page, 'larger', 2);
  await card.getByText('changed', { exact: true }).waitFor();
  await card.getByText('The data is too large to compare.').waitFor();
  await card.getByText('Revision 1').waitFor();
  expect(await card.locator('ins, del').count()).toBe(0);
});

describe('the documents of a turn are accessible and fit', () => {
  it.each([
    { width: 'narrow', colorScheme: 'light', ...NARROW },
    { width: 'wide', colorScheme: 'dark', ...WIDE },
  ] as const)('$width and $colorScheme', async ({ colorScheme, viewport }) => {
    await using opened = await openWithSync({ viewport, colorScheme });
    const { page, errors } = opened;
    let replies = 0;
    for (const body of ['make', 'go', 'several']) {
      await text(page, body, ++replies);
      await page
        .getByRole('button', { name: /^Inspect this turn/ })
        .last()
        .click();
      await page.getByRole('tab', { name: 'Sync' }).click();
      await page.locator('.before-after').first().waitFor();
      const tops = await Promise.all(
        (await page.getByRole('tab').all()).map(async (tab) => (await boxOf(tab)).y),
      );
      expect(new Set(tops).size).toBe(1);
      expect(await accessibilityProblems(page)).toEqual([]);
      expect(await overflowsSideways(page)).toBe(false);
      if (body === 'several') await page.locator('.documents-left-out').scrollIntoViewIfNeeded();
      await page.keyboard.press('Escape');
    }
    expect(errors).toEqual([]);
  });
});
