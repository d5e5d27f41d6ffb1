import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { buildFunctions } from 'functions-dev';
import { type Emulator, startEmulator } from 'sms-emulator';
import { writeProject } from 'test-support';

// sms-conversation and sms-emulator know nothing of each other, and rest on the same pages of Twilio: here they meet.

const TEXTS = {
  stopped:
    'Owl Air: You are unsubscribed and will get no more messages. Reply START to resubscribe, or HELP for help.',
  started: 'Owl Air: You are subscribed again. Reply HELP for help, or STOP to unsubscribe.',
  help: 'Owl Air: Help at help@owlair.com. Msg & data rates may apply. Reply STOP to unsubscribe.',
};
const QUESTION = 'Where do you fly?';

const source = (store: string): string => `
import { ask, conversation, conversationFunction, inOwnWords, optOuts, syncStore, text } from 'sms-conversation';

const flight = conversation('flight', function* () {
  const place = yield* ask('place', '${QUESTION}', text());
  return 'To ' + place + '.';
});

const handling = optOuts({ program: 'Owl Air', contact: 'help@owlair.com', ownWords: inOwnWords() });
export const handler = conversationFunction(flight, ${store}, handling);
`;

const STORES = { '/cookie': 'undefined', '/sync': "syncStore({ ttl: '30d' })" };
let twilio: Emulator;
beforeAll(async () => {
  const root = await writeProject(
    Object.fromEntries(
      Object.entries(STORES).map(([path, store]) => [`src/functions${path}.protected.ts`, source(store)]),
    ),
  );
  await symlink(join(process.cwd(), 'node_modules'), join(root, 'node_modules'));
  await buildFunctions(root);
  twilio = await startEmulator({ functions: join(root, 'dist/functions') });
  for (const [code, path] of [
    ['12345', '/cookie'],
    ['54321', '/sync'],
  ] as const)
    twilio.addNumber(code, path);
});
afterAll(() => twilio.stop());

let phones = 0;
const newPhone = (to: string, channel = '') =>
  twilio.phone(`${channel}+1555111${String(phones++).padStart(4, '0')}`, { to });

it.each(['12345', '54321'])('a short code, %s, has STOP answered by the app, once', async (code) => {
  const ann = newPhone(code);
  expect(await ann.text('hi')).toEqual([QUESTION]);
  expect(await ann.text('Stop!')).toEqual([TEXTS.stopped]);
  for (const body of ['STOP', 'hello?', 'Paris']) expect([body, await ann.text(body)]).toEqual([body, []]);
  expect(await ann.text('HELP')).toEqual([TEXTS.help]);
  expect(await ann.text('START')).toEqual([TEXTS.started]);
  expect(await ann.text('hi')).toEqual([QUESTION]);
  expect(await ann.text('Paris')).toEqual(['To Paris.']);
});

it.each(Object.keys(STORES))('a long code, of %s, has STOP answered by Twilio alone', async (path) => {
  const ann = newPhone(path);
  expect(await ann.text('hi')).toEqual([QUESTION]);
  const { replies } = await ann.send('STOP');
  expect(replies).toMatchObject([{ byTwilio: true }]);
  const again = await ann.send('START');
  expect(again.replies.map(({ byTwilio }) => byTwilio)).toEqual([true, false]);
  expect(again.replies[1]?.body).toBe(QUESTION);
});

it.each(['12345', '54321'])(
  'with Advanced Opt-Out, Twilio answers for %s, and the app does not',
  async (code) => {
    twilio.configure(code, { advancedOptOut: { stop: { keywords: ['stop', 'genug'], reply: 'Bye.' } } });
    try {
      const ann = newPhone(code);
      await ann.text('hi');
      expect(await ann.text('genug')).toEqual(['Bye.']);
      expect(await ann.text('Paris', { errors: [21610] })).toEqual([]);
      expect(await ann.text('HELP')).toEqual([]);
    } finally {
      twilio.configure(code, { advancedOptOut: false });
    }
  },
);

it.each(Object.keys(STORES))(
  'in own words, the app of %s confirms once, and is silent until START',
  async (path) => {
    const ann = newPhone(path);
    await ann.text('hi');
    expect(await ann.text('please stop texting me')).toEqual([TEXTS.stopped]);
    expect(await ann.text('please stop texting me')).toEqual([]);
    expect(await ann.text('Paris')).toEqual([]);
    expect(await ann.text('START')).toEqual([QUESTION]);
  },
);

it('on WhatsApp, where nobody else does, the app answers STOP', async () => {
  const ann = newPhone('/sync', 'whatsapp:');
  await ann.text('hi');
  expect(await ann.text('STOP')).toEqual([TEXTS.stopped]);
  expect(await ann.text('Paris')).toEqual([]);
});

it('two texts at once that opt out get one confirmation, on Sync', async () => {
  const ann = newPhone('54321');
  await ann.text('hi');
  twilio.faults({ overlap: 'next' });
  const turns = await Promise.all([ann.send('stop'), ann.send('stop')]);
  expect(turns.flatMap(({ replies }) => replies.map(({ body }) => body))).toEqual([TEXTS.stopped]);
});
