import { describe, expect, it } from '@jest/globals';
import { createDrafts, type Draft, EMPTY_DRAFT, withRich } from '../../src/page/state/drafts';

const MEDIA = [{ url: 'http://localhost:1337/media/ME1', contentType: 'image/png' }];
const DRAFT: Draft = { text: 'hel', media: MEDIA };

/** As much of local storage as is used. */
function storage() {
  const items = new Map<string, string>();
  return {
    items,
    getItem: (name: string) => items.get(name) ?? null,
    setItem: (name: string, value: string) => void items.set(name, value),
    removeItem: (name: string) => void items.delete(name),
    key: (index: number) => [...items.keys()][index] ?? null,
    get length() {
      return items.size;
    },
  };
}

describe('drafts', () => {
  it('are there after a reload, each for its conversation, until they are empty', () => {
    const stored = storage();
    createDrafts(() => stored).write('a b', DRAFT);
    const drafts = createDrafts(() => stored);
    expect(drafts.read('a b')).toEqual(DRAFT);
    expect(drafts.read('a c')).toEqual(EMPTY_DRAFT);
    drafts.write('a b', EMPTY_DRAFT);
    expect(stored.items.size).toBe(0);
  });

  it('are the same in another tab, which is told of them', () => {
    const stored = storage();
    const [one, other] = [createDrafts(() => stored), createDrafts(() => stored)];
    const told: string[] = [];
    other.read('a b');
    const end = other.subscribe((key) => told.push(key));
    one.write('a b', DRAFT);
    other.storedElsewhere('sms-emulator draft a b');
    other.storedElsewhere('something else');
    expect(other.read('a b')).toEqual(DRAFT);
    expect(told).toEqual(['a b']);
    stored.items.clear();
    other.storedElsewhere(null);
    expect(other.read('a b')).toEqual(EMPTY_DRAFT);
    end();
    other.write('a b', DRAFT);
    expect(told).toEqual(['a b', 'a b']);
  });

  it('are kept while the page is open where there is no storage', () => {
    const drafts = createDrafts(() => {
      throw new Error('blocked');
    });
    drafts.write('a b', DRAFT);
    expect(drafts.read('a b')).toEqual(DRAFT);
    expect(drafts.read('a c')).toEqual(EMPTY_DRAFT);
  });

  it.each([
    'nonsense',
    'null',
    '1',
    '{"text":1,"media":[]}',
    '{"text":"a"}',
    '{"text":"a","media":[null]}',
    '{"text":"a","media":[{"url":"javascript:1","contentType":"image/png"}]}',
    '{"text":"a","media":[{"url":"http://","contentType":"image/png"}]}',
    '{"text":"a","media":[],"rich":null}',
    '{"text":"a","media":[],"rich":{"buttonPayload":1}}',
    '{"text":"a","media":[],"rich":{"location":null}}',
    '{"text":"a","media":[],"rich":{"location":{"latitude":"1","longitude":2}}}',
    '{"text":"a","media":[],"rich":{"location":{"latitude":1,"longitude":2,"label":{}}}}',
  ])('are empty when what is stored is none: %s', (value) => {
    const stored = storage();
    stored.setItem('sms-emulator draft a b', value);
    expect(createDrafts(() => stored).read('a b')).toEqual(EMPTY_DRAFT);
  });

  it('keep the button or the place of a message that is edited', () => {
    const stored = storage();
    const location = { latitude: 1, longitude: 2, label: 'Home' };
    const rich = { buttonPayload: 'confirm', location };
    createDrafts(() => stored).write('a b', withRich({ text: '', media: [] }, rich));
    expect(createDrafts(() => stored).read('a b')).toEqual({ text: '', media: [], rich });
    expect(withRich(DRAFT, {})).toEqual(DRAFT);
  });

  it('are two hundred at most, and nothing else is removed', () => {
    const stored = storage();
    stored.setItem('sms-emulator', 'x');
    const drafts = createDrafts(() => stored);
    for (let count = 0; count < 205; count++) drafts.write(`a ${count}`, DRAFT);
    expect(stored.items.size).toBe(201);
    expect(stored.items.has('sms-emulator draft a 204')).toBe(true);
    expect(stored.items.has('sms-emulator')).toBe(true);
  });

  it('set a text aside when another takes its place', () => {
    const drafts = createDrafts(storage);
    drafts.replace('a b', DRAFT);
    expect(drafts.setAside('a b')).toEqual([]);
    for (const text of ['1', '1', '2', ' ', '3', '4', '5', '6']) drafts.replace('a b', { text, media: [] });
    expect(drafts.setAside('a b')).toEqual(['5', '4', '3', '2', '1']);
  });

  it('take the text of a message that was not sent, or set it aside where another was written', () => {
    const drafts = createDrafts(storage);
    const rich = { buttonPayload: 'first' };
    drafts.restore('a b', { text: 'first', media: MEDIA, rich });
    expect(drafts.read('a b')).toEqual({ text: 'first', media: [], rich });
    for (const text of ['first', 'second', ' ']) drafts.restore('a b', { text, media: [] });
    expect(drafts.read('a b').text).toBe('first');
    expect(drafts.setAside('a b')).toEqual(['second']);
  });
});
