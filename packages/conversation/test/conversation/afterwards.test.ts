import { describe, expect, it } from '@jest/globals';
import { MINUTE, NOON } from 'test-support';
import { conversation, type ConversationOptions } from '../../src/conversation/conversation';
import { text } from '../../src/conversation/readers/text';
import { ask, say, speak } from '../../src/conversation/steps';
import { english } from '../../src/texts/english';
import { saysOnly } from '../../src/conversation/words';
import { turnsOf } from '../support/turns';

const WELCOME = 'You are welcome.';

const naming = (options: ConversationOptions = { afterwards: { text: WELCOME } }) =>
  conversation(
    'naming',
    function* () {
      yield* say('Hello.');
      return `Bye, ${yield* ask('name', 'Name?', text())}.`;
    },
    options,
  );

const at = (minutes: number) => ({ tools: { now: NOON + minutes * MINUTE } });

/** A sender whose conversation has ended at noon. */
async function afterEnd(code = naming()) {
  const guest = turnsOf(code);
  await guest.send('hi', at(0));
  expect(await guest.send('Ada', at(0))).toEqual(['Bye, Ada.']);
  return guest;
}

describe('afterwards', () => {
  it.each([
    'Thanks!',
    'thank you 👍',
    'THX',
    'Thank you so much!!',
    'ok, thanks',
    'Great. Thank you. Bye!',
    '👍🏽',
    '🙏🙏',
    ' ok ',
  ])('answers %j with its text, and begins no conversation', async (body) => {
    const guest = await afterEnd();
    expect(await guest.turn({ body, ...at(1) })).toMatchObject({ kind: 'ended', messages: [WELCOME] });
    expect(guest.state()).toMatchObject({ asked: '', ended: NOON });
  });

  it.each(['hi', 'Thanks, and a table for 2', 'thanks?', 'no thanks', 'gracias', '', '4', 'Ada', '😀'])(
    'lets %j begin another one',
    async (body) => {
      const guest = await afterEnd();
      expect(await guest.send(body, at(1))).toEqual(['Hello.', 'Name?']);
    },
  );

  it.each([
    [0, true],
    [9.99, true],
    [10, false],
    [180, false],
  ])('lasts 10 minutes: after %d it is %p', async (minutes, lasts) => {
    const guest = await afterEnd();
    expect(await guest.send('thanks', at(minutes))).toEqual(lasts ? [WELCOME] : ['Hello.', 'Name?']);
  });

  it('lasts as many minutes as it says, from the end on', async () => {
    const guest = await afterEnd(naming({ afterwards: { text: WELCOME, minutes: 60 } }));
    expect(await guest.send('thanks', at(30))).toEqual([WELCOME]);
    expect(await guest.send('thanks', at(59))).toEqual([WELCOME]);
    expect(await guest.send('thanks', at(60))).toEqual(['Hello.', 'Name?']);
  });

  it('is not said twice when a message is delivered again', async () => {
    const guest = await afterEnd();
    expect(await guest.send('thanks', { id: 'M1', ...at(1) })).toEqual([WELCOME]);
    expect(await guest.send('thanks', { id: 'M1', ...at(1) })).toEqual([]);
    expect(await guest.send('thanks', { id: 'M2', ...at(1) })).toEqual([WELCOME]);
  });

  it('is not said before the end: thanks may be an answer', async () => {
    const guest = turnsOf(naming());
    expect(await guest.send('thanks', at(0))).toEqual(['Hello.', 'Name?']);
    expect(await guest.send('thanks', at(0))).toEqual(['Bye, thanks.']);
  });

  it('is not said after too many unreadable answers', async () => {
    const guest = turnsOf(naming({ maxAttempts: 1, afterwards: { text: WELCOME } }));
    await guest.send('hi', at(0));
    expect((await guest.turn({ body: '', ...at(0) })).kind).toBe('given-up');
    expect(await guest.send('ok', at(1))).toEqual(['Hello.', 'Name?']);
  });

  it('is said only by a conversation that has it', async () => {
    const guest = await afterEnd(naming({}));
    expect(await guest.send('thanks', at(1))).toEqual(['Hello.', 'Name?']);
  });

  it('leaves the next conversation another id', async () => {
    const guest = await afterEnd();
    const { id } = guest.state() ?? {};
    await guest.send('thanks', at(1));
    await guest.send('hi', at(2));
    expect(guest.state()?.id).not.toBe(id);
  });

  it('understands the language of the conversation', async () => {
    const spanish = await afterEnd(naming({ language: 'es', afterwards: { text: 'De nada.' } }));
    expect(await spanish.send('¡Muchas gracias!', at(1))).toEqual(['De nada.']);

    const spoken = await afterEnd(
      conversation(
        'spoken',
        function* () {
          yield* speak('es');
          return `Bye, ${yield* ask('name', 'Name?', text())}.`;
        },
        { afterwards: { text: 'De nada.' } },
      ),
    );
    expect(await spoken.send('gracias', at(1))).toEqual(['De nada.']);
  });

  it.each([[' '], ['x'.repeat(1601)]])('refuses a text that cannot be sent', (unsendable) => {
    expect(() => naming({ afterwards: { text: unsendable } })).toThrow(
      expect.objectContaining({ code: 'message-text' }),
    );
  });

  it.each(['ty ', 'thanks, ', 'thank you ', '👍'])(
    'answers at once, however often a sender texts %j',
    (word) => {
      // Backtracking would take longer than the universe has existed.
      expect(saysOnly(`${word.repeat(1600 / word.length)}x`, english.thanks, english)).toBe(false);
      expect(saysOnly(word.repeat(1600 / word.length), english.thanks, english)).toBe(true);
    },
  );
});

it.each([0, -1, NaN])('%d minutes are refused', (minutes) => {
  const define = () => conversation('minutes', naming().code, { afterwards: { text: 'Bye.', minutes } });
  expect(define).toThrow(expect.objectContaining({ code: 'conversation-definition' }));
});
