import { describe, expect, it } from '@jest/globals';
import { conversation } from '../../src/conversation/conversation';
import { integer } from '../../src/conversation/readers/integer';
import { oneOf } from '../../src/conversation/readers/one-of';
import { text } from '../../src/conversation/readers/text';
import { yesNo } from '../../src/conversation/readers/yes-no';
import {
  answers,
  ask,
  effect,
  first,
  forget,
  part,
  say,
  scope,
  summary,
  type Steps,
} from '../../src/conversation/steps';
import { clientFor } from '../support/conversation-client';
import { mistakeOf } from '../support/mistake';

function* pizza(): Steps<string> {
  const size = yield* ask('size', 'Which size?', oneOf('small', 'large'));
  const topping = yield* ask('topping', 'Which topping?', text());
  yield* say(`One ${size} ${topping}.`);
  return `${size} ${topping}`;
}

describe('scope', () => {
  it('lets a part be taken twice', async () => {
    const { sendAll, state } = clientFor(
      conversation('twice', function* () {
        const one = yield* scope('first', pizza());
        const two = yield* scope('second', pizza());
        yield* ask('sure', 'Sure?', yesNo());
        return `${one}, ${two}`;
      }),
    );
    expect(await sendAll('hi', 'small', 'ham', 'large', 'olives')).toEqual(['One large olives.', 'Sure?']);
    expect(state()?.answers).toEqual({
      'first/size': 'small',
      'first/topping': 'ham',
      'second/size': 'large',
      'second/topping': 'olives',
    });
    expect(await sendAll('yes')).toEqual(['small ham, large olives']);
  });

  it('can be nested, and used by several conversations', async () => {
    function* person(): Steps<string> {
      const name = yield* ask('name', 'Name?', text());
      return `${name} of ${yield* scope('home', address())}`;
    }
    function* address(): Steps<string> {
      return yield* ask('city', 'City?', text());
    }
    for (const name of ['one', 'two']) {
      const { sendAll, outcome } = clientFor(
        conversation(name, function* () {
          const sender = yield* scope('sender', person());
          const receiver = yield* scope('receiver', person());
          return `${sender}, ${receiver}, ${yield* scope('billing', address())}`;
        }),
      );
      expect(await sendAll('hi', 'Ada', 'Rome', 'Ann', 'Paris', 'Oslo')).toEqual([
        'Ada of Rome, Ann of Paris, Oslo',
      ]);
      expect(outcome()).toHaveProperty('answers', {
        'sender/name': 'Ada',
        'sender/home/city': 'Rome',
        'receiver/name': 'Ann',
        'receiver/home/city': 'Paris',
        'billing/city': 'Oslo',
      });
    }
  });

  it('takes single steps too', async () => {
    const { sendAll } = clientFor(
      conversation('single', function* () {
        const guests: string[] = [];
        const count = yield* ask('count', 'How many?', integer({ min: 1, max: 5 }));
        for (let guest = 1; guest <= count; guest++) {
          guests.push(yield* scope(`guest ${guest}`, ask('name', `Name of guest ${guest}?`, text())));
        }
        return guests.join(' and ');
      }),
    );
    expect(await sendAll('hi', '3', 'Ada', 'Ann')).toEqual(['Name of guest 3?']);
    expect(await sendAll('Alan')).toEqual(['Ada and Ann and Alan']);
  });

  it('takes first() and effects under names of their own', async () => {
    const keys: string[] = [];
    function* joining(): Steps<string> {
      const code = yield* first('code', integer());
      yield* effect('check', ({ idempotencyKey }) => void keys.push(idempotencyKey));
      return String(code);
    }
    const { sendAll, state } = clientFor(
      conversation('joining', function* () {
        const codes = [yield* scope('a', joining()), yield* scope('b', joining())];
        yield* ask('sure', 'Sure?', yesNo());
        return codes.join();
      }),
    );
    await sendAll('1234');
    expect(state()).toMatchObject({ answers: { 'a/code': 1234, 'b/code': 1234 } });
    expect(state()?.done).toEqual({ 'a/check': null, 'b/check': null });
    expect(new Set(keys).size).toBe(2);
    expect(await sendAll('yes')).toEqual(['1234,1234']);
  });

  it('refuses two of one name, with the name of the step', async () => {
    const error = await mistakeOf(function* () {
      yield* scope('pizza', ask('size', 'Size?', text()));
      yield* scope('pizza', ask('size', 'Size?', text()));
    });
    expect(error).toMatchObject({ code: 'step-twice', at: { step: 'pizza/size' } });
  });

  describe('with forget', () => {
    it('inside forgets the steps of the scope alone', async () => {
      function* confirmed(): Steps<string> {
        const name = yield* ask('name', 'Name?', text());
        if (!(yield* ask('sure', `${name}. Right?`, yesNo()))) yield* forget('name', 'sure');
        return name;
      }
      const { sendAll, send, state } = clientFor(
        conversation('inside', function* () {
          const one = yield* scope('one', confirmed());
          return `${one} ${yield* scope('two', confirmed())}`;
        }),
      );
      expect(await sendAll('hi', 'Ada', 'yes', 'An', 'no')).toEqual(['Name?']);
      expect(state()?.answers).toEqual({ 'one/name': 'Ada', 'one/sure': true });
      expect(await send('Ann')).toEqual(['Ann. Right?']);
      expect(await send('yes')).toEqual(['Ada Ann']);
    });

    it('of its name forgets all of it, and what it has said', async () => {
      const { sendAll, send, state } = clientFor(
        conversation('whole', function* () {
          const one = yield* scope('first', pizza());
          const two = yield* scope('second', pizza());
          if (!(yield* ask('sure', 'Sure?', yesNo()))) {
            const change = yield* ask('change', 'Change which?', oneOf('first', 'second'));
            yield* forget(change, 'sure', 'change');
          }
          return `${one}, ${two}`;
        }),
      );
      await sendAll('hi', 'small', 'ham', 'large', 'ham', 'no');
      expect(await send('first')).toEqual(['Which size?']);
      expect(state()?.answers).toEqual({ 'second/size': 'large', 'second/topping': 'ham' });
      await send('small');
      expect(await send('ham')).toEqual(['One small ham.', 'Sure?']);
      expect(await send('yes')).toEqual(['small ham, large ham']);
    });

    it('of its name leaves alone what only begins so', async () => {
      const { sendAll, state } = clientFor(
        conversation('prefix', function* () {
          yield* scope('a', ask('x', 'One?', text()));
          yield* scope('ab', ask('x', 'Two?', text()));
          yield* ask('a b', 'Three?', text());
          yield* forget('a');
        }),
      );
      await sendAll('hi', '1', '2', '3');
      expect(state()).toMatchObject({ asked: 'a/x', answers: { 'ab/x': '2', 'a b': '3' } });
    });

    it('forgets effects in it, which run again with another key', async () => {
      const keys: string[] = [];
      function* booking(): Steps<string> {
        return yield* effect('book', ({ idempotencyKey }) => {
          keys.push(idempotencyKey);
          return `booking ${keys.length}`;
        });
      }
      const { sendAll } = clientFor(
        conversation('effects', function* () {
          const booked = yield* scope('one', booking());
          if (yield* ask('again', `${booked}. Again?`, yesNo())) yield* forget('one', 'again');
        }),
      );
      expect(await sendAll('hi', 'yes')).toEqual(['booking 2. Again?']);
      expect(keys[0]).not.toBe(keys[1]);
    });
  });

  it('throws into the part, which can catch it', async () => {
    function* careful(): Steps<string> {
      try {
        return yield* effect('call', (): string => {
          throw new Error('no line');
        });
      } catch (error) {
        return `${(error as Error).message}: ${yield* ask('later', 'Later?', text())}`;
      }
    }
    const { sendAll } = clientFor(
      conversation('careful', function* () {
        return yield* scope('outer', scope('inner', careful()));
      }),
    );
    expect(await sendAll('hi', 'yes')).toEqual(['no line: yes']);
  });

  it('lets an error through that the part does not catch', async () => {
    function* careless(): Steps<string> {
      return yield* effect('call', (): string => {
        throw new Error('no line');
      });
    }
    const { send } = clientFor(
      conversation('outside', function* () {
        try {
          return yield* scope('part', careless());
        } catch (error) {
          return `Outside: ${(error as Error).message}`;
        }
      }),
    );
    expect(await send()).toEqual(['Outside: no line']);
  });

  it('gives the answers of this part alone, by their names in it', async () => {
    function* order(): Steps<string> {
      yield* scope('pizza', pizza());
      yield* ask('name', 'Name?', text());
      const all = JSON.stringify(yield* answers());
      return `${all} ${yield* summary({ name: 'Name', 'pizza/size': 'Size' })}`;
    }
    const { sendAll } = clientFor(
      conversation('outer', function* () {
        yield* ask('name', 'Who?', text());
        const inner = yield* scope('order', order());
        return `${inner} ${JSON.stringify(Object.keys(yield* answers()))}`;
      }),
    );
    expect(await sendAll('hi', 'Ada', 'small', 'ham', 'Ann')).toEqual([
      '{"pizza/size":"small","pizza/topping":"ham","name":"Ann"} Name: Ann\nSize: small ' +
        '["name","order/pizza/size","order/pizza/topping","order/name"]',
    ]);
  });

  it('gives no answers of branches that are not taken any more', async () => {
    const { sendAll } = clientFor(
      conversation('branches', function* () {
        if (yield* ask('new', 'New?', yesNo())) yield* ask('mail', 'Mail?', text());
        if (!(yield* ask('sure', 'Sure?', yesNo()))) yield* forget('new', 'sure');
        return JSON.stringify(yield* answers());
      }),
    );
    expect(await sendAll('hi', 'yes', 'a@b.c', 'no', 'no', 'yes')).toEqual(['{"new":false,"sure":true}']);
  });

  it('makes a list that grows and shrinks', async () => {
    const shop = conversation('shop', function* () {
      const basket: { readonly name: string; readonly what: string }[] = [];
      for (let number = 1; ; number++) {
        const list = basket.map(({ what }, index) => `${index + 1} ${what}`).join(', ');
        const step = function* (): Steps<string> {
          const todo = yield* ask(
            'todo',
            `Basket: ${list || 'empty'}. Add, remove or pay?`,
            oneOf('add', 'remove', 'pay'),
          );
          if (todo === 'add') basket.push({ name: `pizza ${number}`, what: yield* scope('pizza', pizza()) });
          if (todo === 'remove') {
            const which = yield* ask('which', 'Which number?', integer({ min: 1, max: basket.length }));
            basket.splice(which - 1, 1);
          }
          return todo;
        };
        if ((yield* scope(`${number}`, step())) === 'pay') return `${basket.length} for ${list}`;
      }
    });
    const { sendAll, send } = clientFor(shop);
    await sendAll('hi', 'add', 'small', 'ham', 'add', 'large', 'olives', 'add', 'small', 'egg');
    await send('remove');
    expect(await send('2')).toEqual(['Basket: 1 small ham, 2 small egg. Add, remove or pay?']);
    expect(await send('pay')).toEqual(['2 for 1 small ham, 2 small egg']);
  });
});

describe('part', () => {
  const topping = part(function* (size: string) {
    return yield* ask('topping', `Which topping on your ${size} one?`, text());
  });

  it('takes arguments, with a scope and without', async () => {
    const { sendAll, send } = clientFor(
      conversation('parts', function* () {
        const one = yield* topping('small');
        return `${one} ${yield* scope('second', topping('large'))}`;
      }),
    );
    expect(await sendAll('hi')).toEqual(['Which topping on your small one?']);
    expect(await send('ham')).toEqual(['Which topping on your large one?']);
    expect(await send('egg')).toEqual(['ham egg']);
  });

  it.each<[string, () => Steps<unknown>]>([
    [
      'is not taken',
      function* () {
        topping('small');
        yield* ask('name', 'Name?', text());
      },
    ],
    [
      'is not taken at the end',
      function* () {
        yield* ask('name', 'Name?', text());
        topping('small');
      },
    ],
    [
      'is in a scope that is not taken',
      function* () {
        scope('first', topping('small'));
        yield* ask('name', 'Name?', text());
      },
    ],
  ])('that %s throws', async (_, code) => {
    const error = await mistakeOf(code);
    expect(error.code).toBe('step-not-taken');
    expect(error.message).toContain('yield*');
  });

  it('runs nothing until it is taken', async () => {
    let ran = 0;
    const counted = part(function* () {
      ran += 1;
      yield* say('Hello.');
    });
    expect(() => counted()).not.toThrow();
    expect(ran).toBe(0);
    const { send } = clientFor(
      conversation('taken', function* () {
        yield* counted();
      }),
    );
    expect(await send()).toEqual(['Hello.']);
    expect(ran).toBe(1);
  });
});
