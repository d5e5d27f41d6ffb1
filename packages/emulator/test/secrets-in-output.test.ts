import { expect, it, jest } from '@jest/globals';
import { startEmulator } from '../src/driver';
import { callApi, listen } from './support/api-client';
import { ANN } from './support/turns';
import { deadUrl } from './support/webhook-server';

it('no answer, event or line of output holds the auth token or the session secret', async () => {
  const secrets = {
    authToken: 'a-token-that-nobody-may-see',
    secret: 'a secret that nobody may see, 32 characters',
  };
  const output: unknown[] = [];
  const spies = (['log', 'info', 'warn', 'error', 'debug'] as const).map((name) =>
    jest.spyOn(console, name).mockImplementation((...line) => void output.push(line)),
  );
  await using twilio = await startEmulator({
    functions: 'dist/functions',
    env: { SESSION_SECRET: secrets.secret },
    authToken: secrets.authToken,
    port: 0,
  });
  const url = twilio.url ?? '';
  const to = twilio.number('/sms');
  const events = await listen(url);
  const answers = [];
  for (const body of ['hi', 'STOP', 'START', 'hi']) {
    answers.push(await callApi(url, 'POST', '/api/messages', { body: { from: ANN, to, body } }));
  }
  await callApi(url, 'PUT', `/api/numbers/${to}`, { body: { smsUrl: await deadUrl() } });
  answers.push(await callApi(url, 'POST', '/api/messages', { body: { from: ANN, to, body: 'fails' } }));
  for (const path of [
    '/',
    '/api/conversations',
    `/api/conversations/${ANN}/${to}`,
    '/api/numbers',
    '/api/clock',
    '/api/faults',
    '/nothing',
  ]) {
    answers.push(await callApi(url, 'GET', path));
  }
  await callApi(url, 'DELETE', '/api/conversations');
  const told = await events.until(({ type }) => type === 'forgotten');
  await events.close();
  for (const spy of spies) spy.mockRestore();

  const all = JSON.stringify([answers, told, output]);
  expect(all).toContain('X-Twilio-Signature'); // what is signed with the token is there
  expect(all).toContain('11202');
  for (const secret of Object.values(secrets)) {
    for (const written of [
      secret,
      encodeURIComponent(secret),
      Buffer.from(secret).toString('base64').slice(0, 40),
    ]) {
      expect(all).not.toContain(written);
    }
  }
});
