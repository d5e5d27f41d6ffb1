import { describe, expect, it } from '@jest/globals';
import { conversation } from '../../src/conversation/conversation';
import { text } from '../../src/conversation/readers/text';
import { yesNo } from '../../src/conversation/readers/yes-no';
import { ask, say } from '../../src/conversation/steps';
import { clientFor } from '../support/conversation-client';

describe('say', () => {
  const greeting = conversation('greeting', function* () {
    yield* say('Welcome.');
    yield* say('Welcome.');
    yield* ask('name', 'Name?', text({ max: 3 }));
    yield* say('Thanks.');
    yield* ask('city', 'City?', text());
    yield* say('Thanks.');
    return 'Bye.';
  });

  it('sends a message of its own before the next question or the end, once', async () => {
    const { send } = clientFor(greeting);
    expect(await send()).toEqual(['Welcome.', 'Welcome.', 'Name?']);
    expect(await send('Abigail')).toEqual(['Please use at most 3 characters.\nName?']);
    expect(await send('Ada')).toEqual(['Thanks.', 'City?']);
    expect(await send('')).toEqual(['Please answer with a text.\nCity?']);
    expect(await send('Rome')).toEqual(['Thanks.', 'Bye.']);
  });

  it('is stored by the step before it', async () => {
    const { sendAll, state } = clientFor(greeting);
    await sendAll('hi', 'Ada', '', '');
    const thanks = [expect.stringMatching(/^[\w-]{6}$/)];
    expect(state()?.said).toEqual({ '': [...thanks, ...thanks], name: thanks });
  });

  it('can say ten messages in one reply, the question too', async () => {
    const saying = (count: number) =>
      conversation('talkative', function* () {
        for (let number = 1; number <= count; number++) yield* say(`Message ${number}.`);
        yield* ask('sure', 'Sure?', yesNo());
      });
    expect(await clientFor(saying(9)).send()).toHaveLength(10);
    const joined = await clientFor(saying(11)).send();
    expect(joined).toHaveLength(10);
    expect(joined.at(-1)).toBe('Message 10.\nMessage 11.\nSure?');
  });
});
