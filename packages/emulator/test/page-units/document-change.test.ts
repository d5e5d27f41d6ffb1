import { describe, expect, it } from '@jest/globals';
import type { DocumentState } from '../../src/engine/types';
import { comparedLines, documentChange } from '../../src/page/display/document-change';

const stateOf = (revision: string, data: object = {}, expires: number | null = null): DocumentState => ({
  revision,
  data: { ...data },
  expires,
});

describe('a Sync document before and after a turn', () => {
  it.each<[string, DocumentState | null, DocumentState | null]>([
    ['new', null, stateOf('0')],
    ['gone', stateOf('0'), null],
    ['not there', null, null],
    ['the same', stateOf('3', { a: 1 }, 5), stateOf('3', { a: 1 }, 5)],
    ['changed', stateOf('0', { a: 1 }), stateOf('1', { a: 2 })],
    ['changed', stateOf('0', {}, 5), stateOf('1', {}, 9)],
    ['changed', stateOf('0', { a: 1 }), stateOf('0', { a: 2 })], // another of the same name
  ])('is %s', (change, before, after) => {
    expect(documentChange({ before, after })).toBe(change);
  });

  it('is compared line by line', () => {
    expect(comparedLines({ before: null, after: stateOf('0', { a: 1 }) })).toEqual({
      before: [],
      after: ['{', '  "a": 1', '}'],
    });
  });

  it('is not compared when that would take long', () => {
    const large = stateOf('0', { list: Array<number>(1000).fill(1) });
    expect(comparedLines({ before: large, after: null })).toBeNull();
    expect(comparedLines({ before: null, after: large })).toBeNull();
  });
});
