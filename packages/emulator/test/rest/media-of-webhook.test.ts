import { describe, expect, it } from '@jest/globals';
import { ACCOUNT, startWithClient } from '../support/rest-client';
import { ANN } from '../support/turns';

const PICTURE = { headers: { 'Content-Type': 'image/png' }, body: 'a picture' };
const BASIC = { Authorization: `Basic ${btoa(`${ACCOUNT.accountSid}:${ACCOUNT.authToken}`)}` };

/** Ann sends a picture; gives the address that the webhook gets for it. */
async function sendPicture(mediaAuth: boolean) {
  const at = await startWithClient({ '/sms': '<Response/>', '/cat.png': PICTURE }, { mediaAuth });
  await at.twilio.phone(ANN).send('', { media: [`${at.server.origin}/cat.png`] });
  return { ...at, file: at.server.requests[0]?.parameters.get('MediaUrl0') ?? '' };
}

describe('MediaUrl0 of an incoming MMS', () => {
  it.each([{}, BASIC])('leads to the file (%j)', async (headers) => {
    await using at = await sendPicture(false);
    const { file } = at;
    expect(file).toMatch(
      /^http:\/\/localhost:\d+\/2010-04-01\/Accounts\/AC1+\/Messages\/MM\w{32}\/Media\/ME\w{32}$/,
    );
    const answer = await fetch(file, { headers });
    expect([answer.headers.get('content-type'), await answer.text()]).toEqual(['image/png', 'a picture']);
    expect((await fetch(file, { redirect: 'manual' })).status).toBe(307);
  });

  it('is refused without credentials, and with others, when the account says so', async () => {
    await using at = await sendPicture(true);
    const { file } = at;
    expect((await fetch(file)).status).toBe(401);
    expect((await fetch(file, { headers: { Authorization: `Basic ${btoa('AC1:x')}` } })).status).toBe(401);
    expect(await (await fetch(file, { headers: BASIC })).text()).toBe('a picture');
    const settings = `${at.url}/api/account`;
    await fetch(settings, { method: 'PUT', body: '{"mediaAuth":false}' });
    expect((await fetch(file)).status).toBe(200);
  });
});
