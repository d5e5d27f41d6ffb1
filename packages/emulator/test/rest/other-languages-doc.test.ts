import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { run } from 'test-support';
import { ACCOUNT, startWithClient } from '../support/rest-client';
import { ANN, NUMBER } from '../support/turns';

const DOC = readFileSync(join(__dirname, '../../../../docs/other-languages.md'), 'utf8');

const hasTwilio = spawnSync('python3', ['-c', 'import twilio.rest']).status === 0;

/** What an app does with the client that the document makes. */
const APP = `
sent = client.messages.create(from_="${NUMBER}", to="${ANN}", body="from Python")
client.messaging.v1.services.create(friendly_name="Shop")
print(sent.sid, client.messages.list()[0].sid, client.messaging.v1.services.list()[0].friendly_name)
`;

(hasTwilio ? it : it.skip)(
  hasTwilio
    ? 'the lines for Python send to the emulator'
    : 'the lines for Python send to the emulator (not run: there is no python3 with the package twilio)',
  expectPythonSends,
);

async function expectPythonSends(): Promise<void> {
  await using emulator = await startWithClient();
  const lines = /```python\n(.*?)```/s.exec(DOC)?.[1] ?? '';
  expect(lines).toContain('http://localhost:1337');
  const code = lines.replace('http://localhost:1337', emulator.url) + APP;
  const { accountSid: ACCOUNT_SID, authToken: AUTH_TOKEN } = ACCOUNT;
  const python = run(process.cwd(), 'python3', ['-c', code], { ACCOUNT_SID, AUTH_TOKEN });
  expect({ code: await python.ended, output: python.output() }).toEqual({
    code: 0,
    output: expect.stringMatching(/^(SM\w+) \1 Shop\s$/),
  });
  expect(await emulator.twilio.phone(ANN).next()).toMatchObject({ body: 'from Python' });
}
