import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import twilio from 'twilio';
import { buildFunctions } from 'functions-dev';
import { ask, begin, conversation, syncStore, text, yesNo } from 'sms-conversation';
import { type Emulator, type Phone, startEmulator } from 'sms-emulator';
import { SECRET, temporaryFolder } from 'test-support';

const ACCOUNT_SID = `AC${'0'.repeat(32)}`;
const AUTH_TOKEN = '0'.repeat(32);
const MESSAGING_SERVICE_SID = `MG${'0'.repeat(32)}`;
const env = { ACCOUNT_SID, AUTH_TOKEN, MESSAGING_SERVICE_SID, SESSION_SECRET: SECRET };

/** Functions of one conversation: with its state in Sync, and in a cookie. */
const SOURCE = (place: string) => `
import { ask, conversation, conversationFunction, effect, syncStore, text, yesNo } from 'sms-conversation';
const remind = [
  { after: '5m', text: 'Are you there?' },
  { after: '4h', text: 'We close this.', closes: true },
] as const;
const survey = conversation('survey', function* (of?: { name: string }) {
  const name = of?.name ?? (yield* ask('name', 'Name?', text(), { remind }));
  const comes = yield* ask('comes', name + ', will you come?', yesNo(), { remind });
  yield* effect('fail', () => { if (!comes) throw new Error('It fails.'); });
  return 'See you, ' + name + '.';
}, { commands: { restart: { words: ['restart'] } } });
export const handler = conversationFunction(survey${place});
`;

/** The same conversation as the scripts of a business have it. */
const survey = conversation('survey', function* (of?: { name: string }) {
  const name = of?.name ?? (yield* ask('name', 'Name?', text()));
  yield* ask('comes', `${name}, will you come?`, yesNo(), {
    remind: { after: '5m', text: 'Are you there?' },
  });
});

let emulator: Emulator;
beforeAll(async () => {
  const root = await temporaryFolder();
  const folder = join(root, 'src/functions');
  await mkdir(folder, { recursive: true });
  await symlink(join(process.cwd(), 'node_modules'), join(root, 'node_modules'));
  await writeFile(join(folder, 'server.protected.ts'), SOURCE(", syncStore({ ttl: '2d' })"));
  await writeFile(join(folder, 'cookie.protected.ts'), SOURCE(''));
  await buildFunctions(root);
  emulator = await startEmulator({ functions: join(root, 'dist/functions'), env });
});
afterAll(() => emulator.stop());

let number = 15_551_120_000;
beforeEach(() => {
  number++; // documents outlive a test: each has a phone of its own
});
const phone = (to: string): Phone => emulator.phone(`+${number}`, { to });
const scheduled = () =>
  emulator.engine.messages
    .scheduled()
    .filter(({ to }) => to === `+${number}`)
    .map(({ body }) => body);
const REMINDERS = ['Are you there?', 'We close this.'];

/** Begins from a script, with a client of its own. */
const beginSurvey = (other: object = {}) =>
  begin(survey, {
    from: emulator.number('/server'),
    to: `+${number}`,
    client: twilio(ACCOUNT_SID, AUTH_TOKEN),
    store: syncStore({ ttl: '2d' }),
    env,
    data: { name: 'Ann' },
    now: emulator.clock.now(),
    ...other,
  });

describe('begin, from a script with a client of twilio', () => {
  it('texts, and the Function gets the answer', async () => {
    const { sids } = await beginSurvey();
    expect(await phone('/server').next()).toMatchObject({ sid: sids[0], body: 'Ann, will you come?' });
    expect(scheduled()).toEqual(['Are you there?']);
    expect(await phone('/server').text('yes')).toEqual(['See you, Ann.']);
    expect(scheduled()).toEqual([]);
  });

  it('is under way until the end', async () => {
    await beginSurvey();
    await expect(beginSurvey()).rejects.toMatchObject({ code: 'under-way' });
    await beginSurvey({ replace: true, data: { name: 'Bob' } });
    expect(await phone('/server').text('yes')).toContain('See you, Bob.');
    await beginSurvey();
  });

  it('texts once when it is begun several times at once', async () => {
    const begun = await Promise.allSettled([beginSurvey(), beginSurvey(), beginSurvey()]);
    expect(begun.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(scheduled()).toEqual(['Are you there?']);
    expect(
      emulator.sent().filter(({ to, body }) => to === `+${number}` && body.startsWith('Ann')),
    ).toHaveLength(1);
  });

  it('gives back what was there when Twilio refuses: the phone has opted out', async () => {
    await phone('/server').text('STOP');
    await expect(beginSurvey()).rejects.toMatchObject({ status: 400, code: 21610 });
    expect(scheduled()).toEqual([]);
    expect(await phone('/server').text('START')).toContain('Name?'); // nothing was under way
    expect(scheduled()).toEqual(REMINDERS);
  });

  it('refuses a number that is nobody’s', async () => {
    await expect(beginSurvey({ from: '+15559999999' })).rejects.toMatchObject({ code: 21606 });
    await expect(beginSurvey({ to: emulator.number('/server') })).rejects.toMatchObject({ code: 21211 });
  });

  it('sends nothing when the data is too large for Sync', async () => {
    await expect(
      beginSurvey({ data: { name: 'x'.repeat(1500), more: 'x'.repeat(16_000) } }),
    ).rejects.toMatchObject({
      code: 'session-too-large',
    });
    expect(scheduled()).toEqual([]);
    expect(emulator.sent().filter(({ to, status }) => to === `+${number}` && status !== 'canceled')).toEqual(
      [],
    );
  });

  it('keeps its data when the phone restarts, and when a turn fails', async () => {
    await beginSurvey();
    const ann = phone('/server');
    expect(await ann.text('no')).toContain(
      'Sorry, that did not work. Please text it again, or "restart" to start again.',
    );
    expect(await ann.text('restart')).toEqual(['We start again.', 'Ann, will you come?']);
    expect(scheduled()).toEqual(REMINDERS);
    expect(await ann.text('yes')).toEqual(['See you, Ann.']);
  });
});

describe.each(['/server', '/cookie'])('reminders of %s', (path) => {
  it('of 5 minutes are taken by Twilio, come, and the answer counts', async () => {
    const ann = phone(path);
    expect(await ann.text('hi')).toEqual(['Name?']);
    expect(scheduled()).toEqual(REMINDERS);
    emulator.clock.advance('6m');
    expect((await ann.next()).body).toBe('Are you there?');
    expect(await ann.text('Ann')).toEqual(['Ann, will you come?']);
    expect(scheduled()).toEqual(REMINDERS);
    expect(await ann.text('yes')).toEqual(['See you, Ann.']);
    expect(scheduled()).toEqual([]);
  });

  it('of four hours close the conversation', async () => {
    const ann = phone(path);
    await ann.text('hi');
    emulator.clock.advance('4h');
    expect([(await ann.next()).body, (await ann.next()).body]).toEqual(REMINDERS);
    expect(await ann.text('Ann')).toEqual(['Name?']);
  });

  it('are canceled by STOP', async () => {
    const ann = phone(path);
    await ann.text('hi');
    await ann.text('STOP');
    expect(scheduled()).toEqual([]);
  });
});
