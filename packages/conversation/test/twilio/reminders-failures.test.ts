import { beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { defineTwilioGlobals } from 'test-support';
import { conversation } from '../../src/conversation/conversation';
import { text } from '../../src/conversation/readers/text';
import { ask, effect } from '../../src/conversation/steps';
import { english } from '../../src/texts/english';
import { conversationFunction } from '../../src/twilio/conversation-function';
import { answeredWith, fakeTwilio, hangs, type Point, unanswered } from '../support/fake-twilio';
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

const LATER = 'Are you still there?';
const LAST = 'We close this.';
const remind = [
  { after: '1h', text: LATER },
  { after: '3h', text: LAST, closes: true },
] as const;

/** Asks two things, each with reminders; `call` runs between them. */
const survey = (call: (name: string) => unknown = () => null) =>
  conversation('survey', function* () {
    const name = yield* ask('name', 'Name?', text(), { remind });
    yield* effect('call', () => call(name) as null);
    const day = yield* ask('day', 'Day?', text(), { remind });
    return `${name} on ${day}.`;
  });

const server = (code = survey()) =>
  functionSender(code, twilio.context, conversationFunction(code, twilio.store));
const cookie = (code = survey()) => functionSender(code, twilio.context);

/** The texts of a reply, once the clock has gone on for so many milliseconds. */
async function within(milliseconds: number, reply: Promise<string[]>): Promise<string[]> {
  await jest.advanceTimersByTimeAsync(milliseconds);
  return reply;
}
/** Interrupts one kind of point. */
const at = (interrupted: Point, interrupt: () => unknown) => {
  twilio.interrupt((point) => (point === interrupted ? interrupt() : undefined));
};
const throwing = (error: Error) => () => {
  throw error;
};
/** The SIDs of the messages that are scheduled, and those that the state knows. */
const scheduledSids = () =>
  twilio.messages.filter(({ status }) => status === 'scheduled').map(({ sid }) => sid);
const knownSids = () => {
  const { remind: known = [], closes } = twilio.state() ?? {};
  return closes === undefined ? known : [...known, closes];
};

const FAILURES: [string, () => unknown][] = [
  ['400', throwing(answeredWith(400))],
  ['401', throwing(answeredWith(401))],
  ['429', throwing(answeredWith(429))],
  ['500', throwing(answeredWith(500))],
  ['no answer', throwing(unanswered())],
  ['an answer that hangs', hangs],
  ['an error that is no object', throwing(undefined as unknown as Error)],
];

describe('requests of reminders that fail cost no turn', () => {
  it.each(FAILURES)('scheduling: %s', async (_, failure) => {
    at('create', failure);
    const ann = server();
    expect(await within(8999, ann.texts('hi'))).toEqual(['Name?']);
    expect(logged()).not.toBe('');
    expect(knownSids()).toEqual([]);
    twilio.interrupt(() => undefined);
    expect(await ann.texts('Ann')).toEqual(['Day?']);
    expect(scheduledSids()).toEqual(knownSids());
    expect(jest.getTimerCount()).toBe(0);
  });

  it.each(FAILURES)('canceling: %s', async (_, failure) => {
    const ann = server();
    await ann.send('hi');
    twilio.interrupt((point) => (/update|fetch/.test(point) ? failure() : undefined));
    expect(await within(8999, ann.texts('Ann'))).toEqual(['Day?']);
    expect(logged()).not.toBe('');
    expect(jest.getTimerCount()).toBe(0);
  });

  it('all of them hang, at each end of the turn: the turn takes 6 s', async () => {
    const ann = server();
    await ann.send('hi');
    twilio.interrupt((point) => (/create|update/.test(point) ? hangs() : undefined));
    const reply = ann.texts('Ann');
    await jest.advanceTimersByTimeAsync(2999);
    expect(twilio.state()?.asked).toBe('name');
    await jest.advanceTimersByTimeAsync(3000);
    expect(await within(1, reply)).toEqual(['Day?']);
    expect(logged()).toContain("Twilio's API took more than 3 s.");
  });

  it('scheduling hangs late in a turn: it ends by the deadline of the turn', async () => {
    const slow = () => new Promise((resolve) => setTimeout(resolve, 8000, null));
    const ann = server(survey(slow));
    await ann.send('hi');
    at('create', hangs);
    const reply = ann.texts('Ann');
    await jest.advanceTimersByTimeAsync(8999);
    expect(twilio.state()?.asked).toBe('day');
    expect(await within(1, reply)).toEqual(['Day?']);
  });

  it('one of two cannot be scheduled: the other is', async () => {
    twilio.interrupt((point, message) => {
      if (point === 'create' && message?.body === LATER) throw answeredWith(400);
    });
    const ann = cookie();
    expect(await ann.texts('hi')).toEqual(['Name?']);
    expect(twilio.scheduled()).toEqual([LAST]);
    twilio.sendScheduled(LAST);
    twilio.interrupt(() => undefined);
    expect(await ann.texts('Ann')).toEqual(['Name?']);
  });

  it('the closing one cannot be scheduled: the other closes nothing', async () => {
    twilio.interrupt((point, message) => {
      if (point === 'create' && message?.body === LAST) throw answeredWith(400);
    });
    const ann = cookie();
    await ann.send('hi');
    twilio.sendScheduled(LATER);
    twilio.interrupt(() => undefined);
    expect(await ann.texts('Ann')).toEqual(['Day?']);
  });

  it('Twilio is busy for a moment: tried again', async () => {
    let busy = 4;
    at('create', () => {
      if (busy-- > 0) throw answeredWith(429);
    });
    expect(await within(2999, server().texts('hi'))).toEqual(['Name?']);
    expect(twilio.scheduled().sort()).toEqual([LATER, LAST]);
    expect(logged()).toBe('');
  });

  it('no answer to a message that may be scheduled: not scheduled twice', async () => {
    at('created', throwing(unanswered()));
    await within(2999, server().texts('hi'));
    expect(twilio.messages).toHaveLength(2);
  });

  it('the answer to a cancel is lost: canceled all the same', async () => {
    const ann = server();
    await ann.send('hi');
    let lost = 2;
    at('updated', () => {
      if (lost-- > 0) throw unanswered();
    });
    expect(await within(2999, ann.texts('Ann'))).toEqual(['Day?']);
    expect(scheduledSids()).toEqual(knownSids());
    expect(logged()).toBe('');
  });

  it('a reminder that Twilio refuses to cancel and has not sent is logged', async () => {
    const ann = server();
    await ann.send('hi');
    at('update', throwing(answeredWith(403)));
    expect(await within(2999, ann.texts('Ann'))).toEqual(['Day?']);
    expect(logged().match(/HTTP 403/g)).toHaveLength(2);
  });

  it('one that could not be canceled is tried again at the next text, and closes nothing', async () => {
    const ann = server();
    await ann.send('hi');
    const [later, last] = scheduledSids();
    at('update', throwing(answeredWith(403)));
    await within(2999, ann.texts('Ann'));
    expect(scheduledSids().slice(0, 2)).toEqual([later, last]);
    expect(knownSids()).toHaveLength(4);
    twilio.interrupt(() => undefined);
    Object.assign(twilio.messages[1] ?? {}, { status: 'sent' });
    expect(await ann.texts('Friday')).toEqual(['Ann on Friday.']);
    expect(scheduledSids()).toEqual([]);
  });

  it.each<[string, () => unknown]>([
    ['throws', throwing(new Error('the store is down'))],
    ['hangs', hangs],
  ])('storing what was scheduled %s: it is canceled, and the turn is done', async (_, failure) => {
    const ann = server();
    let saves = 0;
    at('save', () => (++saves === 2 ? failure() : undefined));
    expect(await within(9500, ann.texts('hi'))).toEqual(['Name?']);
    expect(logged()).not.toBe('');
    expect(scheduledSids()).toEqual([]);
    twilio.interrupt(() => undefined);
    expect(await ann.texts('Ann')).toEqual(['Day?']);
  });

  it('where canceling has no answer, the status is not asked for', async () => {
    const ann = server();
    await ann.send('hi');
    at('update', throwing(unanswered()));
    expect(await within(8999, ann.texts('Ann'))).toEqual(['Day?']);
    expect(twilio.points).not.toContain('fetch');
  });

  it('STOP ends the session though reminders cannot be canceled', async () => {
    const ann = server();
    await ann.send('hi');
    at('update', hangs);
    expect(await within(3000, ann.texts('STOP'))).toEqual([]);
    expect(twilio.state()).toBeUndefined();
    expect(jest.getTimerCount()).toBe(0);
  });

  it.each<[string, () => unknown, number]>([
    ['throws', throwing(new Error('the store is down')), 0],
    ['hangs', hangs, 9000],
  ])('STOP ends the session though opening it %s', async (_, failure, time) => {
    const ann = server();
    await ann.send('hi');
    at('open', failure);
    expect(await within(time, ann.texts('STOP'))).toEqual([]);
    expect(twilio.state()).toBeUndefined();
    expect(logged()).not.toBe('');
  });

  it('logs neither numbers nor texts nor secrets', async () => {
    at('create', throwing(new Error('From +15552220000 to +15551110000')));
    await server().send('hi');
    expect(logged()).toContain('From +*** to +***');
    expect(logged()).not.toMatch(/\d{7}|still there/);
  });
});

describe('a turn that fails leaves no reminder that no state knows', () => {
  it.each<[string, () => unknown, number]>([
    ['throws', throwing(new Error('the store is down')), 0],
    ['hangs', hangs, 9500],
  ])('when saving %s', async (_, failure, time) => {
    const ann = server();
    await ann.send('hi');
    at('save', failure);
    expect(await within(time, ann.texts('Ann'))).toEqual([english.failed]);
    expect(scheduledSids()).toEqual([]);
    twilio.interrupt(() => undefined);
    expect(await ann.texts('Ann')).toEqual(['Day?']);
    expect(scheduledSids()).toEqual(knownSids());
  });

  it('when the state is too large for its cookie', async () => {
    const ann = cookie(survey((name) => (name === 'bad' ? 'x'.repeat(3000) : null)));
    await ann.send('hi');
    expect(await ann.texts('bad')).toEqual([english.failed]);
    expect(twilio.scheduled()).toEqual([]);
  });

  it('when an effect throws; the same text works later, and schedules anew', async () => {
    let fails = true;
    const call = () => {
      if (fails) throw new Error('no line');
      return null;
    };
    const ann = server(survey(call));
    await ann.send('hi');
    expect(await ann.texts('Ann')).toEqual([english.failed]);
    expect(scheduledSids()).toEqual([]);
    fails = false;
    expect(await ann.texts('Ann')).toEqual(['Day?']);
    expect(scheduledSids()).toEqual(knownSids());
    expect(scheduledSids()).toHaveLength(2);
  });

  it('when the closing one was sent, and the turn that begins another conversation fails', async () => {
    let fails = true;
    const code = conversation('failing', function* () {
      yield* effect('call', () => {
        if (fails) throw new Error('no line');
      });
      return `Hello, ${yield* ask('name', 'Name?', text(), { remind })}.`;
    });
    fails = false;
    const ann = server(code);
    await ann.send('hi');
    twilio.sendScheduled(LAST);
    fails = true;
    expect(await ann.texts('Ann')).toEqual([english.failed]);
    fails = false;
    expect(await ann.texts('Ann')).toEqual(['Name?']);
    expect(await ann.texts('Ann')).toEqual(['Hello, Ann.']);
  });
});

describe('a turn that loses a race leaves no reminder that no state knows', () => {
  it('two texts at once', async () => {
    const ann = server();
    await ann.send('hi');
    const replies = await Promise.all([ann.texts('Ann'), ann.texts('Friday')]);
    expect(replies).toContainEqual(['Day?']);
    expect(scheduledSids()).toEqual(knownSids());
    expect(scheduledSids()).toEqual([]);
  });

  it('one text that is delivered twice at once', async () => {
    const ann = server();
    const replies = await Promise.all([1, 2].map(() => ann.texts('hi', { MessageSid: 'SM1' })));
    expect(replies).toEqual([['Name?'], ['Name?']]);
    expect(twilio.messages).toHaveLength(2);
    expect(scheduledSids()).toEqual(knownSids());
  });

  it('a text that comes while the reminders of the one before are scheduled', async () => {
    const ann = server();
    at('created', async () => {
      twilio.interrupt(() => undefined);
      expect(await server().texts('Ann', { MessageSid: 'SM other' })).toEqual(['Day?']);
    });
    expect(await ann.texts('hi')).toEqual(['Name?']);
    expect(twilio.state()?.asked).toBe('day');
    expect(scheduledSids()).toEqual(knownSids());
    expect(logged()).toBe('');
  });

  it('five first texts at once', async () => {
    const ann = server(
      conversation('endless', function* () {
        yield* ask('word', 'Word?', text({ max: 1 }), { remind });
      }),
    );
    await Promise.all(['one', 'two', 'three', 'four', 'five'].map((body) => ann.texts(body)));
    expect(scheduledSids()).toEqual(knownSids());
    expect(scheduledSids()).toHaveLength(2);
  });

  it('a turn that loses every race', async () => {
    const ann = server();
    await ann.send('hi');
    let texts = 0;
    const overtake = async (point: Point): Promise<void> => {
      if (point !== 'save') return;
      twilio.interrupt(() => undefined);
      await server().send('x', { MessageSid: `SM other ${texts++}` });
      if (texts < 5) twilio.interrupt(overtake);
    };
    twilio.interrupt(overtake);
    expect(await ann.texts('Ann')).toEqual([english.failed]);
    expect(texts).toBe(5);
    expect(scheduledSids()).toEqual(knownSids());
  });
});

describe('the process dies at any point of a turn', () => {
  it.each(['hi', 'Ann', 'Friday', 'STOP'])('of %j: the next texts work', async (body) => {
    const before = { hi: [], Ann: ['hi'], Friday: ['hi', 'Ann'], STOP: ['hi', 'Ann'] }[body] ?? [];
    const start = async () => {
      twilio = fakeTwilio();
      const ann = server();
      for (const text of before) await ann.send(text);
      return ann;
    };
    let points = 0;
    for (let isDead = true; isDead; points++) {
      const ann = await start();
      const first = twilio.points.length;
      const index = points;
      isDead = false;
      twilio.interrupt(() => {
        isDead ||= twilio.points.length - first > index;
        return isDead ? hangs() : undefined;
      });
      ann.send(body).catch(() => undefined);
      await new Promise(setImmediate);
      await new Promise(setImmediate);
      twilio.interrupt(() => undefined);
      const texts = [];
      for (const text of ['again', 'again', 'again']) texts.push(...(await ann.texts(text)));
      expect(texts).toContainEqual(expect.stringMatching(/^(?:\w+ on \w+\.|Day\?)$/));
      expect(twilio.scheduled().filter((text) => text === LATER).length).toBeLessThanOrEqual(2);
    }
    expect(points).toBeGreaterThan(5);
  });
});
