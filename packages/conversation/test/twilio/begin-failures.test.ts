import { beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { defineTwilioGlobals, SECRET } from 'test-support';
import { conversation } from '../../src/conversation/conversation';
import { text } from '../../src/conversation/readers/text';
import { ask, effect, say } from '../../src/conversation/steps';
import { begin } from '../../src/twilio/begin';
import { conversationFunction } from '../../src/twilio/conversation-function';
import { beginAppointment, CLOSED, COMES, DAY, NONE, phoneOf, REMINDER } from '../support/appointment';
import {
  answeredWith,
  fakeTwilio,
  hangs,
  NUMBER,
  PHONE,
  type Point,
  unanswered,
} from '../support/fake-twilio';
import { fakeTimers } from '../support/fake-timers';
import { loggedErrors } from '../support/logged-errors';
import { functionSender } from '../support/sender';

beforeAll(defineTwilioGlobals);
fakeTimers();

let twilio = fakeTwilio();
let logged = () => '';
beforeEach(() => {
  twilio = fakeTwilio();
  logged = loggedErrors();
});

/** What a promise gives or throws, once the clock has gone on for so many milliseconds. */
async function after<Result>(milliseconds: number, result: Promise<Result>): Promise<unknown> {
  const settled = result.catch((error: unknown) => error);
  await jest.advanceTimersByTimeAsync(milliseconds);
  return settled;
}

/** Fails the message that is sent, not the reminders. */
const failSending = (error: () => unknown, at: Point = 'create') => {
  twilio.interrupt((point, message) => {
    if (point === at && message?.sendAt === undefined) return error();
    return undefined;
  });
};
const throwing = (error: Error) => () => {
  throw error;
};

describe('begin, when Twilio refuses to send,', () => {
  it.each([400, 401, 403, 404, 429])(
    'for good, by %i: stores what was there before, and leaves no reminder',
    async (status) => {
      failSending(throwing(answeredWith(status)));
      expect(await after(9000, beginAppointment(twilio))).toMatchObject({ status });
      expect(twilio.sent()).toEqual([]);
      expect(twilio.scheduled()).toEqual([]);
      twilio.interrupt(() => undefined);
      expect(await phoneOf(twilio).texts('yes')).toEqual([NONE]);
      await beginAppointment(twilio);
      expect(twilio.sent()).toEqual([COMES]);
    },
  );

  it('gives back the conversation that it had replaced, and the next text goes on with it', async () => {
    await beginAppointment(twilio);
    failSending(throwing(answeredWith(400)));
    const replacing = beginAppointment(twilio, { replace: true, data: { time: '11:00' } });
    expect(await after(0, replacing)).toMatchObject({ status: 400 });
    expect(twilio.scheduled()).toEqual([REMINDER, CLOSED]);
    twilio.interrupt(() => undefined);
    expect(await phoneOf(twilio).texts('yes')).toEqual(['See you at 10:00.']);
    expect(twilio.scheduled()).toEqual([]);
  });

  it('sends nothing when its signal has aborted', async () => {
    const signal = AbortSignal.abort(new Error('too late'));
    await expect(beginAppointment(twilio, { signal })).rejects.toThrow('too late');
    expect(twilio.messages).toEqual([]);
    expect(twilio.state()).toBeUndefined();
  });

  it('leaves it as the sender has made it meanwhile', async () => {
    const ann = phoneOf(twilio);
    failSending(async () => {
      twilio.interrupt(() => undefined);
      expect(await ann.texts('no')).toEqual([DAY]);
      throw answeredWith(400);
    });
    expect(await after(0, beginAppointment(twilio))).toMatchObject({ status: 400 });
    expect(await ann.texts('friday')).toEqual(['See you on Friday at 10:00.']);
    expect(logged()).toContain('TurnConflict');
  });

  it('tries again when Twilio is too busy', async () => {
    let busy = 3;
    failSending(() => {
      if (busy-- > 0) throw answeredWith(429);
    });
    expect(await after(9000, beginAppointment(twilio))).toEqual({ sids: ['SM4'] });
    expect(twilio.sent()).toEqual([COMES]);
  });

  it('the second of two messages: the state stays, for the first was sent', async () => {
    const code = conversation('two', function* () {
      yield* say('Hello.');
      return `Hello, ${yield* ask('name', 'Name?', text())}.`;
    });
    twilio.interrupt((point, message) => {
      if (point === 'create' && message?.body === 'Name?') throw answeredWith(400);
    });
    const { client, store } = twilio;
    const options = { from: NUMBER, to: PHONE, client, store, env: { SESSION_SECRET: SECRET } };
    expect(await after(0, begin(code, options))).toMatchObject({ status: 400 });
    expect(twilio.sent()).toEqual(['Hello.']);
    const ann = functionSender(code, {}, conversationFunction(code, store));
    expect(await ann.texts('Ann')).toEqual(['Hello, Ann.']);
  });
});

describe('begin, when nobody knows whether the question was sent,', () => {
  it.each<[string, () => unknown, Point]>([
    ['a failure of Twilio’s', throwing(answeredWith(500)), 'create'],
    ['no answer', throwing(unanswered()), 'create'],
    ['no answer to what was sent', throwing(unanswered()), 'created'],
    ['an answer that hangs', hangs, 'created'],
  ])('after %s: keeps the state and the reminders, and sends nothing twice', async (_, error, at) => {
    failSending(error, at);
    expect(await after(9000, beginAppointment(twilio))).toBeInstanceOf(Error);
    expect(twilio.points.filter((point) => point === 'create')).toHaveLength(3);
    expect(twilio.scheduled()).toEqual([REMINDER, CLOSED]);
    expect(jest.getTimerCount()).toBe(0);
    twilio.interrupt(() => undefined);
    expect(await phoneOf(twilio).texts('yes')).toEqual(['See you at 10:00.']);
    expect(twilio.scheduled()).toEqual([]);
  });
});

describe('begin, when the store fails,', () => {
  it.each<[string, Point, () => unknown]>([
    ['opening', 'open', throwing(new Error('the store is down'))],
    ['saving', 'save', throwing(new Error('the store is down'))],
    ['opening, and hangs', 'open', hangs],
    ['saving, and hangs', 'save', hangs],
  ])('%s: texts nothing and leaves no reminder', async (_, at, error) => {
    twilio.interrupt((point) => (point === at ? error() : undefined));
    expect(await after(9000, beginAppointment(twilio))).toBeInstanceOf(Error);
    expect(twilio.sent()).toEqual([]);
    expect(twilio.scheduled()).toEqual([]);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('is ended after 9 s, no earlier', async () => {
    twilio.interrupt((point) => (point === 'open' ? hangs() : undefined));
    let error: unknown;
    beginAppointment(twilio).catch((thrown: unknown) => (error = thrown));
    await jest.advanceTimersByTimeAsync(8999);
    expect(error).toBeUndefined();
    await jest.advanceTimersByTimeAsync(1);
    expect(String(error)).toContain('It took more than 9 s');
  });

  it('an effect that hangs is ended too', async () => {
    const code = conversation('slow', function* () {
      yield* effect('call', hangs);
    });
    const { client, store } = twilio;
    const options = { from: NUMBER, to: PHONE, client, store, env: { SESSION_SECRET: SECRET } };
    expect(String(await after(9000, begin(code, options)))).toContain('It took more than 9 s');
  });

  it('and only the answer to the write was lost: goes on with what was written', async () => {
    // As the store on Sync does it: another write conflicts, and then the mark of this one is found.
    const { store } = twilio;
    let lost = 1;
    const losing = {
      ...store,
      save: async (...given: Parameters<typeof store.save>) => {
        await store.save(...given);
        return lost-- > 0 ? store.save(given[0], { ...given[1] }, given[2]) : [];
      },
    };
    await beginAppointment(twilio, { store: losing });
    expect(twilio.sent()).toEqual([COMES]);
    expect(twilio.scheduled()).toEqual([REMINDER, CLOSED]);
    expect(await phoneOf(twilio).texts('yes')).toEqual(['See you at 10:00.']);
  });
});

describe('begin and another turn at the same moment', () => {
  it('begun twice at once: exactly one texts, and one is told of the other', async () => {
    const results = await Promise.all(
      ['10:00', '11:00', '12:00'].map((time) =>
        beginAppointment(twilio, { data: { time } }).catch((error: unknown) => error),
      ),
    );
    expect(results.filter((result) => result instanceof Error)).toMatchObject([
      { code: 'under-way' },
      { code: 'under-way' },
    ]);
    expect(twilio.sent()).toHaveLength(1);
    expect(twilio.scheduled()).toEqual([REMINDER, CLOSED]);
    const state = twilio.state();
    const scheduled = twilio.messages.filter(({ status }) => status === 'scheduled').map(({ sid }) => sid);
    expect([...(state?.remind ?? []), state?.closes]).toEqual(scheduled);
  });

  it('a text that comes between its reading and its writing: it reads again', async () => {
    const ann = phoneOf(twilio);
    twilio.interrupt(async (point) => {
      if (point !== 'save') return;
      twilio.interrupt(() => undefined);
      expect(await ann.texts('hi')).toEqual([NONE]);
    });
    await beginAppointment(twilio);
    expect(twilio.sent()).toEqual([COMES]);
    expect(twilio.scheduled()).toEqual([REMINDER, CLOSED]);
    expect(await ann.texts('yes')).toEqual(['See you at 10:00.']);
  });

  it('a text that has begun a conversation meanwhile: under way, and nothing is left of the other', async () => {
    const code = conversation('appointment', function* (of?: { time: string }) {
      if (of !== undefined) yield* say(of.time);
      const remind = { after: '1h', text: REMINDER } as const;
      return `Hello, ${yield* ask('name', 'Name?', text(), { remind })}.`;
    });
    const ann = phoneOf(twilio, code);
    twilio.interrupt(async (point) => {
      if (point !== 'save') return;
      twilio.interrupt(() => undefined);
      expect(await ann.texts('hi')).toEqual(['Name?']);
    });
    await expect(beginAppointment(twilio, {}, code)).rejects.toMatchObject({ code: 'under-way' });
    expect(twilio.sent()).toEqual([]);
    expect(twilio.scheduled()).toEqual([REMINDER]);
    expect(await ann.texts('Ann')).toEqual(['Hello, Ann.']);
    expect(twilio.scheduled()).toEqual([]);
  });

  it('a text whose turn it overtakes is read as the answer', async () => {
    const ann = phoneOf(twilio);
    twilio.interrupt(async (point) => {
      if (point !== 'save') return;
      twilio.interrupt(() => undefined);
      await beginAppointment(twilio);
    });
    expect(await ann.texts('yes')).toEqual(['See you at 10:00.']);
    expect(twilio.scheduled()).toEqual([]);
  });
});

describe('the process dies', () => {
  /** Begins in place of what there is, until this point, where it stops for good. Returns whether it came there. */
  async function dieAt(index: number): Promise<boolean> {
    const before = twilio.points.length;
    let isDead = false;
    twilio.interrupt(() => {
      isDead ||= twilio.points.length - before > index;
      return isDead ? hangs() : undefined;
    });
    beginAppointment(twilio, { replace: true, data: { time: '11:00' } }).catch(() => undefined);
    await new Promise(setImmediate);
    twilio.interrupt(() => undefined);
    return isDead;
  }
  const OLD = 'See you at 10:00.';
  const NEW = 'See you at 11:00.';
  /** What the next text may get, by what was texted last. */
  const allowed = new Map([
    ['Will you come at 11:00?', [NEW]],
    [COMES, [OLD, NEW]],
    [undefined, [NONE, NEW]],
  ]);

  it.each<[string, () => Promise<unknown>]>([
    ['without another conversation', () => Promise.resolve()],
    ['in place of another', () => beginAppointment(twilio)],
  ])('at each point of begin, %s: a text is never followed by a wrong conversation', async (_, prepare) => {
    await prepare();
    let points = 0;
    for (; await dieAt(points); points++) {
      const answers = await phoneOf(twilio).texts('yes');
      expect(allowed.get(twilio.sent().at(-1))).toContain(answers[0]);
      twilio = fakeTwilio();
      await prepare();
    }
    expect(points).toBeGreaterThanOrEqual(10);
    expect(await phoneOf(twilio).texts('yes')).toEqual([NEW]);
  });
});
