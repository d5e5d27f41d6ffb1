import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ApiServer, serveApi } from '../src/api/server';
import { createEngine } from '../src/engine/engine';
import { callApi } from './support/api-client';

let api: ApiServer;

beforeAll(async () => {
  api = await serveApi(createEngine({ account: { accountSid: 'AC1', authToken: 'token' } }), new Map(), 0);
});
afterAll(() => api.close());

describe('media', () => {
  const upload = (body: string | Uint8Array, type: string) =>
    callApi(api.url, 'POST', '/api/media', { body, headers: { 'Content-Type': type } });

  it('is kept and served as it came, to webhooks too', async () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    const { status, json } = await upload(bytes, 'image/png');
    expect([status, json]).toEqual([
      200,
      { url: expect.stringMatching(/^http:\/\/localhost:\d+\/media\/ME\w{32}$/), contentType: 'image/png' },
    ]);
    const served = await fetch((json as { url: string }).url);
    expect(served.headers.get('content-type')).toBe('image/png');
    expect(served.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
    expect(new Uint8Array(await served.arrayBuffer())).toEqual(bytes);
  });

  it('of 5 MB is taken, more is not', async () => {
    const limit = 5 * 1024 * 1024;
    expect((await upload(new Uint8Array(limit), 'video/mp4')).status).toBe(200);
    expect(await upload(new Uint8Array(limit + 1), 'video/mp4')).toMatchObject({
      status: 400,
      json: { field: 'body' },
    });
  });

  it.each(['image/jpeg', 'audio/l24', 'video/h263-1998', 'text/vcard', 'application/pdf', 'image/HEIC'])(
    'of the type %j, which Twilio takes for MMS, is taken',
    async (type) => {
      expect((await upload('x', type)).status).toBe(200);
    },
  );

  it.each(['text/vcard', 'text/x-vcard', 'text/VCard'])(
    'that is a contact card of the type %j is text/x-vcard, as in a captured MMS',
    async (type) => {
      expect((await upload('BEGIN:VCARD', type)).json).toMatchObject({ contentType: 'text/x-vcard' });
    },
  );

  it.each(['image/webp', 'audio/wav', 'audio/x-wav', 'audio/x-m4a'])(
    'of the type %j is taken, though Twilio has it for WhatsApp or not at all',
    async (type) => {
      expect((await upload('x', type)).status).toBe(200);
    },
  );

  it.each([
    'text/html',
    'image/svg+xml',
    'image/SVG+XML',
    'image/png; x=y',
    'image/png/x',
    'image',
    'image/',
    'application/json',
    'application/xhtml+xml',
    'constructor/x',
    '',
  ])('of the type %j is refused', async (type) => {
    expect(await upload('x', type)).toMatchObject({ status: 400, json: { field: 'Content-Type' } });
  });

  it('that is SVG is refused by that name', async () => {
    expect(await upload('<svg/>', 'image/svg+xml')).toMatchObject({
      json: { error: expect.stringMatching(/^SVG is none of the types that Twilio takes/) },
    });
  });

  it('without content is refused', async () => {
    expect(await upload('', 'image/png')).toMatchObject({
      status: 400,
      json: { error: 'The file is empty.', field: 'body' },
    });
  });

  it('goes when there are a hundred newer ones', async () => {
    const first = await upload('x', 'image/png');
    const path = new URL((first.json as { url: string }).url).pathname;
    for (let more = 0; more < 99; more++) await upload('y', 'image/png');
    expect((await callApi(api.url, 'GET', path)).status).toBe(200);
    await upload('z', 'image/png');
    expect((await callApi(api.url, 'GET', path)).status).toBe(404);
  });
});
