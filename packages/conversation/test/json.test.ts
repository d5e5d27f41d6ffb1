import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { conversation } from '../src/conversation/conversation';
import { text } from '../src/conversation/readers/text';
import { ask, effect } from '../src/conversation/steps';
import { jsonProblem } from '../src/conversation/json-problem';
import { encodeJson } from '../src/json';
import { clientFor } from './support/conversation-client';

class Point {
  constructor(readonly x = 1) {}
}

/** The results that code gets from an effect: at once, and with the next message. */
async function resultsOf(result: () => unknown): Promise<unknown[]> {
  const results: unknown[] = [];
  const { sendAll } = clientFor(
    conversation('test', function* () {
      results.push(yield* effect('result', result));
      yield* ask('name', 'Who?', text());
    }),
  );
  await sendAll('hi', 'Ann');
  return results;
}

const cycle: Record<string, unknown> = { list: [1] };
cycle.self = cycle;
const ring: unknown[] = [];
ring.push([ring]);

describe('the result of an effect', () => {
  it.each<[string, () => unknown, unknown]>([
    [
      'from another realm',
      (): unknown => runInNewContext('({ a: [1, { b: null }] })'),
      { a: [1, { b: null }] },
    ],
    ['from a list of another realm', (): unknown => runInNewContext('[[], {}]'), [[], {}]],
    ['from a response', async () => new Response('{"a":[1]}').json(), { a: [1] }],
    [
      'that JSON has parsed',
      (): unknown => JSON.parse('{"__proto__":1,"toJSON":"x"}'),
      JSON.parse('{"__proto__":1,"toJSON":"x"}'),
    ],
    ['without a prototype', () => Object.assign(Object.create(null) as object, { a: 1 }), { a: 1 }],
    ['with an optional field', () => ({ a: 1, b: undefined, c: { d: undefined } }), { a: 1, c: {} }],
    ['of minus zero', () => [-0, { a: -0 }], [0, { a: 0 }]],
    ['of nothing', () => undefined, null],
    ['of numbers', () => [1e308, 5e-324, 0.1], [1e308, 5e-324, 0.1]],
    ['of half a surrogate pair', () => '\ud83d', '\ud83d'],
    ['of the same object twice', () => ((item) => [item, item])({ a: 1 }), [{ a: 1 }, { a: 1 }]],
    ['of a frozen object', () => Object.freeze({ a: Object.freeze([1]) }), { a: [1] }],
  ])('%s is stored, and the same at once as later', async (_, result, expected) => {
    expect(await resultsOf(result)).toStrictEqual([expected, expected]);
  });

  it.each<[string, unknown, string]>([
    ['a date', { at: new Date(0) }, '.at is a Date'],
    ['a date of another realm', { at: runInNewContext('new Date(0)') as unknown }, '.at is a Date'],
    ['a map', { a: [new Map()] }, '.a[0] is a Map'],
    ['a map of another realm', [runInNewContext('new Map()')], '[0] is a Map'],
    ['a set', new Set(), 'it is a Set'],
    ['an instance of a class', { a: { b: new Point() } }, '.a.b is a Point'],
    ['an error', [new Error('x')], '[0] is a Error'],
    ['a regular expression', /x/, 'it is a RegExp'],
    ['bytes', { a: new Uint8Array(1) }, '.a is a Uint8Array'],
    ['a boxed number', [Object(1)], '[0] is a Number'],
    ['a promise', { a: Promise.resolve(1) }, '.a is a Promise'],
    ['a function', { run: () => 1 }, '.run is function'],
    ['a symbol', [Symbol('x')], '[0] is symbol'],
    ['NaN', { a: [0, NaN] }, '.a[1] is NaN'],
    ['infinity', [-Infinity], '[0] is -Infinity'],
    ['a big integer', { a: 1n }, '.a is bigint'],
    ['undefined in a list', { a: [1, undefined] }, '.a[1] is undefined'],
    ['a hole in a list', { a: new Array(1) }, '.a[0] is undefined'],
    ['an object that makes its JSON', { a: { toJSON: () => 1 } }, '.a is a Object with toJSON()'],
    [
      'a list that makes its JSON',
      { a: Object.assign([1], { toJSON: () => 1 }) },
      '.a is a Array with toJSON()',
    ],
    [
      'an object without a prototype that makes its JSON',
      Object.assign(Object.create(null) as object, { toJSON: () => 1 }),
      'it is',
    ],
    ['a cycle', cycle, '.self.self'],
    ['a cycle of lists', ring, '[0][0][0]'],
  ])('of %s is refused, and its place is named', async (_, result, problem) => {
    await expect(resultsOf(() => result)).rejects.toMatchObject({
      code: 'step-not-json',
      at: { conversation: 'test', step: 'result' },
      message: expect.stringContaining(problem),
    });
  });

  it('and the inputs that it declares are JSON', () => {
    for (const [input, problem] of [
      [new Date(0), '[0] is a Date'],
      [{ a: [undefined] }, '[0].a[0] is undefined'],
    ] as const)
      // prettier-ignore
      expect(() => effect('order', () => 1, { of: [input] })).toThrow(
        expect.objectContaining({ code: 'step-not-json', message: expect.stringContaining(problem) }),
      );
    expect(() =>
      effect('order', () => 1, { of: [-0, { a: undefined }, runInNewContext('[1]')] }),
    ).not.toThrow();
  });
});

describe('JSON', () => {
  it('has no problem exactly when it survives', () => {
    const value = fc.anything({
      withDate: true, withMap: true, withSet: true, withBigInt: true, withBoxedValues: true, withTypedArray: true,
      withNullPrototype: true, withObjectString: true, withSparseArray: true,
    }); // prettier-ignore
    fc.assert(
      fc.property(value, (given) => {
        const encoded = encodeJson(given);
        expect(encoded === undefined).toBe(jsonProblem(given) !== undefined);
        if (encoded === undefined) return;
        const plain = (from: unknown): unknown => JSON.parse(JSON.stringify(from));
        expect(JSON.parse(encoded)).toEqual(plain(given));
        expect(encodeJson(JSON.parse(encoded))).toBe(encoded);
      }),
      { numRuns: 1000 },
    );
  });

  it('has a problem with what is undefined, unless fields are optional, and with what is nested too deeply', () => {
    expect(jsonProblem({ a: { b: undefined } })).toBe('.a.b is undefined');
    expect(jsonProblem({ a: { b: undefined } }, true)).toBeUndefined();
    expect(jsonProblem(cycle)).toBe(`${'.self'.repeat(8)}… is nested too deeply`);
    const nested = (depth: number): object => (depth === 0 ? {} : { a: nested(depth - 1) });
    expect(jsonProblem(nested(2000))).toBeUndefined();
    expect(jsonProblem(nested(2001))).toContain('nested too deeply');
  });

  it('has no problem with what it has parsed', () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        expect(jsonProblem(JSON.parse(json))).toBeUndefined();
      }),
    );
  });

  it('is undefined for what cannot be read', () => {
    const revoked = Proxy.revocable({}, {});
    revoked.revoke();
    const throwing = {
      get a(): never {
        throw new Error('no');
      },
    };
    for (const value of [throwing, revoked.proxy, cycle]) expect(encodeJson(value)).toBeUndefined();
  });

  it('is undefined for a cycle beside a long list, of which each item is read a few times at most', () => {
    let reads = 0;
    const item = {
      get a() {
        reads++;
        return 1;
      },
    };
    const wide: Record<string, unknown> = { list: Array.from({ length: 1000 }, () => item) };
    wide.self = wide;
    expect(encodeJson(wide)).toBeUndefined();
    expect(reads).toBeLessThanOrEqual(2000);
  });
});
