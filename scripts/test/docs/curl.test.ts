import { parseArgs } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { type Emulator, startEmulator } from 'sms-emulator';
import { markdownFiles, readPage, shellLinesOf, wordsOf } from '../support/markdown';

/** The numbers of all examples. */
const ANN = '+15551110000';
const NUMBER = '+15552220000';
const SERVICE = `MG${'0'.repeat(32)}`;

const API = 'http://localhost:1337';

const examples = [
  ...new Set(
    markdownFiles()
      .flatMap((page) => shellLinesOf(readPage(page)))
      .filter((line) => line.startsWith('curl ') && line.includes(`${API}/`)),
  ),
];

/** What a curl command sends. */
type Sent = {
  readonly method: string;
  readonly path: string;
  readonly headers: Headers;
  readonly body: string;
};

/** Reads a command as curl does. @throws for an option that no example has had so far. */
function readCurl(line: string): Sent {
  const { values, positionals } = parseArgs({
    args: wordsOf(line).slice(1),
    allowPositionals: true,
    options: {
      request: { type: 'string', short: 'X' },
      header: { type: 'string', short: 'H', multiple: true, default: [] },
      data: { type: 'string', short: 'd' },
      json: { type: 'string' },
      'data-binary': { type: 'string' },
      'remote-name': { type: 'boolean', short: 'O' },
      'remote-header-name': { type: 'boolean', short: 'J' },
      'no-buffer': { type: 'boolean', short: 'N' },
    },
  });
  const body = values.json ?? values.data ?? values['data-binary'];
  const headers = new Headers(values.header.map((header) => header.split(': ') as [string, string]));
  if (values.json !== undefined) headers.set('Content-Type', 'application/json');
  if (values.data !== undefined) headers.set('Content-Type', 'application/x-www-form-urlencoded');
  const method = values.request ?? (body === undefined ? 'GET' : 'POST');
  return { method, path: (positionals[0] ?? '').replace(API, ''), headers, body: body ?? '' };
}

/** What has to be there before an example, and what takes the place of identifiers and files in it. */
type Preparation = (emulator: Emulator, request: Request) => Promise<Readonly<Record<string, string>>>;
type Request = (path: string, init?: RequestInit) => Promise<Response>;

async function fetched(request: Request, path: string, field: string, init: RequestInit): Promise<string> {
  const answer = (await (await request(path, init)).json()) as Record<string, unknown>;
  const value = answer[field];
  if (typeof value !== 'string') throw new Error(`${path} gave no ${field}: ${JSON.stringify(answer)}`);
  return value;
}

const PREPARATIONS: readonly (readonly [RegExp, Preparation])[] = [
  [
    /@conversation-15551110000-15552220000\.json/,
    async (_, request) => {
      const path = `/api/conversations/${ANN}/${NUMBER}`;
      const file = await request(`${path}/export`);
      expect(file.headers.get('Content-Disposition')).toContain(
        '"conversation-15551110000-15552220000.json"',
      );
      const exported = await file.text();
      await request(path, { method: 'DELETE' });
      return { '@conversation-15551110000-15552220000.json': exported };
    },
  ],
  [
    /2f1c\.\.\./,
    async ({ engine }, request) => {
      const ended = new Promise<void>((resolve) => {
        engine.subscribe(({ type }) => {
          if (type === 'replay' && engine.replays.all().every(({ status }) => status === 'done')) resolve();
        });
      });
      const body = JSON.stringify({ from: ANN, to: NUMBER });
      const id = await fetched(request, '/api/replays', 'id', { method: 'POST', body });
      await ended;
      return { '2f1c...': id };
    },
  ],
  [
    /\/api\/undo/,
    async (_, request) => {
      const forgotten = await request(`/api/conversations/${ANN}`, { method: 'DELETE' });
      return { '0b0e7f0e-6c53-4f0c-8d0a-2f9f1f6a4c11': forgotten.headers.get('Undo-Token') ?? '' };
    },
  ],
  [
    /SM0123456789abcdef/,
    async ({ engine, clock }, request) => {
      const { accountSid, authToken } = engine.account;
      const SendAt = new Date(clock.now() + 3_600_000).toISOString();
      const sid = await fetched(request, `/2010-04-01/Accounts/${accountSid}/Messages.json`, 'sid', {
        method: 'POST',
        headers: { Authorization: `Basic ${btoa(`${accountSid}:${authToken}`)}` },
        body: new URLSearchParams({
          MessagingServiceSid: SERVICE,
          From: NUMBER, // so that it becomes a sender of the service
          To: ANN,
          Body: 'later',
          ScheduleType: 'fixed',
          SendAt,
        }),
      });
      return { SM0123456789abcdef0123456789abcdef: sid };
    },
  ],
  [
    /phones\/\+15551110001|numbers\/\+15552229999/,
    async (_, request) => {
      await request('/api/phones', { method: 'POST', body: JSON.stringify({ phone: '+15551110001' }) });
      await request('/api/numbers/+15552229999', {
        method: 'PUT',
        body: '{"smsUrl":"http://127.0.0.1:5000/sms"}',
      });
      return {};
    },
  ],
  [/@cat\.png/, () => Promise.resolve({ '@cat.png': '\u0089PNG' })],
];

/** Those that are refused on purpose. */
const REFUSED = new Map([["curl http://localhost:1337/api/clock -H 'Origin: https://evil.example'", [403]]]);

/** Sends an example to an emulator in which the documented phone has texted the documented number. */
async function statusOf(line: string): Promise<number> {
  await using twilio = await startEmulator({
    functions: 'dist/functions',
    port: 0,
    env: { MESSAGING_SERVICE_SID: SERVICE },
  });
  const request: Request = (path, init) => fetch(`${twilio.url ?? ''}${path}`, init);
  await twilio.phone(ANN, { to: NUMBER }).send('hi');
  const changes: Record<string, string> = {};
  for (const [needed, prepare] of PREPARATIONS)
    if (needed.test(line)) Object.assign(changes, await prepare(twilio, request));
  const change = (text: string) =>
    Object.entries(changes).reduce((changed, [from, to]) => changed.replaceAll(from, to), text);

  const { method, path, headers, body } = readCurl(line);
  const ended = new AbortController(); // events do not end by themselves
  const response = await request(change(path), {
    method,
    headers,
    ...(body === '' ? {} : { body: change(body) }),
    signal: ended.signal,
  });
  const { status } = response;
  ended.abort();
  return status;
}

describe('the curl commands of the documentation', () => {
  it('are many', () => {
    expect(examples.length).toBeGreaterThan(35);
  });

  it.each(examples)('%s', async (line) => {
    expect(REFUSED.get(line) ?? [200, 201, 204]).toContain(await statusOf(line));
  });

  it.each([
    [`curl ${API}/api/phone`, 404],
    [`curl -X PATCH ${API}/api/phones`, 404],
    [`curl ${API}/api/clock --json '{"advanced":"4h"}'`, 400],
  ])('would find %s', async (line, status) => {
    expect(await statusOf(line)).toBe(status);
  });

  it('would find an option that is not curl’s', () => {
    expect(() => readCurl(`curl --jsn '{}' ${API}/api/clock`)).toThrow("Unknown option '--jsn'");
  });
});
