import { describe, expect, it } from '@jest/globals';
import { serveApiInTests } from '../support/served-api';
import { ANN, NUMBER } from '../support/turns';

const api = serveApiInTests();
const WHATSAPP_ANN = `whatsapp:${ANN}`;
const WHATSAPP_NUMBER = `whatsapp:${NUMBER}`;

const form = () => Object.fromEntries(api.webhook.requests.at(-1)?.parameters ?? []);

describe('the JSON API', () => {
  it('sends a tapped button and a place on WhatsApp', async () => {
    const message = { from: WHATSAPP_ANN, to: WHATSAPP_NUMBER, body: 'Yes', buttonPayload: 'yes' };
    const { status, json } = await api.call('POST', '/api/messages', message);
    expect([status, json]).toMatchObject([200, { ...message, replies: [{ to: WHATSAPP_ANN }] }]);
    expect(form()).toMatchObject({ ButtonPayload: 'yes' });
    const location = { latitude: 25, longitude: -77.4, label: 'Home' };
    await api.call('POST', '/api/messages', { ...message, body: '', buttonPayload: undefined, location });
    expect(form()).toMatchObject({ Latitude: '25', Longitude: '-77.4', Label: 'Home' });
  });

  it('reads and forgets conversations of a channel', async () => {
    await api.call('POST', '/api/messages', { from: WHATSAPP_ANN, to: WHATSAPP_NUMBER, body: 'hi' });
    const path = `/api/conversations/${WHATSAPP_ANN}/${encodeURIComponent(WHATSAPP_NUMBER)}`;
    expect(await api.call('GET', path)).toMatchObject({ status: 200, json: { from: WHATSAPP_ANN } });
    expect(await api.call('DELETE', `/api/conversations/${WHATSAPP_ANN}`)).toMatchObject({ status: 204 });
    expect(await api.call('GET', path)).toMatchObject({ status: 404 });
  });

  it('adds a number with any address', async () => {
    const smsUrl = api.webhook.url;
    for (const number of ['12345', 'rcs:brand_agent', 'messenger:102542248309018']) {
      const { json } = await api.call('PUT', `/api/numbers/${encodeURIComponent(number)}`, { smsUrl });
      expect(json).toEqual({ number, name: number, smsUrl, smsMethod: 'POST', smsFallbackUrl: '' });
    }
  });

  it('gives what a phone number is called on a channel settings of its own', async () => {
    const { json } = await api.call('PUT', `/api/numbers/${WHATSAPP_NUMBER}`, { channelCookies: false });
    expect(json).toEqual({
      number: WHATSAPP_NUMBER,
      name: WHATSAPP_NUMBER,
      smsUrl: api.webhook.url,
      smsMethod: 'POST',
      smsFallbackUrl: '',
      channelCookies: false,
    });
    expect(api.engine.numbers()).toHaveLength(2);
  });

  it('keeps the names of a thousand phones', () => {
    const phone = (index: number) => `whatsapp:+1555${1_000_000 + index}`;
    for (let index = 0; index <= 1000; index++) api.engine.phones.setProfileName(phone(index), 'Ann');
    api.engine.phones.setProfileName(phone(1), 'Bea');
    const names = api.engine.phones.profileNames();
    expect([Object.keys(names).length, names[phone(0)], names[phone(1)]]).toEqual([1000, undefined, 'Bea']);
  });

  it('names a phone, which an event tells of', async () => {
    const events: unknown[] = [];
    api.engine.subscribe((event) => events.push(event));
    const named = { phones: [], off: [], profileNames: { [WHATSAPP_ANN]: 'Ann' } };
    const put = (body: object) => api.call('PUT', `/api/phones/${WHATSAPP_ANN}`, body);
    expect((await put({ profileName: 'Ann' })).json).toEqual(named);
    expect((await api.call('GET', '/api/phones')).json).toEqual(named);
    expect(events).toEqual([{ type: 'phones', ...named }]);
    expect((await put({ on: false, profileName: '' })).json).toEqual({
      phones: [],
      off: [WHATSAPP_ANN],
      profileNames: {},
    });
    expect((await put({})).json).toEqual({ phones: [], off: [WHATSAPP_ANN], profileNames: {} });
  });
});
