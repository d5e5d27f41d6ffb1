import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { conversation, type ConversationOptions } from '../../src/conversation/conversation';
import { files } from '../../src/conversation/readers/files';
import { integer } from '../../src/conversation/readers/integer';
import { media } from '../../src/conversation/readers/media';
import { oneOf } from '../../src/conversation/readers/one-of';
import { text } from '../../src/conversation/readers/text';
import { yesNo } from '../../src/conversation/readers/yes-no';
import { ask, choose, effect, first, speak, summary } from '../../src/conversation/steps';
import type { Json } from '../../src/json';
import { clientFor } from '../support/conversation-client';

const reserving = (options: ConversationOptions = {}) =>
  conversation(
    'reserving',
    function* () {
      yield* ask('party', 'How many?', integer());
      yield* ask('day', 'Which day?', oneOf('Friday', 'Saturday'));
      yield* ask('outside', 'Outside?', yesNo());
      return yield* summary({ day: 'Day', party: 'People', outside: 'Outside', name: 'Name' });
    },
    options,
  );

describe('summary', () => {
  it('has a line for each answer, in the order of the labels', async () => {
    expect(await clientFor(reserving()).sendAll('hi', '4', 'fri', 'yes')).toEqual([
      'Day: Friday\nPeople: 4\nOutside: yes',
    ]);
  });

  it('says yes and no in the language', async () => {
    expect(await clientFor(reserving({ language: 'es' })).sendAll('hola', '4', 'fri', 'claro')).toEqual([
      'Day: Friday\nPeople: 4\nOutside: sí',
    ]);
    const { sendAll } = clientFor(
      conversation('later', function* () {
        yield* ask('sure', 'Sure?', yesNo());
        yield* speak('es');
        return yield* summary({ sure: 'Seguro' });
      }),
    );
    expect(await sendAll('hi', 'yes')).toEqual(['Seguro: sí']);
  });

  it('has what was chosen, read first, sent as a picture, skipped, or read by a schema', async () => {
    const { sendAll, send } = clientFor(
      conversation('all', function* () {
        yield* first('code', integer());
        yield* choose('unique', 'Which?', ['Chair', 'Table']);
        yield* choose('equal', 'Which?', ['Chair', 'Chair']);
        yield* ask('photo', 'Photo?', media());
        yield* ask('other', 'Other?', media({ skip: 'skip' }));
        yield* ask('schema', 'Schema?', z.string().min(2));
        yield* ask(
          'async',
          'Async?',
          z.string().refine(async (value) => Promise.resolve(value !== 'x')),
        );
        yield* effect('effect', () => 'a result');
        return yield* summary({
          code: 'Code',
          unique: 'Item',
          equal: 'Other item',
          photo: 'Photo',
          other: 'Other photo',
          schema: 'Schema',
          async: 'Async',
          effect: 'Effect',
          toString: 'Nothing',
        });
      }),
    );
    await sendAll('1234', '2', '2');
    await send('', [{ url: 'https://example.com/a.jpg', contentType: 'image/jpeg' }]);
    expect(await sendAll('skip', 'Ada', 'Ann')).toEqual([
      [
        'Code: 1234',
        'Item: Table',
        'Other item: Chair',
        'Photo: https://example.com/a.jpg',
        'Other photo: -',
        'Schema: Ada',
        'Async: Ann',
      ].join('\n'),
    ]);
  });

  it('shows other JSON as it is', async () => {
    const { sendAll } = clientFor(
      conversation('json', function* () {
        yield* ask('place', 'Where?', {
          read: () => ({ kind: 'answer', answer: { x: 1, y: [2] } }),
          accept: (value) => ({ kind: 'accepted', value }),
        });
        return yield* summary({ place: 'Place' });
      }),
    );
    expect(await sendAll('hi', 'here')).toEqual(['Place: {"x":1,"y":[2]}']);
  });

  it.each<[Json, string]>([
    [[1, 'Chair'], 'Chair'],
    [[1, 'Chair', 'red'], '1, Chair, red'],
    [['Chair', 'red'], 'Chair, red'],
    [[1, 2], '1, 2'],
    [[1, true], '1, yes'],
    [[2], '2'],
  ])('shows a list by its items, but an item of choose() by its label: %j', async (answer, shown) => {
    const { sendAll } = clientFor(
      conversation('lists', function* () {
        yield* ask('list', 'Which?', {
          read: () => ({ kind: 'answer', answer }),
          accept: (value) => ({ kind: 'accepted', value }),
        });
        return yield* summary({ list: 'List' });
      }),
    );
    expect(await sendAll('hi', 'these')).toEqual([`List: ${shown}`]);
  });

  it('leaves out what is not answered yet, or on no way that was taken', async () => {
    const { sendAll } = clientFor(
      conversation('early', function* () {
        const early = yield* summary({ name: 'Name' });
        yield* ask('name', 'Name?', text());
        return `${JSON.stringify(early)} ${yield* summary({ name: 'Name', mail: 'Mail' })}`;
      }),
    );
    expect(await sendAll('hi', 'Ada')).toEqual(['"" Name: Ada']);
  });
});

it('shows nothing as a dash, several files by their addresses, and an item by its label', async () => {
  const { sendAll, send } = clientFor(
    conversation('rare', function* () {
      yield* ask('sure', 'Sure?', yesNo());
      yield* ask('card', 'A card?', media({ skip: 'skip' }));
      yield* choose('size', 'Which?', ['Small', 'Small']);
      yield* ask('photos', 'Photos?', files());
      return yield* summary({ sure: 'Sure', card: 'Card', size: 'Size', photos: 'Photos' });
    }),
  );
  await sendAll('hi', 'no', 'skip', '2');
  const photos = ['https://a.example/1', 'https://a.example/2'].map((url) => ({
    url,
    contentType: 'image/png',
  }));
  expect(await send('', photos)).toEqual([
    'Sure: no\nCard: -\nSize: Small\nPhotos: https://a.example/1, https://a.example/2',
  ]);
});
