import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { conversation } from '../../src/conversation/conversation';
import { integer } from '../../src/conversation/readers/integer';
import { oneOf } from '../../src/conversation/readers/one-of';
import { text } from '../../src/conversation/readers/text';
import { run } from '../../src/conversation/replay/run';
import type { State } from '../../src/conversation/replay/state';
import { ask, effect, first, forget, scope } from '../../src/conversation/steps';
import { clientFor } from '../support/conversation-client';

/** Takes an order of something, after a check whose result is another each time; `keys` are those of the orders. */
function ordering(of?: (what: string) => readonly unknown[]) {
  const keys: string[] = [];
  let checks = 0;
  const code = conversation('ordering', function* () {
    const what = yield* ask('what', 'What?', text());
    const name = yield* ask('name', 'Who?', text());
    yield* effect('check', () => (checks += 1));
    yield* effect('order', ({ idempotencyKey }) => void keys.push(idempotencyKey), of && { of: of(what) });
    yield* ask('more', `More, ${name}?`, text());
  });
  return { code, keys };
}

const message = (body: string) => ({ body, media: [] });

describe('the idempotency key of an effect whose turn is tried again with the old state', () => {
  async function turnsFrom(code: ReturnType<typeof ordering>['code'], ...sent: [body: string, id: string][]) {
    const { sendAll, openState } = clientFor(code);
    await sendAll('hi', 'Tea');
    const before = openState();
    for (const [body, id] of sent) await run(code, before, message(body), id);
  }

  it.each<[string, [string, string][]]>([
    ['a message that is delivered twice', [['Ann', 'M3'], ['Ann', 'M3']]], // prettier-ignore
    ['the same text in another message', [['Ann', 'M3'], ['Ann', 'M4']]], // prettier-ignore
    ['the same answer in other words', [['Ann', 'M3'], [' Ann ', 'M4']]], // prettier-ignore
  ])('is the same for %s, although the check before it gives another result', async (_, sent) => {
    const { code, keys } = ordering();
    await turnsFrom(code, ...sent);
    expect(keys).toEqual([keys[0], keys[0]]);
  });

  it('is another for another answer', async () => {
    const { code, keys } = ordering();
    await turnsFrom(code, ['Ann', 'M3'], ['Bob', 'M4'], ['Ann', 'M5']);
    expect(keys).toEqual([keys[0], keys[1], keys[0]]);
    expect(keys[1]).not.toBe(keys[0]);
  });

  it('depends on nothing but the declared inputs', async () => {
    const { code, keys } = ordering((what) => [what]);
    await turnsFrom(code, ['Ann', 'M3'], ['Bob', 'M4']);
    expect(keys).toEqual([keys[0], keys[0]]);
    const other = ordering((what) => [what.length, 'x']);
    await turnsFrom(other.code, ['Ann', 'M3']);
    expect(other.keys[0]).not.toBe(keys[0]);
  });

  it('tells apart answers that could be confused', async () => {
    const keys: string[] = [];
    const code = conversation('confusing', function* () {
      yield* ask('a', 'A?', text());
      yield* ask('b', 'B?', text());
      yield* effect('order', ({ idempotencyKey }) => void keys.push(idempotencyKey));
      yield* ask('more', 'More?', text());
    });
    const client = clientFor(code);
    await client.send();
    const start = client.openState();
    for (const [a, b] of [
      ['x', 'y'],
      ['xy', '-'],
      ['x"],["b","y', 'z'],
      ['1', 'y'],
      ['y', 'x'],
    ] as const) {
      // prettier-ignore
      client.restore(start);
      await client.sendAll(a, b);
    }
    expect(new Set(keys).size).toBe(5);
  });

  it('covers what `first` has read', async () => {
    const keys: string[] = [];
    const code = conversation('beginning', function* () {
      yield* first('party', integer());
      yield* effect('order', ({ idempotencyKey }) => void keys.push(idempotencyKey));
      yield* ask('more', 'More?', text());
    });
    for (const body of ['4', '5', 'hi', '4']) await run(code, undefined, message(body), 'M1');
    expect(keys).toEqual([keys[0], keys[1], keys[2], keys[0]]);
    expect(new Set(keys).size).toBe(3);
  });
});

/** Asks for a party and a name, prices the party, and orders; a change asks one of them again. */
function pricing({ max = 20, ofParty = false, ofNothing = false } = {}) {
  const ran: string[] = [];
  const keys = { price: [] as string[], order: [] as string[] };
  const code = conversation('pricing', function* () {
    const party = yield* ask('party', 'How many?', integer({ min: 1, max }));
    const name = yield* ask('name', 'Who?', text());
    const of = ofParty ? { of: [party] } : ofNothing ? { of: [] } : {};
    const price = yield* effect(
      'price',
      ({ idempotencyKey }) => {
        ran.push(`price ${party}`);
        keys.price.push(idempotencyKey);
        return party * 10;
      },
      of,
    );
    const order = yield* effect('order', ({ idempotencyKey }) => {
      ran.push(`order ${name} ${price}`);
      keys.order.push(idempotencyKey);
      return `${name}:${price}`;
    });
    const change = yield* ask('change', `${order}. Change?`, oneOf('party', 'name', 'price', 'none'));
    if (change !== 'none') yield* forget(change, 'change');
    return order;
  });
  return { code, ran, keys };
}

describe('the result of an effect', () => {
  it('is computed anew when an answer before it has changed, and so is what uses it', async () => {
    const { code, ran } = pricing();
    const { sendAll } = clientFor(code);
    expect(await sendAll('hi', '4', 'Ann', 'party', '5')).toEqual(['Ann:50. Change?']);
    expect(ran).toEqual(['price 4', 'order Ann 40', 'price 5', 'order Ann 50']);
    expect(await sendAll('none')).toEqual(['Ann:50']);
  });

  it('stays when the answer is given again, or nothing has changed', async () => {
    const { code, ran } = pricing();
    const { sendAll } = clientFor(code);
    expect(await sendAll('hi', '4', 'Ann', 'x', 'party', '4', 'y', 'none')).toEqual(['Ann:40']);
    expect(ran).toEqual(['price 4', 'order Ann 40']);
  });

  it('is computed anew after a deploy with a stricter reader', async () => {
    const { code, ran } = pricing();
    const { sendAll, deploy } = clientFor(code);
    await sendAll('hi', '4', 'Ann');
    const stricter = pricing({ max: 3 });
    deploy(stricter.code);
    expect(await sendAll('none', '2')).toEqual(['Ann:20. Change?']);
    expect(ran).toEqual(['price 4', 'order Ann 40']);
    expect(stricter.ran).toEqual(['price 2', 'order Ann 20']);
  });

  it('with declared inputs stays when another answer changes, but what follows it does not', async () => {
    const { code, ran } = pricing({ ofParty: true });
    const { sendAll } = clientFor(code);
    expect(await sendAll('hi', '4', 'Ann', 'name', 'Bob')).toEqual(['Bob:40. Change?']);
    expect(ran).toEqual(['price 4', 'order Ann 40', 'order Bob 40']);
    expect(await sendAll('party', '5')).toEqual(['Bob:50. Change?']);
    expect(ran.slice(3)).toEqual(['price 5', 'order Bob 50']);
  });

  it('without inputs never changes', async () => {
    const { code, ran } = pricing({ ofNothing: true });
    await clientFor(code).sendAll('hi', '4', 'Ann', 'party', '5');
    expect(ran).toEqual(['price 4', 'order Ann 40', 'order Ann 40']);
  });

  it('that an order uses makes the order anew when it is forgotten by name and comes out otherwise', async () => {
    let rate = 10;
    const ran: string[] = [];
    const { sendAll } = clientFor(
      conversation('rates', function* () {
        const price = yield* effect('price', () => rate);
        const order = yield* effect('order', () => `order ${ran.push(`order ${price}`)}`);
        if ((yield* ask('again', `${order}. Again?`, oneOf('again', 'no'))) === 'again')
          yield* forget('price', 'again');
      }),
    );
    await sendAll('hi', 'again');
    expect(ran).toEqual(['order 10']);
    rate = 11;
    expect(await sendAll('again')).toEqual(['order 2. Again?']);
    expect(ran).toEqual(['order 10', 'order 11']);
  });

  it('has three keys for one answer, another, and the first again', async () => {
    const { code, keys } = pricing();
    await clientFor(code).sendAll('hi', '4', 'Ann', 'party', '5', 'party', '4');
    expect(new Set(keys.price).size).toBe(3);
    expect(new Set(keys.order).size).toBe(3);
  });

  it('has three keys with declared inputs too', async () => {
    const { code, keys } = pricing({ ofParty: true });
    await clientFor(code).sendAll('hi', '4', 'Ann', 'party', '5', 'party', '4');
    expect(new Set(keys.price).size).toBe(3);
  });

  it('stays in states that were stored before inputs were noted', async () => {
    const { code, ran } = pricing();
    const { sendAll, openState, restore, outcome } = clientFor(code);
    await sendAll('hi', '4', 'Ann');
    const { of, ...old } = openState();
    expect(Object.keys(of ?? {})).toEqual(['price', 'order']);
    restore(old);
    await sendAll('x', 'none');
    expect(outcome()?.messages).toEqual(['Ann:40']);
    expect(ran).toEqual(['price 4', 'order Ann 40']);
  });

  it('belongs to its scope', async () => {
    const ran: string[] = [];
    const drink = function* () {
      const what = yield* ask('what', 'What?', text());
      return yield* effect('order', () => `${what} ${ran.push(what)}`, { of: [what] });
    };
    const { sendAll } = clientFor(
      conversation('two', function* () {
        const orders = [yield* scope('one', drink()), yield* scope('two', drink())];
        if ((yield* ask('change', `${orders.join()}?`, text())) === 'one')
          yield* forget('one/what', 'change');
        return orders.join();
      }),
    );
    expect(await sendAll('hi', 'tea', 'milk', 'one', 'cocoa')).toEqual(['cocoa 3,milk 2?']);
    expect(ran).toEqual(['tea', 'milk', 'cocoa']);
  });

  it('is that of its inputs, whatever is changed', async () => {
    const changes = fc.array(
      fc.tuple(fc.constantFrom('party', 'name', 'price'), fc.integer({ min: 1, max: 3 })),
      {
        maxLength: 8,
      },
    );
    await fc.assert(
      fc.asyncProperty(changes, fc.boolean(), async (sequence, ofParty) => {
        const { code, keys } = pricing({ ofParty });
        const { sendAll, outcome } = clientFor(code);
        await sendAll('hi', '1', 'n1');
        const now = { party: 1, name: 'n1' };
        for (const [what, value] of sequence) {
          await sendAll(what);
          if (what === 'party') await sendAll(String((now.party = value)));
          if (what === 'name') await sendAll((now.name = `n${value}`));
          expect(outcome()?.messages).toEqual([`${now.name}:${now.party * 10}. Change?`]);
        }
        for (const all of [keys.price, keys.order]) expect(new Set(all).size).toBe(all.length);
      }),
      { numRuns: 60 },
    );
  });
});

describe('an effect that threw, and whose error was caught', () => {
  it('is no input of the effects behind it, which do not run again when it succeeds', async () => {
    let isDown = true;
    const orders: string[] = [];
    const code = conversation('caught', function* () {
      try {
        yield* effect('log', () => {
          if (isDown) throw new Error('down');
          return 'logged';
        });
      } catch {
        // goes on without
      }
      yield* effect('order', ({ idempotencyKey }) => void orders.push(idempotencyKey));
      yield* ask('more', 'More?', text());
      yield* ask('last', 'Last?', text());
    });
    const { send, state } = clientFor(code);
    await send();
    expect(state()).toMatchObject({ done: { order: null }, threw: ['log'] });
    isDown = false;
    await send('no');
    expect(state()).toMatchObject({ done: { order: null, log: 'logged' } });
    await send('no');
    expect(orders).toHaveLength(1);
  });

  it('keeps a result of before inputs were stored, until an input changes', async () => {
    const keys: string[] = [];
    const code = conversation('older', function* () {
      const what = yield* ask('what', 'What?', text());
      yield* effect('order', ({ idempotencyKey }) => void keys.push(`${what} ${idempotencyKey}`));
      if ((yield* ask('more', 'More?', text())) === 'change') yield* forget('what', 'more');
    });
    const { send, sendAll, openState, restore } = clientFor(code);
    await sendAll('hi', 'Tea');
    const older = { ...openState() } as { of?: unknown };
    delete older.of;
    restore(older as State);
    await send('change');
    expect(keys).toHaveLength(1);
    await send('Coffee');
    expect(keys).toHaveLength(2);
  });
});

it('forgetting a scope forgets that an effect in it threw', async () => {
  const code = conversation('scoped', function* () {
    yield* scope(
      'part',
      (function* () {
        yield* ask('what', 'What?', text());
        try {
          yield* effect('log', () => {
            throw new Error('down');
          });
        } catch {
          // goes on without
        }
      })(),
    );
    if ((yield* ask('more', 'More?', text())) === 'again') yield* forget('part', 'more');
  });
  const { sendAll, openState } = clientFor(code);
  await sendAll('hi', 'Tea');
  expect(openState().threw).toEqual(['part/log']);
  await sendAll('again');
  expect(openState().threw).toBeUndefined();
});
