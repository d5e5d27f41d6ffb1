import { describe, expect, it } from '@jest/globals';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import { type } from 'arktype';
import * as v from 'valibot';
import { z } from 'zod';
import { conversation } from '../../src/conversation/conversation';
import { type AnswerSource, schemaReader } from '../../src/conversation/answer-source';
import { text } from '../../src/conversation/readers/text';
import { either } from '../../src/conversation/readers/either';
import { yesNo } from '../../src/conversation/readers/yes-no';
import { ask, first } from '../../src/conversation/steps';
import { clientFor } from '../support/conversation-client';
import { readBy } from '../support/readers';

const made = (validate: StandardSchemaV1['~standard']['validate']): StandardSchemaV1 => ({
  '~standard': { version: 1, vendor: 'test', validate },
});

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
  it('may be asynchronous', async () => {
    const free = z.string().refine(async (table) => Promise.resolve(table === '7'), 'That table is taken.');
    expect(await readBy(schemaReader(free), '7')).toBe('7');
    expect(await readBy(schemaReader(free), '8')).toBe('hint: That table is taken.');
  });

  it('may have an output that is not JSON', async () => {
    expect(await readBy(schemaReader(z.coerce.date()), '2026-11-23')).toEqual(new Date('2026-11-23'));
  });

  it('coerces texts alone, and no answer of another reader', async () => {
    const { sendAll } = clientFor(
      conversation('count', function* () {
        return JSON.stringify(yield* ask('count', 'How many, or yes?', either(z.coerce.number(), yesNo())));
      }),
    );
    expect(await sendAll('hi', 'yes')).toEqual(['true']);
    expect(await sendAll('hi', '4')).toEqual(['4']);
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

describe('an asynchronous schema', () => {
  /** A schema that counts how often it is asked, and takes digits as `{ table }`. */
  function counting() {
    const asked: unknown[] = [];
    const schema: StandardSchemaV1<string, { readonly table: number }> = {
      '~standard': {
        version: 1,
        vendor: 'test',
        validate: async (value) => {
          asked.push(value);
          await Promise.resolve();
          return /^\d$/.test(String(value))
            ? { value: { table: Number(value) } }
            : { issues: [{ message: 'One digit.' }] };
        },
      },
    };
    return { asked, schema };
  }

  it('is asked once for each message that it reads, and never again; its output is stored', async () => {
    const { asked, schema } = counting();
    const tables: unknown[] = [];
    const { sendAll, openState } = clientFor(
      conversation('table', function* () {
        tables.push(yield* ask('table', 'Which table?', schema));
        yield* ask('name', 'Who?', z.string());
        yield* ask('more', 'More?', z.string().max(3));
      }),
    );
    await sendAll('hi', 'x', ' 7 ', 'Ann', 'perhaps');
    expect(asked).toEqual(['x', '7']);
    expect(openState().answers.table).toEqual({ output: { table: 7 } });
    expect(tables).toEqual([{ table: 7 }, { table: 7 }, { table: 7 }]);
  });

  it('is asked once by either(), as the first and as the second', async () => {
    for (const both of [
      (schema: StandardSchemaV1<string, unknown>) => either(schema, yesNo()),
      (schema: StandardSchemaV1<string, unknown>) => either(yesNo(), schema),
    ]) {
      const { asked, schema } = counting();
      const tables: unknown[] = [];
      const { sendAll } = clientFor(
        conversation('table', function* () {
          tables.push(yield* ask('table', 'Which table?', both(schema)));
          yield* ask('name', 'Who?', z.string());
        }),
      );
      await sendAll('hi', '7', 'Ann');
      expect(asked).toEqual(['7']);
      expect(tables).toEqual([{ table: 7 }, { table: 7 }]);
    }
  });

  it('is not asked what another reader of either() has read', async () => {
    const { asked, schema } = counting();
    const { sendAll } = clientFor(
      conversation('table', function* () {
        yield* ask('table', 'Which table?', either(schema, yesNo()));
        yield* ask('name', 'Who?', z.string());
      }),
    );
    await sendAll('hi', 'yes', 'Ann');
    expect(asked).toEqual(['yes']);
  });

  it('of zod is asked as often by a conversation of several messages as by one validation', async () => {
    let asked = 0;
    const free = z.string().refine(async () => Promise.resolve((asked += 1) > 0));
    await free['~standard'].validate('7');
    const once = asked;
    asked = 0;
    const { sendAll } = clientFor(
      conversation('table', function* () {
        yield* ask('table', 'Which table?', free);
        yield* ask('name', 'Who?', z.string());
        yield* ask('more', 'More?', z.string());
      }),
    );
    await sendAll('hi', '7', 'Ann', 'no');
    expect(asked).toBe(once);
  });

  it('is asked once by `first`', async () => {
    const { asked, schema } = counting();
    const tables: unknown[] = [];
    const { sendAll } = clientFor(
      conversation('table', function* () {
        tables.push(yield* first('table', schema));
        yield* ask('name', 'Who?', z.string());
        yield* ask('more', 'More?', z.string());
      }),
    );
    await sendAll('7', 'Ann', 'no');
    expect(asked).toEqual(['7']);
    expect(tables).toEqual([{ table: 7 }, { table: 7 }, { table: 7 }]);
  });

  it('whose output is no JSON fails the turn, with the place', async () => {
    const schema = made(async () => Promise.resolve({ value: { at: new Date(0) } }));
    const { sendAll } = clientFor(
      conversation('test', function* () {
        yield* ask('when', 'When?', schema);
      }),
    );
    await expect(sendAll('hi', 'now')).rejects.toMatchObject({
      code: 'step-not-json',
      message: expect.stringContaining(
        'The output of an asynchronous schema is stored, and JSON cannot store it: .at is a Date with toJSON().',
      ),
    });
  });

  it('may leave out fields of its output', async () => {
    const schema = made(async () => Promise.resolve({ value: { a: 1, b: undefined } }));
    const { sendAll, openState } = clientFor(
      conversation('test', function* () {
        yield* ask('when', 'When?', schema);
        yield* ask('name', 'Who?', text());
      }),
    );
    expect(await sendAll('hi', 'now')).toEqual(['Who?']);
    expect(openState().answers.when).toEqual({ output: { a: 1 } });
  });

  it('whose output is too large is refused', async () => {
    const schema = made(async () => Promise.resolve({ value: 'x'.repeat(1001) }));
    const { sendAll } = clientFor(
      conversation('test', function* () {
        yield* ask('when', 'When?', schema);
      }),
    );
    expect(await sendAll('hi', 'now')).toEqual(['That is too long. Please answer in fewer words.\nWhen?']);
  });
});

it('a text that is stored when its schema becomes asynchronous is validated by it', async () => {
  const asking = (schema: StandardSchemaV1) =>
    conversation('test', function* () {
      const name = yield* ask('name', 'Name?', schema);
      return `${String(name)}, ${yield* ask('age', 'Age?', text())}.`;
    });
  const { sendAll, deploy, send } = clientFor(asking(z.string()));
  await sendAll('hi', 'Ada');
  deploy(asking(made(async (value) => Promise.resolve({ value: `${String(value)}!` }))));
  expect(await send('36')).toEqual(['Ada!, 36.']);
});
