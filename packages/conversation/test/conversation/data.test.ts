import { describe, expect, it } from '@jest/globals';
import { conversation, type ConversationOptions } from '../../src/conversation/conversation';
import { text } from '../../src/conversation/readers/text';
import { type Outcome, runFirstTurn } from '../../src/conversation/replay/run';
import { isState, type State } from '../../src/conversation/replay/state';
import { ask, effect, forget } from '../../src/conversation/steps';
import type { FunctionContext } from '../../src/function-context';
import type { Json } from '../../src/json';
import { clientFor } from '../support/conversation-client';

const tools = { context: {} as FunctionContext, signal: new AbortController().signal, now: 0 };
type Ask = { readonly names: string[] };

/** Asks the names of its data, one after the other, and notes what it got in each run. */
const roll = (options: ConversationOptions = {}, got: unknown[] = []) =>
  conversation(
    'roll',
    function* (of?: Ask) {
      got.push(of);
      if (of === undefined) return 'Nobody has asked you.';
      for (const name of of.names) yield* ask(name, `Is ${name} here?`, text());
      return 'Thanks.';
    },
    { commands: { restart: { words: ['restart'] }, back: { words: ['back'] } }, ...options },
  );
const DATA = { names: ['Ann', 'Bob'] };

const first = (code: ReturnType<typeof roll>, data: Json | undefined, before?: State): Promise<Outcome> =>
  runFirstTurn(code, { data, parameters: {}, before }, 'begin 1', tools);

/** A sender who was asked first, with this data. */
async function asked(code = roll(), data: Json = DATA) {
  const client = clientFor(code);
  const { state, messages } = await first(code, data);
  client.restore(state);
  expect(messages).toEqual(['Is Ann here?']);
  return client;
}

describe('the data of begin', () => {
  it('is given to the code, whenever it runs', async () => {
    const got: unknown[] = [];
    const { send } = await asked(roll({}, got));
    expect(await send('yes')).toEqual(['Is Bob here?']);
    expect(await send('no')).toEqual(['Thanks.']);
    expect(got).toEqual([DATA, DATA, DATA]);
  });

  it('is undefined when the sender began', async () => {
    const got: unknown[] = [];
    const { send } = clientFor(roll({}, got));
    expect(await send('hi')).toEqual(['Nobody has asked you.']);
    expect(got).toEqual([undefined]);
  });

  it('outlives `restart` and `back`, and a failed turn’s restart', async () => {
    const { sendAll, send, restore, openState } = await asked();
    expect(await sendAll('yes', 'restart')).toEqual(['We start again.', 'Is Ann here?']);
    expect(await sendAll('yes', 'back')).toEqual(['Is Ann here?']);
    restore({ ...openState(), failed: true });
    expect(await send('restart')).toEqual(['We start again.', 'Is Ann here?']);
  });

  it('outlives a deploy of the same version, and is dropped with another', async () => {
    const { send, deploy } = await asked();
    deploy(roll({ restart: { words: ['again'] }, commands: {} }));
    expect(await send('yes')).toEqual(['Is Bob here?']);
    deploy(roll({ version: 2, startedAnew: 'New.' }));
    expect(await send('yes')).toEqual(['New.', 'Nobody has asked you.']);
  });

  it('is dropped with another version by a restart word too', async () => {
    const { send, deploy, state } = await asked();
    deploy(roll({ version: 2, startedAnew: 'New.' }));
    expect(await send('restart')).toEqual(['New.', 'Nobody has asked you.']);
    expect(state()).toBeUndefined();
  });

  it('is gone after the end', async () => {
    const { sendAll, send, outcome } = await asked();
    await sendAll('yes', 'yes');
    expect(outcome()?.state).not.toHaveProperty('data');
    expect(await send('hi')).toEqual(['Nobody has asked you.']);
    expect(await send('restart')).toEqual(['Nobody has asked you.']);
  });

  it('is a copy of its own for each run: code that changes it changes nothing', async () => {
    const code = conversation('roll', function* (of?: Ask) {
      const name = of?.names.pop() ?? 'nobody';
      const answer = yield* ask('here', `Is ${name} here?`, text());
      if (answer === 'again') yield* forget('here');
      return `${name} is here.`;
    });
    const { state } = await first(code, DATA);
    expect(DATA.names).toEqual(['Ann', 'Bob']);
    const { send, restore, openState } = clientFor(code);
    restore(state);
    expect(await send('again')).toEqual(['Is Bob here?']);
    expect(openState().data).toEqual(DATA);
    expect(await send('yes')).toEqual(['Bob is here.']);
  });

  it.each<[string, Json]>([
    ['null', null],
    ['false', false],
    ['0', 0],
    ['an empty text', ''],
    ['an empty list', []],
    ['a key __proto__', JSON.parse('{"__proto__":{"a":1}}') as Json],
  ])('may be %s', async (_, data) => {
    const got: unknown[] = [];
    const code = conversation('any', function* (of?: Json) {
      got.push(of);
      yield* ask('name', 'Name?', text());
    });
    const { state } = await first(code, data);
    const { send, restore } = clientFor(code);
    restore(state);
    await send('Ann');
    expect(got.map((item) => JSON.stringify(item))).toEqual([JSON.stringify(data), JSON.stringify(data)]);
    expect(isState(JSON.parse(JSON.stringify(state)) as Json)).toBe(true);
  });

  it('is not stored when there is none', async () => {
    const code = conversation('none', function* () {
      yield* ask('name', 'Name?', text());
    });
    const outcome = await first(code as never, undefined);
    expect(outcome.state).not.toHaveProperty('data');
  });
});

describe('a first turn', () => {
  it('has an id of its own, and knows the deliveries before', async () => {
    const { state: before } = await first(roll(), DATA);
    const { state } = await first(roll(), DATA, { ...before, last: 'aaaaaabbbbbb' });
    expect(state.last).toMatch(/^[\w-]{6}aaaaaabbbbbb$/);
  });

  it('keeps the key of an effect when it runs again, and has another the next time', async () => {
    const keys: string[] = [];
    const code = conversation('keys', function* () {
      yield* effect('call', ({ idempotencyKey }) => void keys.push(idempotencyKey));
      yield* ask('name', 'Name?', text());
    });
    const run = (id: string) =>
      runFirstTurn(code, { data: undefined, parameters: {}, before: undefined }, id, tools);
    for (const id of ['begin 1', 'begin 1', 'begin 2']) await run(id);
    expect(keys[1]).toBe(keys[0]);
    expect(keys[2]).not.toBe(keys[0]);
  });
});
