import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { SECRET } from 'test-support';
import { type Emulator, type Phone, startEmulator } from 'sms-emulator';
import { type Edits, whileDeployed } from '../support/deploy';
import { CARD, DAY, NAME, PEOPLE, RIGHT } from '../support/reservation';
import { sendAll } from '../support/send-all';

const env = { SESSION_SECRET: SECRET };
let twilio: Emulator;
beforeAll(async () => {
  twilio = await startEmulator({ functions: 'dist/functions', env });
});
afterAll(() => twilio.stop());
beforeEach(() => {
  twilio.engine.forget();
});

const phone = (from = '+15551110000'): Phone => twilio.phone(from, { to: '/reservation' });

/** Runs a test while the reservation is deployed with these edits. */
const deployed = (edits: Edits, test: () => Promise<void>) =>
  whileDeployed(twilio, '/reservation', env, edits, test);

describe('a deploy in the middle of a reservation', () => {
  const AREA = `yield* ask('area', 'Inside or outside?', oneOf('inside', 'outside'));\n  `;

  it.each<[string, [string, string][], unknown[]]>([
    ['prompts changed', [[NAME, 'Whose name?']], [CARD]],
    ['a question added before', [['const party', `${AREA}const party`]], ['Inside or outside?']],
    ['a question added after', [["yield* ask('card'", `${AREA}yield* ask('card'`]], ['Inside or outside?']],
    [
      'a question to come removed',
      [[`yield* ask('card', '${CARD}', media({ skip: 'skip' }));`, '']],
      [RIGHT],
    ],
    ['an answered question renamed', [["ask('day'", "ask('evening'"]], [DAY]],
    ['the open question renamed', [["ask('name'", "ask('family-name'"]], [NAME]],
    ['a reader stricter than an answer', [['max: 20', 'max: 3']], [expect.stringContaining(PEOPLE)]],
    ['a reader stricter, but not than the answer', [['max: 20', 'max: 4']], [CARD]],
  ])('with %s goes on where it can', async (_, edits, expected) => {
    const ann = phone();
    await sendAll(ann, 'hi', '4', 'friday');
    await deployed(edits, async () => {
      expect(await ann.text('Ann')).toEqual(expected);
    });
  });

  it('keeps all other answers when one is asked again', async () => {
    const ann = phone();
    await sendAll(ann, 'hi', '4', 'friday', 'Ann');
    await deployed([['max: 20', 'max: 3']], async () => {
      expect(await ann.text('skip')).toEqual([expect.stringContaining(PEOPLE)]);
      expect(await sendAll(ann, '3', 'skip')).toEqual(['A table for 3 on Friday, Ann. Right?']);
    });
  });

  it('starts anew, and says so, when the conversation has another version', async () => {
    await sendAll(phone(), 'hi', '4');
    const end = 'is ${reference}.`;\n}';
    await deployed([[`${end})`, `${end}, { version: 2, startedAnew: 'We have changed.' })`]], async () => {
      expect(await phone().text('friday')).toEqual(['We have changed.', PEOPLE]);
    });
  });

  it('fails without losing an answer when the new code is broken', async () => {
    const ann = phone();
    await sendAll(ann, 'hi', '4');
    const name = "const name = yield* ask('name'";
    await deployed([[name, `throw new Error('oops');\n  ${name}`]], async () => {
      const logged = jest.spyOn(console, 'error').mockImplementation(() => undefined);
      expect(await ann.text('friday')).toEqual([expect.stringContaining('Sorry, that did not work.')]);
      expect(logged.mock.calls.join()).toContain('In the conversation "reservation", at "day": oops');
      logged.mockRestore();
    });
    expect(await ann.text('friday')).toEqual([NAME]);
  });
});
