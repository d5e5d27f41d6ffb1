import { describe, expect, it } from '@jest/globals';
import { conversation } from '../../src/conversation/conversation';
import { text } from '../../src/conversation/readers/text';
import { ask, forget, effect } from '../../src/conversation/steps';
import { clientFor } from '../support/conversation-client';

/** A conversation that orders something; `keys` are the idempotency keys of all its orders. */
function ordering(order: (key: string) => Promise<string | undefined> | string = (key) => key) {
  const keys: string[] = [];
  const code = conversation('ordering', function* () {
    yield* ask('what', 'What?', text());
    const reference = yield* effect('order', ({ idempotencyKey }) => {
      keys.push(idempotencyKey);
      return order(idempotencyKey);
    });
    const more = yield* ask('more', 'More?', text());
    if (more === 'again') yield* forget('order', 'more');
    return `Reference ${reference}.`;
  });
  return { code, keys };
}

describe('effect', () => {
  it('runs once when all turns succeed, and its result is stored', async () => {
    const { code, keys } = ordering();
    const { send } = clientFor(code);
    await send();
    expect(keys).toHaveLength(0);
    expect(await send('Tea')).toEqual(['More?']);
    await send('');
    expect(await send('No')).toEqual([`Reference ${keys[0]}.`]);
    expect(keys).toHaveLength(1);
  });

  it('gets the same key when the turn is tried again, but not for another answer', async () => {
    const { code, keys } = ordering();
    const { send, state, restore } = clientFor(code);
    await send();
    const before = state();
    await send('Tea');
    restore(before);
    await send('Tea');
    restore(before);
    await send('Coffee');
    expect(keys).toEqual([keys[0], keys[0], keys[2]]);
    expect(keys[2]).not.toBe(keys[0]);
    expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
  });

  it('gets another key in another conversation or step', async () => {
    const keys = new Set<string>();
    const code = conversation('keys', function* () {
      keys.add(yield* effect('one', ({ idempotencyKey }) => idempotencyKey));
      keys.add(yield* effect('two', ({ idempotencyKey }) => idempotencyKey));
    });
    const { send } = clientFor(code);
    await send();
    await send();
    await clientFor({ ...code, name: 'other keys' }).send();
    expect(keys.size).toBe(6);
  });

  it('runs again with another key when its result was forgotten', async () => {
    const { code, keys } = ordering();
    const { sendAll } = clientFor(code);
    expect(await sendAll('hi', 'Tea', 'again')).toEqual(['More?']);
    expect(new Set(keys).size).toBe(2);
    expect(await sendAll('again', 'No')).toEqual([`Reference ${keys[2]}.`]);
    expect(new Set(keys).size).toBe(3);
  });

  it('stores undefined as null', async () => {
    const { code } = ordering(async () => Promise.resolve(undefined));
    const { sendAll, state } = clientFor(code);
    await sendAll('hi', 'Tea');
    expect(state()?.done).toEqual({ order: null });
    expect(await sendAll('No')).toEqual(['Reference null.']);
  });

  it('is kept apart from a question of the same name in other code', async () => {
    const { sendAll, send, deploy } = clientFor(
      conversation('test', function* () {
        yield* ask('order', 'What?', text());
        yield* ask('more', 'More?', text());
      }),
    );
    await sendAll('hi', 'Tea');
    deploy(
      conversation('test', function* () {
        return `Order ${yield* effect('order', () => 7)}.`;
      }),
    );
    expect(await send('No')).toEqual(['Order 7.']);
  });

  describe('that fails', () => {
    const failing = new Error('The line is busy.');

    it('fails the turn, with the conversation, the step and the cause; what was stored stays', async () => {
      const results = [Promise.reject(failing), Promise.resolve('R')];
      const { code, keys } = ordering(async () => results.shift() ?? 'none');
      results[0]?.catch(() => undefined);
      const { send, state } = clientFor(code);
      await send();
      const before = state();
      await expect(send('Tea')).rejects.toThrow(
        expect.objectContaining({
          name: 'ConversationError',
          code: 'conversation-failed',
          message: 'In the conversation "ordering", at "order": The line is busy.',
          at: { conversation: 'ordering', step: 'order' },
          cause: failing,
        }),
      );
      expect(state()).toBe(before);
      expect(await send('Tea')).toEqual(['More?']);
      expect(keys).toEqual([keys[0], keys[0]]);
      expect(await send('No')).toEqual(['Reference R.']);
    });

    it('can be caught around its yield*, and runs again with the next message', async () => {
      let tried = 0;
      const { sendAll } = clientFor(
        conversation('catching', function* () {
          try {
            yield* effect('order', () => {
              tried += 1;
              throw failing;
            });
          } catch (error) {
            yield* ask('later', `${(error as Error).message} Later?`, text());
          }
          return 'Bye.';
        }),
      );
      expect(await sendAll('hi')).toEqual(['The line is busy. Later?']);
      expect(await sendAll('Yes')).toEqual(['Bye.']);
      expect(tried).toBe(2);
    });
  });
});
