import { afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { defineTwilioGlobals } from 'test-support';
import { conversation, type ConversationOptions } from '../../src/conversation/conversation';
import type { Reader } from '../../src/conversation/reader';
import { text } from '../../src/conversation/readers/text';
import type { State } from '../../src/conversation/replay/state';
import { ask, effect } from '../../src/conversation/steps';
import type { SessionStore } from '../../src/session/session-store';
import { conversationFunction } from '../../src/twilio/conversation-function';
import { deadlines, withDeadlines } from '../../src/twilio/deadlines';
import { useFakeTimers } from '../support/fake-timers';
import { throwing } from '../support/readers';
import { sender } from '../support/sender';
import { sessionContext } from '../support/session-context';
import { storing } from '../support/storing';

beforeAll(defineTwilioGlobals);

let logged: jest.SpiedFunction<typeof console.error>;
beforeEach(() => {
  logged = jest.spyOn(console, 'error').mockImplementation(() => undefined);
});
afterEach(() => {
  jest.restoreAllMocks();
  jest.useRealTimers();
});

const FAILED = 'Sorry, that did not work. Please text it again, or "restart" to start again.';

const never = async () => new Promise<never>(() => undefined);

describe('what never ends', () => {
  const code = (source: Reader<string>, run: () => unknown, options: ConversationOptions = {}) =>
    conversation(
      'failing',
      function* () {
        yield* ask('name', 'Who?', source);
        yield* effect('call', run);
        yield* ask('day', 'Which day?', text());
      },
      options,
    );
  const waiting: Reader<string> = { ...text(), read: never };
  const accepting: Reader<string> = { ...text(), accept: never };

  it.each<[string, Reader<string>, () => unknown, string]>([
    ['an effect', text(), never, 'at "call": It took more than 9 s'],
    ['a reader', waiting, () => null, 'at "name": It took more than 9 s'],
    ['a check', accepting, () => null, 'at "name": It took more than 9 s'],
  ])('is ended after nine seconds, and the sender gets the text: %s', async (_, reader, run, problem) => {
    const ann = sender(conversationFunction(code(reader, run)), 'failing');
    await ann.send('hi');
    useFakeTimers();
    const texts = ann.texts('Ann');
    await jest.advanceTimersByTimeAsync(8999);
    expect(logged).not.toHaveBeenCalled();
    await jest.advanceTimersByTimeAsync(1);
    expect(await texts).toEqual([FAILED]);
    expect(logged).toHaveBeenCalledTimes(1);
    expect(logged.mock.calls.join()).toContain(problem);
    expect(jest.getTimerCount()).toBe(0);
    jest.useRealTimers();
    expect(await ann.texts('restart')).toEqual(['We start again.', 'Who?']);
  });

  it('tells the hook `failed`, and waits half a second for it', async () => {
    const told: unknown[] = [];
    const failed = ({ error }: { error?: unknown }) => {
      told.push(error);
      return never();
    };
    const ann = sender(conversationFunction(code(text(), never, { on: { failed } })), 'failing');
    await ann.send('hi');
    useFakeTimers();
    const texts = ann.texts('Ann');
    await jest.advanceTimersByTimeAsync(9500);
    expect(await texts).toEqual([FAILED]);
    expect(told).toHaveLength(1);
  });

  it('waits for the hook until half a second after the deadline, also when it has failed early', async () => {
    const failed = jest.fn(never);
    const ann = sender(conversationFunction(code(throwing, () => null, { on: { failed } })), 'failing');
    await ann.send('hi');
    useFakeTimers();
    const answered = jest.fn();
    const texts = ann.texts('Ann').finally(answered);
    await jest.advanceTimersByTimeAsync(9499);
    expect(failed).toHaveBeenCalledTimes(1);
    expect(answered).not.toHaveBeenCalled();
    await jest.advanceTimersByTimeAsync(1);
    expect(await texts).toEqual([FAILED]);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('begins neither a hook nor a save when that half a second is over too', async () => {
    useFakeTimers();
    const late = () => {
      jest.advanceTimersByTime(9600);
      throw new Error('late');
    };
    const failed = jest.fn();
    const store = storing();
    const save = jest.spyOn(store, 'save');
    const ann = sender(conversationFunction(code(text(), late, { on: { failed } }), store), 'failing');
    await ann.send('hi');
    save.mockClear();
    expect(await ann.texts('Ann')).toEqual([FAILED]);
    expect(failed).not.toHaveBeenCalled();
    expect(save).not.toHaveBeenCalled();
  });

  it.each(['open', 'save'] as const)('is ended in a store too: %s', async (broken) => {
    const store: SessionStore<State> = { ...storing(), [broken]: never };
    const ann = sender(
      conversationFunction(
        code(text(), () => null),
        store,
      ),
      'failing',
    );
    useFakeTimers();
    const texts = ann.texts('hi');
    await jest.advanceTimersByTimeAsync(9500);
    expect(await texts).toEqual([FAILED]);
    expect(logged).toHaveBeenCalledTimes(1);
  });
});

it('a store that hangs after the code has caught a deadline: the sender gets the text', async () => {
  useFakeTimers();
  try {
    const code = conversation('catching', function* () {
      try {
        yield* effect('slow', never);
      } catch {
        // goes on
      }
      yield* ask('name', 'Name?', text());
    });
    const store: SessionStore<State> = { ...storing(), save: never };
    const ann = sender(conversationFunction(code, store), 'catching');
    const reply = ann.texts('hi');
    await jest.advanceTimersByTimeAsync(9500);
    expect(await reply).toEqual([FAILED]);
  } finally {
    jest.useRealTimers();
  }
});

describe('the signal', () => {
  beforeEach(useFakeTimers);

  it('has no timer any more when the turn is over, also when a store reads the signal only then', () => {
    const times = deadlines();
    jest.advanceTimersByTime(9000);
    times.clear();
    expect(withDeadlines(sessionContext(), times).signal.aborted).toBe(false);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('is over at once for what begins after the last deadline', () => {
    const times = deadlines();
    jest.advanceTimersByTime(9500);
    expect(withDeadlines(sessionContext(), times).signal.reason).toEqual(
      new Error('It took more than 9.5 s, and the platform allows 10 s.'),
    );
    expect(jest.getTimerCount()).toBe(0);
  });
});
