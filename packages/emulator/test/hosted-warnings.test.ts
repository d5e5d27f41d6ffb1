import { describe, expect, it } from '@jest/globals';
import { startEmulator } from '../src/driver';
import { ANN, changeNumber, startWithWebhook } from './support/turns';

const setting = (...cookies: string[]) => ({
  headers: { 'Content-Type': 'text/xml', 'Set-Cookie': cookies },
  body: '<Response/>',
});

/** An emulator whose number is that of a Function, which answers like this. */
async function startWithFunction(answers: Parameters<typeof startWithWebhook>[0]) {
  const at = await startWithWebhook(answers);
  changeNumber(at.twilio, { name: '/sms' });
  return at;
}

const inAnHour = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toUTCString();

describe('what only the hosted platform would refuse is a warning', () => {
  const warnings = async (...cookies: string[]) => {
    await using at = await startWithFunction(setting(...cookies));
    return (await at.ann.send('hi')).errors.map(({ code, level }) => [code, level]);
  };

  it('4 kB of headers and more', async () => {
    expect(await warnings(`a=${'x'.repeat(3500)}`)).toEqual([]);
    expect(await warnings(`a=${'x'.repeat(4096)}`)).toEqual([[82008, 'warning']]);
    expect(await warnings(`a=${'x'.repeat(2100)}`, `b=${'x'.repeat(2100)}`)).toEqual([[82008, 'warning']]);
  });

  it('also of the request, and the message is delivered', async () => {
    await using at = await startWithFunction(setting(`a=${'x'.repeat(2000)}`, `b=${'x'.repeat(1900)}`));
    expect(await at.ann.send('hi')).toMatchObject({ errors: [] });
    const turn = await at.ann.send('hi');
    expect(turn.errors).toMatchObject([
      { code: 82008, level: 'warning', detail: expect.stringContaining('request') },
    ]);
    expect(turn.exchanges[0]?.response?.status).toBe(200);
  });

  it('Max-Age over a day', async () => {
    expect(await warnings('a=1; Max-Age=86400')).toEqual([]);
    expect(await warnings('a=1; Max-Age=86401')).toEqual([[11200, 'warning']]);
    expect(await warnings('a=1;max-age=999999999999')).toEqual([[11200, 'warning']]);
    expect(await warnings(`a=1;max-age=${'9'.repeat(400)}`)).toEqual([[11200, 'warning']]);
    expect(await warnings('a=1;max-age=0', 'b=1;max-age=-1', 'c=1; Max-Age=long')).toEqual([]);
  });

  it('Expires over a day ahead, without a Max-Age', async () => {
    expect(await warnings(`a=1; Expires=${inAnHour(23)}`)).toEqual([]);
    expect(await warnings(`a=1; Expires=${inAnHour(25)}`)).toEqual([[11200, 'warning']]);
    expect(await warnings(`a=1; Expires=${inAnHour(25)}; Max-Age=60`)).toEqual([]);
    expect(await warnings('a=1; Expires=tomorrow')).toEqual([]);
  });

  it('Expires by the clock of this machine, however far that of the emulator was moved', async () => {
    await using at = await startWithFunction(() => setting(`a=1; Expires=${inAnHour(20)}`));
    at.twilio.clock.advance('3d');
    expect(await at.ann.send('hi')).toMatchObject({ errors: [] });
  });
});

describe('of any other webhook it is no warning', () => {
  const tooMuch = setting(`a=${'x'.repeat(5000)}; Max-Age=999999`);
  const codesOf = ({ errors }: { errors: readonly { code: number }[] }) => errors.map(({ code }) => code);

  it('of the driver’s webhook, or of a number that was added', async () => {
    await using at = await startWithWebhook(tooMuch);
    changeNumber(at.twilio, { number: '+15552229999', name: '+15552229999' });
    expect(codesOf(await at.ann.send('hi'))).toEqual([]);
    expect(codesOf(await at.twilio.phone(ANN, { to: '+15552229999' }).send('hi'))).toEqual([]);
  });

  it('of the number of a Function whose webhook was edited', async () => {
    await using at = await startWithWebhook(tooMuch);
    await using elsewhere = await startEmulator({ webhook: 'http://127.0.0.1:9/sms' });
    changeNumber(elsewhere, { name: '/sms' });
    elsewhere.configure('/sms', { smsUrl: at.server.url });
    expect(codesOf(await elsewhere.phone(ANN).send('hi'))).toEqual([]);
  });

  it('but where another number leads to a Function', async () => {
    await using at = await startWithFunction({ '/sms': '<Response/>', '/other': tooMuch });
    const added = { number: '+15552229999', name: '+15552229999', smsUrl: `${at.server.origin}/other` };
    changeNumber(at.twilio, added);
    expect(codesOf(await at.twilio.phone(ANN, { to: added.number }).send('hi'))).toEqual([82008, 11200]);
  });
});
