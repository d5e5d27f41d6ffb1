import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { JarCookie } from '../../src/engine/types';
import { compareCookies } from '../../src/page/display/compare-cookies';
import { cookie } from './fixtures';

const old = cookie('old');
const keyOf = ({ name, domain, path }: JarCookie): string => JSON.stringify([name, domain, path]);

/** A jar: at most one cookie of each name, domain and path. */
const jar: fc.Arbitrary<JarCookie[]> = fc.uniqueArray(
  fc.record({
    name: fc.constantFrom('session', 'other'),
    value: fc.constantFrom('', 'one', 'two'),
    domain: fc.constantFrom('127.0.0.1', 'example.com'),
    path: fc.constantFrom('/', '/shop'),
    expiresAt: fc.nat(10),
  }),
  { selector: keyOf },
);

describe('compareCookies', () => {
  it.each([
    { name: 'two empty jars', before: [], after: [], changes: [] },
    { name: 'a cookie that was set', before: [], after: [old], changes: ['new'] },
    { name: 'a cookie that was deleted', before: [old], after: [], changes: ['gone'] },
    { name: 'another value', before: [old], after: [cookie('young')], changes: ['changed'] },
    { name: 'an empty value', before: [old], after: [cookie('')], changes: ['changed'] },
    {
      name: 'the same value, kept for longer',
      before: [old],
      after: [cookie('old', { expiresAt: 20_000 })],
      changes: ['the same'],
    },
    { name: 'another name', before: [old], after: [cookie('old', { name: 'b' })], changes: ['gone', 'new'] },
    {
      name: 'another domain',
      before: [old],
      after: [cookie('old', { domain: 'example.com' })],
      changes: ['gone', 'new'],
    },
    { name: 'another path', before: [old], after: [cookie('old', { path: '/' })], changes: ['gone', 'new'] },
    {
      name: 'new cookies come last',
      before: [old],
      after: [cookie('x', { name: 'a' }), cookie('young')],
      changes: ['changed', 'new'],
    },
  ])('$name', ({ before, after, changes }) => {
    expect(compareCookies(before, after).map(({ change }) => change)).toEqual(changes);
  });

  it('names a cookie that is gone, and keeps both sides of one that changed', () => {
    const other = cookie('x', { name: 'other' });
    const young = cookie('young');
    expect(compareCookies([old, other], [young])).toEqual([
      { name: 'session', change: 'changed', before: old, after: young },
      { name: 'other', change: 'gone', before: other, after: null },
    ]);
  });

  it('lists every cookie of both jars once, in order, and pairs only the same cookie', () => {
    fc.assert(
      fc.property(jar, jar, (before, after) => {
        const compared = compareCookies(before, after);
        const present = (side: 'before' | 'after') => compared.flatMap((pair) => pair[side] ?? []);
        const added = after.filter((one) => !before.some((other) => keyOf(one) === keyOf(other)));
        expect(present('before')).toEqual(before);
        expect(present('after')).toHaveLength(after.length);
        expect(new Set(present('after'))).toEqual(new Set(after));
        expect(compared.slice(before.length).map((pair) => pair.after)).toEqual(added);
        expect(new Set(compared.map((pair) => keyOf(pair.after ?? pair.before ?? old))).size).toBe(
          compared.length,
        );
      }),
    );
  });

  it('calls a cookie new, gone, changed or the same by its two values alone', () => {
    fc.assert(
      fc.property(jar, jar, (one, other) => {
        for (const { name, change, before, after } of compareCookies(one, other)) {
          expect(change === 'new').toBe(before === null);
          expect(change === 'gone').toBe(after === null);
          expect(change === 'the same').toBe(before?.value === after?.value);
          for (const side of [before, after]) expect(side?.name ?? name).toBe(name);
        }
      }),
    );
  });
});
