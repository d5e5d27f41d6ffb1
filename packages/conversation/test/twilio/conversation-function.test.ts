import { beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { conversation } from '../../src/conversation/conversation';
import type { ConversationError } from '../../src/errors';
import { either } from '../../src/conversation/readers/either';
import { media } from '../../src/conversation/readers/media';
import { text } from '../../src/conversation/readers/text';
import { yesNo } from '../../src/conversation/readers/yes-no';
import type { SessionStore } from '../../src/session/session-store';
import type { State } from '../../src/conversation/replay/state';
import { ask, effect } from '../../src/conversation/steps';
import { handler } from '../../../../src/functions/reservation.protected';
import { conversationFunction } from '../../src/twilio/conversation-function';
import type { SmsFunction } from '../../src/twilio/sms-function';
import { invoke, type Reply, defineTwilioGlobals, SECRET } from 'test-support';

beforeAll(defineTwilioGlobals);

/** A sender whose cookie is kept from one message to the next. */
function sender(answering: SmsFunction, name: string) {
  let cookie: string | undefined;
  let sent = 0;
  return {
    cookie: () => cookie,
    async send(body: string, other: object = {}): Promise<Reply> {
      const cookies = cookie === undefined ? {} : { [name]: cookie };
      const message = {
        From: '+15551110000',
        To: '+15552220000',
        Body: body,
        MessageSid: `SM${++sent}`,
        ...other,
      };
      const reply = await invoke(answering, { SESSION_SECRET: SECRET }, { ...message, request: { cookies } });
      cookie = new RegExp(`^${name}=([^;]+)`).exec(reply.cookies[0] ?? '')?.[1];
      return reply;
    },
  };
}

describe('the Function of a conversation', () => {
  it('walks through the reservation, with a change and a picture', async () => {
    const ann = sender(handler, 'reservation');
    const picture = {
      NumMedia: '1',
      MediaUrl0: 'https://example.com/a.jpg',
      MediaContentType0: 'image/jpeg',
    };
    await ann.send('hi');
    await ann.send('4');
    await ann.send('friday');
    await ann.send('Ann');
    expect((await ann.send('', picture)).body).toContain('A table for 4 on Friday, Ann. Right?');
    expect((await ann.send('day')).body).toContain('Friday or Saturday?');
    expect((await ann.send('saturday')).body).toContain('A table for 4 on Saturday, Ann. Right?');
    const booked = await ann.send('yes');
    expect(booked.body).toMatch(/Booked\. Your reference is [\w-]{6}\./);
    expect(booked.cookies).toEqual(['reservation=;Max-Age=0;Path=/']);
  });

  it.each([
    [['hi', '9'], 'For more than 8, please call us.'],
    [['hi', '4', 'friday', 'Ann', 'skip', 'no'], 'Nothing is booked.'],
  ])('after %j says: %s', async (bodies, expected) => {
    const ann = sender(handler, 'reservation');
    let reply: Reply | undefined;
    for (const body of bodies) reply = await ann.send(body);
    expect(reply?.body).toContain(expected);
  });

  it('gives the effect another key when a message has no sid, rather than the same to everybody', async () => {
    const keys: string[] = [];
    const answering = conversationFunction(
      conversation('keys', function* () {
        yield* effect('key', ({ idempotencyKey }) => {
          keys.push(idempotencyKey);
        });
      }),
    );
    for (const MessageSid of [undefined, undefined, '', ['SM1', 'SM2']]) {
      await sender(answering, 'keys').send('hi', { MessageSid });
    }
    await sender(answering, 'keys').send('hi', { MessageSid: 'SM1' });
    await sender(answering, 'keys').send('hi', { MessageSid: 'SM1' });
    expect(new Set(keys).size).toBe(5);
    expect(keys[4]).toBe(keys[5]);
  });

  it('fails with the sizes by question when the state does not fit, and keeps what was stored', async () => {
    const answering = conversationFunction(
      conversation('long', function* () {
        yield* ask('first', 'One?', text({ max: 1000 }));
        yield* ask('second', 'Two?', text({ max: 1000 }));
        yield* ask('third', 'Three?', text({ max: 1000 }));
        yield* ask('fourth', 'Four?', text());
      }),
    );
    const ann = sender(answering, 'long');
    const long = 'x'.repeat(900);
    await ann.send('hi');
    await ann.send(long);
    await ann.send(long);
    const before = ann.cookie();
    const error = (await ann.send(long).catch((reason: unknown) => reason)) as ConversationError;
    expect(error).toMatchObject({
      name: 'ConversationError',
      code: 'session-too-large',
      at: { conversation: 'long', step: 'fourth' },
    });
    expect(error.message).toContain('"first" 911, "third" 911');
    expect(ann.cookie()).toBe(before);
    expect((await ann.send('short')).body).toContain('Four?');
  });

  it('takes another store in place of the cookie, and passes on what it throws', async () => {
    const states = new Map<string, State>();
    let broken = false;
    const store: SessionStore<State> = {
      open(_, { from }) {
        const session = states.get(from);
        return Promise.resolve(
          session === undefined ? { kind: 'new', reason: 'missing' } : { kind: 'continued', session },
        );
      },
      save(session, { from }) {
        if (broken) return Promise.reject(new Error('the store is down'));
        states.set(from, session);
        return Promise.resolve([]);
      },
      end({ from }) {
        states.delete(from);
        return Promise.resolve([]);
      },
    };
    const hello = conversation('hello', function* () {
      const name = yield* ask('name', 'Who?', text());
      return `Hello, ${name}.`;
    });
    const ann = sender(conversationFunction(hello, store), 'hello');
    expect((await ann.send('hi')).cookies).toEqual([]);
    expect(states.size).toBe(1);
    expect((await ann.send('Ann')).body).toContain('Hello, Ann.');
    expect(states.size).toBe(0);
    broken = true;
    await expect(ann.send('hi')).rejects.toThrow('the store is down');
  });
});

describe('either', () => {
  const message = (body: string) => ({ body, media: [] });
  const short = text({ max: 2 });
  const long = text({ max: 4 });

  it.each([
    ['ab', 'ab'],
    ['abcd', 'abcd'],
  ])('takes %j by one or the other', async (body, answer) => {
    expect(await either(short, long).read(message(body))).toEqual({ kind: 'answer', answer });
    expect(await either(short, long).accept(answer)).toEqual({ kind: 'accepted', value: answer });
  });

  it('refuses what neither takes, with the second’s hint or its own', async () => {
    const own = { kind: 'unreadable', hint: 'Shorter.' };
    expect(await either(short, long, 'Shorter.').read(message('abcde'))).toEqual(own);
    expect(await either(short, long, 'Shorter.').accept(7)).toEqual(own);
    expect(await either(short, long).read(message('abcde'))).toEqual(await long.accept('abcde'));
    expect(await either(yesNo(), yesNo()).read(message('abcde'))).toEqual(yesNo().read(message('')));
    expect(await either(short, long).accept(7)).toEqual(await long.accept(7));
  });

  it('takes a picture where a text would do too, and a Standard Schema', async () => {
    const picture = { url: 'https://example.com/a.jpg', contentType: 'image/jpeg' };
    const read = either(text({ max: 40 }), media()).read({ body: '', media: [picture] });
    expect(await read).toEqual({ kind: 'answer', answer: picture });
    expect(await either(yesNo(), z.email()).accept('ann@example.com')).toEqual({
      kind: 'accepted',
      value: 'ann@example.com',
    });
  });
});
