import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ApiServer, serveApi } from '../src/api/server';
import { createEngine } from '../src/engine/engine';
import type { Engine } from '../src/engine/engine-type';
import { callApi } from './support/api-client';
import { ANN, NUMBER } from './support/turns';

let engine: Engine;
let api: ApiServer;

beforeAll(async () => {
  engine = createEngine({ account: { accountSid: 'AC1', authToken: 'token' } });
  engine.setNumber({ number: NUMBER, name: NUMBER, smsUrl: '', smsMethod: 'POST', smsFallbackUrl: '' });
  api = await serveApi(engine, new Map(), 0);
});
afterAll(() => api.close());

describe('bad input is a 400 that names the field', () => {
  const message = { from: ANN, to: NUMBER, body: 'hi' };
  const whatsApp = { from: `whatsapp:${ANN}`, to: `whatsapp:${NUMBER}`, body: 'hi' };
  it.each<[string, string, unknown, string]>([
    ['POST', '/api/messages', 'no json', 'body'],
    ['POST', '/api/messages', '', 'body'],
    ['POST', '/api/messages', [], 'body'],
    ['POST', '/api/messages', 'null', 'body'],
    ['POST', '/api/messages', {}, 'from'],
    ['POST', '/api/messages', { ...message, from: '5551110000' }, 'from'],
    ['POST', '/api/messages', { ...message, from: '+0551110000' }, 'from'],
    ['POST', '/api/messages', { ...message, from: 15551110000 }, 'from'],
    ['POST', '/api/messages', { from: ANN, body: 'hi' }, 'to'],
    ['POST', '/api/messages', { ...message, to: '+15552229999' }, 'to'],
    ['POST', '/api/messages', { from: ANN, to: NUMBER }, 'body'],
    ['POST', '/api/messages', { ...message, body: null }, 'body'],
    ['POST', '/api/messages', { ...message, body: 'x'.repeat(1601) }, 'body'],
    ['POST', '/api/messages', { ...message, media: 'https://a.example/b.png' }, 'media'],
    ['POST', '/api/messages', { ...message, media: ['ftp://a.example/b.png'] }, 'media.0'],
    ['POST', '/api/messages', { ...message, media: ['https://a.example/', 7] }, 'media.1'],
    ['POST', '/api/messages', { ...message, media: Array(11).fill('https://a.example/') }, 'media'],
    ['POST', '/api/messages', { ...message, When: 'now' }, 'When'],
    ['POST', '/api/messages', `{"__proto__":{},"from":"${ANN}","to":"${NUMBER}","body":""}`, '__proto__'],
    ['POST', '/api/messages', { ...message, from: '12345' }, 'from'],
    ['POST', '/api/messages', { ...message, from: 'rcs:brand_agent', to: 'rcs:brand_agent' }, 'from'],
    ['POST', '/api/messages', { ...message, from: `whatsapp:${ANN}` }, 'to'],
    ['POST', '/api/messages', { ...message, to: `whatsapp:${NUMBER}` }, 'to'],
    ['POST', '/api/messages', { ...message, from: 'rcs:+15551110000', to: 'rcs:brand_agent' }, 'to'],
    ['POST', '/api/messages', { ...message, buttonPayload: 'yes' }, 'buttonPayload'],
    ['POST', '/api/messages', { ...whatsApp, body: '', buttonPayload: 'yes' }, 'body'],
    ['POST', '/api/messages', { ...whatsApp, buttonPayload: 'x'.repeat(257) }, 'buttonPayload'],
    ['POST', '/api/messages', { ...message, location: { latitude: 1, longitude: 2 } }, 'location'],
    ['POST', '/api/messages', { ...whatsApp, location: { latitude: 91, longitude: 2 } }, 'location.latitude'],
    ['POST', '/api/messages', { ...whatsApp, location: { latitude: 1 } }, 'location.longitude'],
    ['PUT', '/api/phones/whatsapp:15551110000', { profileName: 'Ann' }, 'phone'],
    ['PUT', `/api/phones/whatsapp:${ANN}`, { profileName: 'x'.repeat(101) }, 'profileName'],
    ['PUT', '/api/numbers/messenger:a%2Fb', {}, 'number'],
    ['PUT', '/api/numbers/+15552229999', { channelCookies: 'no' }, 'channelCookies'],
    ['POST', '/api/clock', {}, 'advance'],
    ['POST', '/api/clock', { advance: 4 }, 'advance'],
    ['POST', '/api/clock', { advance: '4 hours' }, 'advance'],
    ['POST', '/api/clock', { advance: '-4h' }, 'advance'],
    ['POST', '/api/clock', { advance: '366d' }, 'advance'],
    ['POST', '/api/clock', { advance: '300d 66d' }, 'advance'],
    ['POST', '/api/clock', { advance: '4h ' }, 'advance'],
    ['POST', '/api/clock', { reset: false }, 'reset'],
    ['POST', '/api/clock', { advance: '4h', reset: true }, 'reset'],
    ['DELETE', '/api/numbers/abc', undefined, 'number'],
    ['POST', '/api/numbers/abc/reset', undefined, 'number'],
    ['PUT', '/api/numbers/+15552229999', { friendlyName: 'x'.repeat(65) }, 'friendlyName'],
    ['PUT', '/api/numbers/shop', {}, 'number'],
    ['PUT', '/api/numbers/%2B', {}, 'number'],
    ['PUT', '/api/numbers/+15552229999', { smsUrl: 'localhost:3000/sms' }, 'smsUrl'],
    ['PUT', '/api/numbers/+15552229999', { smsUrl: 'http://' }, 'smsUrl'],
    ['PUT', '/api/numbers/+15552229999', { smsMethod: 'PUT' }, 'smsMethod'],
    ['PUT', '/api/numbers/+15552229999', { smsFallbackUrl: 'javascript:1' }, 'smsFallbackUrl'],
    ['PUT', '/api/numbers/+15552229999', { smsFallbackMethod: 'post' }, 'smsFallbackMethod'],
    ['PUT', '/api/numbers/+15552229999', { redirects: 'lose' }, 'redirects'],
    ['PUT', '/api/numbers/+15552229999', { kind: 'mobile' }, 'kind'],
    ['PUT', '/api/numbers/+15552229999', { kind: null }, 'kind'],
    ['PUT', '/api/numbers/+15552229999', { advancedOptOut: null }, 'advancedOptOut'],
    ['PUT', '/api/numbers/+15552229999', { advancedOptOut: [] }, 'advancedOptOut'],
    ['PUT', '/api/numbers/+15552229999', { advancedOptOut: 'yes' }, 'advancedOptOut'],
    ['PUT', '/api/numbers/+15552229999', '{"advancedOptOut":{"__proto__":{}}}', 'advancedOptOut.__proto__'],
    ['PUT', '/api/numbers/+15552229999', { name: 'x' }, 'name'],
    ['PUT', '/api/faults', { loseCookie: true }, 'loseCookie'],
    ['PUT', '/api/faults', { unreachable: 'sometimes' }, 'unreachable'],
    ['PUT', '/api/faults', { loseEverything: 'all' }, 'loseEverything'],
    ['DELETE', `/api/conversations/shop/${NUMBER}`, undefined, 'from'],
    ['DELETE', `/api/conversations/${ANN}/55`, undefined, 'to'],
    ['DELETE', '/api/conversations/shop', undefined, 'from'],
    ['GET', `/api/conversations/shop/${NUMBER}`, undefined, 'from'],
    ['GET', `/api/conversations/${ANN}/55`, undefined, 'to'],
    ['GET', '/api/conversations/%ZZ/x', undefined, 'from'],
    ['GET', '/api/conversations?before=soon', undefined, 'before'],
    ['GET', '/api/conversations?before=-1', undefined, 'before'],
    ['POST', '/api/messages', { ...message, body: 'x'.repeat(200_000) }, 'body'],
    ['POST', '/api/clock', { advance: 'x'.repeat(200_000) }, 'body'],
    ['PUT', '/api/numbers/+15552229999', { smsUrl: `http://${'x'.repeat(200_000)}` }, 'body'],
    ['PUT', '/api/faults', { loseCookie: 'x'.repeat(200_000) }, 'body'],
  ])('%s %s %j: %s', async (method, path, body, field) => {
    const before = JSON.stringify([
      engine.numbers(),
      engine.faults(),
      engine.conversations(),
      engine.clock().offset,
    ]);
    const { status, json } = await callApi(api.url, method, path, { body });
    expect([status, json]).toEqual([400, { error: expect.stringContaining(field), field }]);
    expect(
      JSON.stringify([engine.numbers(), engine.faults(), engine.conversations(), engine.clock().offset]),
    ).toBe(before);
  });
});

it.each<[unknown, string]>([
  [[], 'The body of the request must be a JSON object.'],
  ['null', 'The body of the request must be a JSON object.'],
  [{}, 'from is missing.'],
  [{ from: ANN, to: NUMBER }, 'body is missing.'],
  [{ from: ANN, to: NUMBER, body: 7 }, 'body must be a text.'],
  [
    { from: ANN, to: NUMBER, body: '', media: [{ url: 'https://a.example/b', contentType: 'png' }] },
    'media.0.contentType must be a media type, such as image/png.',
  ],
])('%j is refused in words: %s', async (body, error) => {
  expect((await callApi(api.url, 'POST', '/api/messages', { body })).json).toMatchObject({ error });
});

describe('Advanced Opt-Out', () => {
  const rule = { keywords: ['baja'], reply: 'Adiós' };
  const es = { language: 'es', stop: rule };
  it.each<[unknown, field: string, error: string]>([
    [{ go: rule }, '.go', ' is not a field of this request'],
    [{ stop: { ...rule, text: 'x' } }, '.stop.text', ' is not a field of this request'],
    [{ stop: [] }, '.stop', ' must be {"keywords", "reply"}'],
    [{ stop: { keywords: 'stop' } }, '.stop.keywords', ' must be a list of keywords'],
    [{ stop: { keywords: [] } }, '.stop.keywords', ' must have at least one keyword'],
    [{ stop: { keywords: ['stop', ' '] } }, '.stop.keywords.1', ' must not be empty'],
    [{ stop: { keywords: ['stop', 7] } }, '.stop.keywords.1', ' must be a text'],
    [{ stop: { keywords: ['stop, end'] } }, '.stop.keywords.0', ' must be one keyword, without a comma'],
    [{ stop: { keywords: ['x'.repeat(101)] } }, '.stop.keywords.0', ' must have at most 100 characters'],
    [
      { stop: { keywords: Array.from({ length: 101 }, (_, index) => `stop${index}`) } },
      '.stop.keywords',
      ' must have at most 100 keywords',
    ],
    [{ stop: rule }, '.stop.keywords', ' must have "stop", which Twilio does not let you remove'],
    [
      { start: { keywords: ['start'] } },
      '.start.keywords',
      ' must have "unstop", which Twilio does not let you remove',
    ],
    [
      { help: { keywords: ['info'] } },
      '.help.keywords',
      ' must have "help", which Twilio does not let you remove',
    ],
    [{ stop: { reply: ' ' } }, '.stop.reply', ' must not be empty'],
    [{ stop: { reply: 'x'.repeat(1601) } }, '.stop.reply', ' must have at most 1600 characters'],
    [{ languages: {} }, '.languages', ' must be a list of languages'],
    [{ languages: ['es'] }, '.languages.0', ' must be {"language", "stop", "start", "help"}'],
    [{ languages: [{ stop: rule }] }, '.languages.0.language', ' is missing'],
    [{ languages: [{ ...es, language: '' }] }, '.languages.0.language', ' must not be empty'],
    [{ languages: [{ ...es, stop: { reply: 'x' } }] }, '.languages.0.stop.keywords', ' is missing'],
    [{ languages: [{ ...es, stop: { keywords: ['x'] } }] }, '.languages.0.stop.reply', ' is missing'],
    [{ languages: Array(51).fill(es) }, '.languages', ' must have at most 50 languages'],
    [{ languages: [es, es] }, '', ' must have each keyword once, in all languages: "baja" is there twice'],
    [
      { stop: { keywords: ['stop', ' Start'] } },
      '',
      ' must have each keyword once, in all languages: "start" is there twice',
    ],
    [
      { languages: [{ ...es, stop: { ...rule, keywords: ['STOP'] } }] },
      '',
      ' must have each keyword once, in all languages: "stop" is there twice',
    ],
  ])('%j is refused: %s%s', async (advancedOptOut, inner, error) => {
    const before = JSON.stringify(engine.numbers());
    const field = `advancedOptOut${inner}`;
    const body = { advancedOptOut };
    expect(await callApi(api.url, 'PUT', `/api/numbers/${NUMBER}`, { body })).toMatchObject({
      status: 400,
      json: { field, error: `${field}${error}.` },
    });
    expect(JSON.stringify(engine.numbers())).toBe(before);
  });
});

it('the conversation of a phone with a sender’s name is looked for', async () => {
  expect((await callApi(api.url, 'GET', `/api/conversations/${ANN}/My%20Shop`)).status).toBe(404);
  expect((await callApi(api.url, 'DELETE', `/api/conversations/${ANN}/My%20Shop`)).status).toBe(204);
});

it.each([
  ['GET', '/api/nothing'],
  ['GET', `/api/conversations/${ANN}/${NUMBER}`],
  ['PATCH', '/api/clock'],
  ['POST', '/api/faults'],
  ['GET', '/media/none'],
  ['GET', '/..%2f..%2fpackage.json'],
  ['GET', '/../../package.json'],
  ['GET', '/constructor'],
])('%s %s is a 404 in JSON', async (method, path) => {
  expect(await callApi(api.url, method, path)).toMatchObject({
    status: 404,
    json: { error: expect.any(String) },
  });
});
