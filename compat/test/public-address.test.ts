import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startEmulator } from 'sms-emulator';
import { ANN, expectCounter, expectSignatureCheck, TOKEN } from './support/shows';
import { type App, startNodeApp } from './support/start-app';

const PUBLIC_URL = 'https://their.name';

/** The app of a file, while the tests of the group run. */
function served(file: string): () => string {
  let app: App | undefined;
  beforeAll(async () => {
    app = await startNodeApp(file);
  });
  afterAll(() => app?.stop());
  return () => app?.origin ?? '';
}

describe('Express behind a proxy', () => {
  const origin = served('express-secure.cjs');

  it('counter: its Secure cookie is set at its public address', () => expectCounter(origin(), PUBLIC_URL));

  it('signature: that of its public address is known', () => expectSignatureCheck(origin(), PUBLIC_URL));

  it('sets no cookie where nobody says that the request came by HTTPS', async () => {
    await using twilio = await startEmulator({ webhook: `${origin()}/counter` });
    const ann = twilio.phone(ANN);
    expect([await ann.text('one'), await ann.text('two')]).toEqual([['Message 1'], ['Message 1']]);
  });
});

describe('Lambda handler', () => {
  const origin = served('lambda.cjs');

  it('signature: that of its public address is known', () => expectSignatureCheck(origin(), PUBLIC_URL));

  it('refuses what is signed for the address on this machine', async () => {
    await using twilio = await startEmulator({ webhook: `${origin()}/signed`, authToken: TOKEN });
    const ann = twilio.phone(ANN);
    await ann.text('hi', { errors: [11200] });
    expect(ann.lastTurn()?.exchanges[0]?.response?.status).toBe(403);
  });
});
