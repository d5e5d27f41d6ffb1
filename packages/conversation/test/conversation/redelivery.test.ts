import { describe, expect, it } from '@jest/globals';
import { conversation } from '../../src/conversation/conversation';
import { text } from '../../src/conversation/readers/text';
import { yesNo } from '../../src/conversation/readers/yes-no';
import { run } from '../../src/conversation/replay/run';
import type { State } from '../../src/conversation/replay/state';
import { ask, effect, say } from '../../src/conversation/steps';
import { booking, PARTY } from '../support/booking';

describe('a message that is delivered twice', () => {
  const ordering = conversation('ordering', function* () {
    const what = yield* ask('what', 'What?', text());
    const key = yield* effect('order', async ({ idempotencyKey }) => Promise.resolve(idempotencyKey));
    yield* say('Ordered.');
    yield* ask('more', 'More?', yesNo());
    return `${what} ${key}`;
  });
  const message = (body: string) => ({ body, media: [] });

  it('gives the same outcome with the same state', async () => {
    const first = [
      await run(ordering, undefined, message('hi'), 'M1'),
      await run(ordering, undefined, message('hi'), 'M1'),
    ];
    expect(first[0]).toEqual(first[1]);
    const { state } = first[0] as { state: State };
    const second = [
      await run(ordering, state, message('Tea'), 'M2'),
      await run(ordering, state, message('Tea'), 'M2'),
    ];
    expect(second[0]).toEqual(second[1]);
  });

  it('answers no other question when the state is newer: the open question is asked again', async () => {
    const start = (await run(ordering, undefined, message('yes'), 'M1')) as { state: State };
    const startedTwice = await run(ordering, start.state, message('yes'), 'M1');
    expect(startedTwice).toEqual({ kind: 'asked', messages: ['What?'], state: start.state });

    const answered = (await run(ordering, start.state, message('yes'), 'M2')) as { state: State };
    const answeredTwice = await run(ordering, answered.state, message('yes'), 'M2');
    expect(answeredTwice).toEqual({ kind: 'asked', messages: ['More?'], state: answered.state });
  });

  it('does not count twice as an attempt, nor restart twice', async () => {
    const restarting = booking({ restart: { words: ['restart'] } });
    const start = (await run(restarting, undefined, message('hi'), 'M1')) as { state: State };
    const once = (await run(restarting, start.state, message('x'), 'M2')) as { state: State };
    expect(await run(restarting, once.state, message('x'), 'M2')).toMatchObject({ state: { tries: 1 } });

    const anew = (await run(restarting, once.state, message('restart'), 'M3')) as { state: State };
    expect(await run(restarting, anew.state, message('restart'), 'M3')).toMatchObject({ messages: [PARTY] });
  });
});
