import { describe, expect, it } from '@jest/globals';
import {
  conversation,
  type ConversationCode,
  type ConversationOptions,
} from '../../src/conversation/conversation';
import { say } from '../../src/conversation/steps';

function* hello() {
  yield* say('Hello.');
}

const generator: unknown = hello();

const define =
  (options: ConversationOptions, code: unknown = hello) =>
  () =>
    conversation('test', code as ConversationCode, options);

describe('conversation', () => {
  it('knows its restart words in any case', () => {
    const { commandOf } = define({ restart: { words: ['Restart', 'start over'] } })();
    for (const body of ['restart', ' RESTART! ', 'Start  Over']) {
      expect(commandOf(body)?.name).toBe('restart');
    }
    for (const body of ['', 're', 'start', 'please restart']) expect(commandOf(body)).toBeUndefined();
  });

  it('has no restart words unless it is given some', () => {
    expect(define({})().commandOf('restart')).toBeUndefined();
  });

  it.each<[string, unknown, string]>([
    ['a generator', generator, 'pass the function and do not call it'],
    ['null', null, 'Pass a generator function: function* () { ... }'],
    [
      'an asynchronous generator function',
      async function* () {
        yield await Promise.resolve(1);
      },
      'put what must be awaited into effect()',
    ],
    ['an asynchronous function', async () => Promise.resolve(), 'put what must be awaited into effect()'],
  ])('refuses %s as its code, with advice', (_, code, advice) => {
    expect(define({}, code)).toThrow(expect.objectContaining({ code: 'conversation-definition' }));
    expect(define({}, code)).toThrow(advice);
  });

  it.each(['Pizza order', '', 'ñ', 'a;b', 'a\n', 'x'.repeat(65)])('refuses the name %j', (name) => {
    expect(() => conversation(name, hello)).toThrow(
      expect.objectContaining({
        code: 'conversation-definition',
        message: expect.stringContaining("cannot be a conversation's name"),
      }),
    );
  });

  it.each([0, -1, 1.5, NaN])('refuses %d as maxAttempts', (maxAttempts) => {
    expect(define({ maxAttempts })).toThrow(expect.objectContaining({ code: 'conversation-definition' }));
    expect(define({ maxAttempts })).toThrow(
      `maxAttempts is ${maxAttempts}. Give a whole number from 1, or leave it out for any number of attempts.`,
    );
  });

  it.each([0, -1, NaN])('refuses afterwards for %d minutes', (minutes) => {
    expect(define({ afterwards: { text: 'Bye.', minutes } })).toThrow(
      expect.objectContaining({
        code: 'conversation-definition',
        message: `afterwards.minutes is ${minutes}. Give a number above 0.`,
      }),
    );
  });

  it.each<[string, ConversationOptions]>([
    ['reserved-word', { restart: { words: ['restart', 'Stop'] } }],
    ['reserved-word', { restart: { words: ['yes'] } }],
    ['conversation-definition', { restart: { words: ['!'] } }],
    ['message-text', { restart: { words: ['again'], text: '' } }],
    ['message-text', { startedAnew: ' ' }],
    ['message-text', { closing: 'x'.repeat(1601) }],
  ])('refuses with %s the options %j', (code, options) => {
    expect(define(options)).toThrow(expect.objectContaining({ code }));
  });
});

it('leaves out a command that is undefined', () => {
  expect(define({ commands: { menu: undefined } })().commands.size).toBe(0);
});
