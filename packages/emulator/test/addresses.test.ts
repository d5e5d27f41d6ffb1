import { expect, it } from '@jest/globals';
import { isWebUrl, resolveUrl, withoutCredentials } from '../src/engine/addresses';

it('an address may have a name that is not ASCII, however often it is asked for', () => {
  const url = 'https://ann@müller.example/sms';
  let refused = 0;
  for (let asked = 0; asked < 50_000; asked++) {
    if (!isWebUrl(url) || resolveUrl(url, url) === undefined) refused++;
  }
  expect(refused).toBe(0);
  expect(withoutCredentials(url)).toBe('https://xn--mller-kva.example/sms');
});
