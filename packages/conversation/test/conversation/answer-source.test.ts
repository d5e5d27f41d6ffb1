import { describe, expect, it } from '@jest/globals';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import { type } from 'arktype';
import * as v from 'valibot';
import { z } from 'zod';
import { conversation } from '../../src/conversation/conversation';
import { type AnswerSource, schemaReader } from '../../src/conversation/answer-source';
import { ask } from '../../src/conversation/steps';
import { clientFor } from '../support/conversation-client';
import { readBy } from '../support/readers';

/** The same schema of a party of 1 to 20 in each library. */
const parties: [string, StandardSchemaV1<string, number>][] = [
  [
    'zod',
    z.string().regex(/^\d+$/, 'Digits, please.').transform(Number).pipe(z.number().max(20, 'At most 20.')),
  ],
  [
    'valibot',
    v.pipe(
      v.string(),
      v.regex(/^\d+$/, 'Digits, please.'),
      v.transform(Number),
      v.maxValue(20, 'At most 20.'),
    ),
  ],
  [
    'arktype',
    type('string').pipe((text, context) => {
      if (!/^\d+$/.test(text))
        return context.error({ problem: 'Digits, please.', message: 'Digits, please.' });
      return Number(text) > 20 ? context.error({ message: 'At most 20.' }) : Number(text);
    }),
  ],
];

describe.each(parties)('a schema of %s', (_, schema) => {
  it.each([
    ['4', 4],
    [' 4 ', 4],
    ['four', 'hint: Digits, please.'],
    ['21', 'hint: At most 20.'],
  ])('reads %j', async (body, value) => {
    expect(await readBy(schemaReader(schema), body)).toBe(value);
  });

  it('gives its value in a conversation, also on later messages', async () => {
    const values: unknown[] = [];
    const { send, state } = clientFor(
      conversation('party', function* () {
        values.push(yield* ask('party', 'How many?', schema));
        yield* ask('sure', 'Sure?', z.string());
      }),
    );
    await send();
    expect(await send('four')).toEqual(['Digits, please.\nHow many?']);
    expect(await send('4')).toEqual(['Sure?']);
    expect(state()?.answers).toEqual({ party: '4' });
    await send('yes');
    expect(values).toEqual([4, 4]);
  });
});

describe('a Standard Schema', () => {
  const made = (validate: StandardSchemaV1['~standard']['validate']): StandardSchemaV1 => ({
    '~standard': { version: 1, vendor: 'test', validate },
  });

  it('may be asynchronous', async () => {
    const free = z.string().refine(async (table) => Promise.resolve(table === '7'), 'That table is taken.');
    expect(await readBy(schemaReader(free), '7')).toBe('7');
    expect(await readBy(schemaReader(free), '8')).toBe('hint: That table is taken.');
  });

  it('may have an output that is not JSON', async () => {
    expect(await readBy(schemaReader(z.coerce.date()), '2026-11-23')).toEqual(new Date('2026-11-23'));
  });

  it('gives its first issue', async () => {
    const schema = made(() => ({ issues: [{ message: 'One.' }, { message: 'Two.' }] }));
    expect(await readBy(schemaReader(schema), '')).toBe('hint: One.');
  });

  it('has a hint even without issues', async () => {
    expect(await readBy(schemaReader(made(() => ({ issues: [] }))), '')).toBe(
      'hint: Please answer in another way.',
    );
  });

  it('validates a stored text again, so a stricter schema makes the question be asked again', async () => {
    const asking = (source: AnswerSource) =>
      conversation('name', function* () {
        yield* ask('name', 'Name?', source);
        yield* ask('sure', 'Sure?', z.string());
      });
    const { send, deploy } = clientFor(asking(z.string()));
    await send();
    await send('Bartholomew');
    deploy(asking(z.string().max(5, 'Five letters at most.')));
    expect(await send('yes')).toEqual(['Five letters at most.\nName?']);
  });
});
