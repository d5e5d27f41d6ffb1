import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { defineTwilioGlobals } from 'test-support';
import {
  conversation,
  type ConversationOptions,
  type Hook,
  type HookEvent,
} from '../../src/conversation/conversation';
import { integer } from '../../src/conversation/readers/integer';
import { ask, effect, first } from '../../src/conversation/steps';
import { english } from '../../src/texts/english';
import { fakeTimers } from '../support/fake-timers';
import { loggedErrors } from '../support/logged-errors';
import { functionSender, messagesIn } from '../support/sender';

beforeAll(defineTwilioGlobals);
fakeTimers();

const never = () => new Promise<never>(() => undefined);

/** A conversation whose hooks note their events. Its effect fails for the number 13, and hangs for 99. */
function noting(options: ConversationOptions = {}) {
  const events: [name: string, event: HookEvent][] = [];
  const note =
    (name: string): Hook =>
    (event) =>
      void events.push([name, event]);
  const code = conversation(
    'noting',
    function* () {
      const party = yield* ask('party', 'How many?', integer({ min: 1 }));
      yield* effect('book', async () => {
        if (party === 13) throw new Error('no table');
        return party === 99 ? never() : Promise.resolve('booked');
      });
      return `Bye ${party}, ${yield* ask('age', 'How old?', integer())}.`;
    },
    {
      maxAttempts: 2,
      on: { ended: note('ended'), givenUp: note('givenUp'), failed: note('failed') },
      ...options,
    },
  );
  return { code, events, names: () => events.map(([name]) => name) };
}

describe('the hook ended', () => {
  it('is called once at the end, with the answers and whose they are', async () => {
    const { code, events } = noting();
    const client = { messages: [] };
    const { send } = functionSender(code, { CRM: 'https://example.com', getTwilioClient: () => client });
    for (const body of ['hi', '4']) await send(body);
    expect(events).toEqual([]);
    expect(messagesIn(await send('30'))).toEqual(['Bye 4, 30.']);
    expect(events).toEqual([
      [
        'ended',
        {
          answers: { party: 4, age: 30 },
          from: '+15551110000',
          to: '+15552220000',
          context: expect.objectContaining({ CRM: 'https://example.com' }),
          signal: expect.any(AbortSignal),
          idempotencyKey: expect.stringMatching(/^[0-9a-f]{32}$/),
          error: undefined,
        },
      ],
    ]);
    expect(events[0]?.[1].context.getTwilioClient()).toBe(client);
  });

  it('is not called again when the last message is delivered again', async () => {
    const { code, names } = noting();
    const { send } = functionSender(code);
    for (const body of ['hi', '4', '30']) await send(body);
    expect(messagesIn(await send('30', { MessageSid: 'SM3' }))).toEqual([]);
    expect(names()).toEqual(['ended']);
  });

  it('is called with the same key when the reply was lost, and with another for the next conversation', async () => {
    const { code, events } = noting();
    const { send, cookie, restore } = functionSender(code);
    for (const body of ['hi', '4']) await send(body);
    const before = cookie();
    await send('30');
    restore(before);
    await send('30', { MessageSid: 'SM3' });
    for (const body of ['hi', '4', '30']) await send(body);
    const keys = events.map(([, { idempotencyKey }]) => idempotencyKey);
    expect(keys).toEqual([keys[0], keys[0], keys[2]]);
    expect(keys[2]).not.toBe(keys[0]);
    expect(keys[0]).toBe('76cf91d20b556506760fcce4874554b0'); // of the first message; a service may know it from before a deploy
  });

  it('is not called by thanks afterwards', async () => {
    const { code, names } = noting({ afterwards: { text: 'You are welcome.' } });
    const { send } = functionSender(code);
    for (const body of ['hi', '4', '30']) await send(body);
    expect(messagesIn(await send('Thanks!'))).toEqual(['You are welcome.']);
    expect(names()).toEqual(['ended']);
  });

  it('is called by a conversation of one message', async () => {
    const ended = jest.fn<Hook>();
    const { send } = functionSender(
      conversation(
        'single',
        function* () {
          yield* first('code', integer());
        },
        { on: { ended } },
      ),
    );
    await send('1234');
    expect(ended).toHaveBeenCalledTimes(1);
    expect(ended).toHaveBeenCalledWith(expect.objectContaining({ answers: { code: 1234 } }));
  });

  it('is not called by an opt-out', async () => {
    const { code, names } = noting();
    const { send } = functionSender(code);
    for (const body of ['hi', '4', 'STOP']) await send(body);
    expect(names()).toEqual([]);
  });
});

describe('the hook givenUp', () => {
  it('is called in place of ended, with the answers so far', async () => {
    const { code, events } = noting();
    const { send } = functionSender(code);
    for (const body of ['hi', '4', 'x']) await send(body);
    expect(messagesIn(await send('x'))).toEqual([english.closing]);
    await send('x', { MessageSid: 'SM4' });
    expect(events).toEqual([['givenUp', expect.objectContaining({ answers: { party: 4 } })]]);
  });
});

describe('the hook failed', () => {
  it('is called for each turn that fails, with the error, and the answers that are stored', async () => {
    loggedErrors();
    const { code, events } = noting();
    const { send } = functionSender(code);
    await send('hi');
    expect(messagesIn(await send('13'))).toEqual([english.failed]);
    await send('13', { MessageSid: 'SM2' });
    await send('13');
    expect(events.map(([name]) => name)).toEqual(['failed', 'failed', 'failed']);
    expect(events[0]?.[1]).toMatchObject({
      answers: {},
      error: { code: 'conversation-failed', cause: new Error('no table') },
    });
    const keys = events.map(([, { idempotencyKey }]) => idempotencyKey);
    expect(keys).toEqual([keys[0], keys[0], keys[2]]);
    expect(keys[2]).not.toBe(keys[0]);
  });

  it('is called when the first turn fails, when nothing is stored', async () => {
    loggedErrors();
    const failed = jest.fn<Hook>();
    const { send } = functionSender(
      conversation(
        'broken',
        function* () {
          yield* effect('call', () => {
            throw new Error('no line');
          });
        },
        { on: { failed } },
      ),
    );
    await send();
    expect(failed).toHaveBeenCalledWith(expect.objectContaining({ answers: {} }));
  });

  it('is called when an effect took too long, with a signal that is not aborted yet', async () => {
    loggedErrors();
    const aborted: boolean[] = [];
    const { code } = noting({ on: { failed: ({ signal }) => void aborted.push(signal.aborted) } });
    const { send } = functionSender(code);
    await send('hi');
    const reply = send('99');
    await jest.advanceTimersByTimeAsync(9000);
    expect(messagesIn(await reply)).toEqual([english.failed]);
    expect(aborted).toEqual([false]);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('that hangs then still leaves time for the reply', async () => {
    const logged = loggedErrors();
    const { code } = noting({ on: { failed: never } });
    const { send } = functionSender(code);
    await send('hi');
    const reply = send('99');
    await jest.advanceTimersByTimeAsync(9600);
    expect(messagesIn(await reply)).toEqual([english.failed]);
    expect(logged().match(/It took more than/g)).toHaveLength(3); // the turn and its cause, and the hook
  });
});

describe('a hook', () => {
  it.each<[string, Hook]>([
    [
      'throws',
      () => {
        throw new Error('the CRM is down');
      },
    ],
    ['rejects', async () => Promise.reject(new Error('the CRM is down'))],
    [
      'throws what is no error',
      () => {
        // eslint-disable-next-line @typescript-eslint/only-throw-error -- as some code does
        throw 'the CRM is down';
      },
    ],
  ])('that %s changes nothing, and is logged', async (_, hook) => {
    const logged = loggedErrors();
    const { code } = noting({ on: { ended: hook, failed: hook } });
    const { send } = functionSender(code);
    await send('hi');
    expect(messagesIn(await send('13'))).toEqual([english.failed]);
    await send('4');
    const last = await send('30');
    expect(messagesIn(last)).toEqual(['Bye 4, 30.']);
    expect(last.cookies).toHaveLength(1);
    expect(logged().match(/the CRM is down/g)).toHaveLength(2);
    expect(messagesIn(await send('hi'))).toEqual(['How many?']);
  });

  it('that hangs changes nothing: the reply goes out after 9 s', async () => {
    const logged = loggedErrors();
    const { code } = noting({ on: { ended: never } });
    const { send } = functionSender(code);
    for (const body of ['hi', '4']) await send(body);
    const reply = send('30');
    await jest.advanceTimersByTimeAsync(8999);
    expect(logged()).toBe('');
    await jest.advanceTimersByTimeAsync(1);
    expect(messagesIn(await reply)).toEqual(['Bye 4, 30.']);
    expect(logged()).toContain('It took more than 9 s');
    expect(jest.getTimerCount()).toBe(0);
  });

  it('is waited for: what it does is done before the platform stops the Function', async () => {
    const done: string[] = [];
    const { code } = noting({
      on: {
        ended: async () => {
          await Promise.resolve();
          done.push('stored');
        },
      },
    });
    const { send } = functionSender(code);
    for (const body of ['hi', '4', '30']) await send(body);
    expect(done).toEqual(['stored']);
  });

  it('writes nothing of the sender to the log', async () => {
    const logged = loggedErrors();
    const { code } = noting({
      on: {
        ended: ({ from, answers }) => {
          throw new Error(`${from} ${JSON.stringify(answers)} ada`);
        },
      },
    });
    const { send } = functionSender(code);
    for (const body of ['hi', '4', '30']) await send(body);
    expect(logged()).not.toContain('15551110000');
  });
});
