import { expect, it } from '@jest/globals';
import { messageField, openEmulator, WIDE } from '../support/page';
import { serveWebhook } from '../support/webhook-server';

it.each([
  ['an error page', '<!DOCTYPE html><html><body style="color: red"><p onclick="x()">Oops</p></body></html>'],
  ['XHTML', '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><p style="color: red"/></html>'],
  [
    'TwiML with styles in it',
    '<Response><p xmlns="http://www.w3.org/1999/xhtml" style="color: red">hi</p><style>p { color: red }</style></Response>',
  ],
  ['SVG', '<svg xmlns="http://www.w3.org/2000/svg" style="color: red"><script>alert(1)</script></svg>'],
])('shows %s as text, of which the browser parses nothing', async (_, body) => {
  await using webhook = await serveWebhook(() => ({
    status: 500,
    headers: { 'Content-Type': 'text/html' },
    body,
  }));
  await using opened = await openEmulator(WIDE, { webhook: webhook.url });
  const { page, errors } = opened;
  await messageField(page).fill('hi');
  await messageField(page).press('Enter');
  await page.getByText('1 error').waitFor();
  await page.getByRole('tab', { name: 'Answer' }).click();
  const shown = page.getByRole('region', { name: /as it came|indented/ }).first();
  await shown.waitFor();
  const squeezed = (source: string) => source.replaceAll(/\s|\/>|<\/\w+>|<\?.*?\?>/g, '');
  expect(squeezed((await shown.textContent()) ?? '')).toBe(squeezed(body));
  expect(errors).toEqual([]);
});
