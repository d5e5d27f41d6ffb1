import { describe, expect, it } from '@jest/globals';
import { conversation } from '../../src/conversation/conversation';
import { text } from '../../src/conversation/readers/text';
import { run } from '../../src/conversation/replay/run';
import type { State } from '../../src/conversation/replay/state';
import { ask, effect, first, listen } from '../../src/conversation/steps';

const naming = conversation(
  'naming',
  function* () {
    const name = yield* ask('name', 'Who?', text({ max: 5 }));
    return `Hello, ${name}.`;
  },
  { maxAttempts: 2, closing: 'Closed.' },
);

const message = (body: string, From = '+15551110000') => ({ body, media: [], parameters: { From } });

/** Texts that to a conversation of one question after its first message. */
async function answer(body: string, from?: string, code = naming) {
  const { state } = (await run(code, undefined, message('hi', from), 'M1')) as { state: State };
  return { before: state, after: await run(code, state, message(body, from), 'M2') };
}

describe('a word that Twilio answers itself', () => {
  it.each(['HELP', 'help', ' Help ', 'INFO', 'info\n', 'START', 'start', 'Unstop'])(
    '%j is no answer and no attempt: the open question is asked again',
    async (body) => {
      const { before, after } = await answer(body);
      expect(after).toMatchObject({
        kind: 'asked',
        messages: ['Who?'],
        state: { asked: 'name', answers: {} },
      });
      expect({ ...after.state, last: '' }).toEqual({ ...before, last: '' });
    },
  );

  it('uses up no attempt among unreadable answers, however often', async () => {
    let { after } = await answer('too long');
    for (const [index, body] of ['HELP', 'help', 'info', 'START'].entries()) {
      after = await run(naming, after.state, message(body), `M${index + 3}`);
      expect(after).toMatchObject({ messages: ['Who?'], state: { tries: 1 } });
    }
    expect(await run(naming, after.state, message('too long'), 'M9')).toMatchObject({ kind: 'given-up' });
  });

  it.each(['help!', 'h elp', 'infos', 'stars', 'YES', '“info'])('%j is none, and answers', async (body) => {
    expect((await answer(body)).after).toMatchObject({ messages: [`Hello, ${body}.`] });
  });

  it.each(['whatsapp:+15551110000', 'messenger:123'])('is an answer of %s', async (from) => {
    expect((await answer('help', from)).after).toMatchObject({ messages: ['Hello, help.'] });
  });

  it('begins a conversation, but `first` does not read it', async () => {
    const read: unknown[] = [];
    const code = conversation('first', function* () {
      read.push(yield* first('word', text()));
      yield* ask('name', 'Who?', text());
    });
    expect(await run(code, undefined, message('HELP'), 'M1')).toMatchObject({ messages: ['Who?'] });
    await run(code, undefined, message('Ann'), 'M1');
    await run(code, undefined, message('help', 'whatsapp:+1555'), 'M1');
    expect(read).toEqual([undefined, 'Ann', 'help']);
  });

  it('is neither heard by `listen` nor runs an effect again', async () => {
    let ran = 0;
    const code = conversation('listening', function* () {
      yield* effect('call', () => (ran += 1));
      return yield* listen('word', text());
    });
    const { after } = await answer('HELP', undefined, code);
    expect(after).toMatchObject({ kind: 'asked', messages: [] });
    expect(ran).toBe(1);
  });
});
