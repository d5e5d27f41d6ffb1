import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';
import { turnAsCurl } from '../src/page/copy-as-curl';
import { serveApiInTests } from './support/served-api';
import { turnOf } from './support/samples';

const served = serveApiInTests();
const run = promisify(execFile);

it.each([
  ['words', { body: 'hi there' }],
  ['quotes, and what a shell would run', { body: `it's "$(id)" \`id\` \\ $HOME !! ; & | > <` }],
  ['several lines', { body: 'one\ntwo\r\n\tthree' }],
  ['characters that are not seen', { body: '\u202egnp.exe\u2066 \u200b\u00ad' }],
  ['emoji', { body: 'żółw 🐢 %00 @file' }],
  ['nothing', { body: '' }],
  ['files', { body: '', media: [{ url: 'http://user:hidden@a.example/b.png', contentType: 'image/png' }] }],
])('sends %s again from a shell', async (_, change) => {
  const command = turnAsCurl(turnOf('', [], change), served.url);
  await run('sh', ['-c', command.replace(' --json ', ' -d ')]);
  expect(served.engine.conversations()[0]?.messages[0]?.body).toBe(change.body);
  expect(served.webhook.requests.at(-1)?.parameters.get('MediaUrl0') ?? null).toBe(
    'media' in change ? 'http://a.example/b.png' : null,
  );
  expect(command).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  expect(command).not.toContain('hidden');
});

it('has taps and places', () => {
  const location = { latitude: 1, longitude: 2 };
  expect(turnAsCurl(turnOf('Yes', [], { buttonPayload: 'yes', location }), 'http://localhost:1337')).toBe(
    `curl http://localhost:1337/api/messages --json '{"from":"+15551110000","to":"+15552220000","body":"Yes","buttonPayload":"yes","location":{"latitude":1,"longitude":2}}'`,
  );
});
