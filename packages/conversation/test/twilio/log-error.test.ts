import { afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { defineTwilioGlobals, invoke, OTHER_SECRET, SECRET } from 'test-support';
import { ConversationError } from '../../src/errors';
import { logError } from '../../src/twilio/log-error';
import { smsFunction } from '../../src/twilio/sms-function';

beforeAll(defineTwilioGlobals);

const logged: string[] = [];
beforeEach(() => {
  jest.spyOn(console, 'log').mockImplementation(() => undefined);
  jest.spyOn(console, 'error').mockImplementation((text: unknown) => logged.push(String(text)));
});
afterEach(() => {
  jest.restoreAllMocks();
});

/** What is logged of an error: the text before its stack, and the first line of the stack. */
function logOf(thrown: Error, settings: object = {}, texts: unknown[] = []): string[] {
  logError(thrown, settings, texts);
  return String(logged.pop())
    .split('\n')
    .filter((line, index, lines) => !line.startsWith('    at ') || !lines[index - 1]?.startsWith('    at '))
    .map((line) => line.replace(/^ {4}at .*log-error\.test\.ts:\d+:\d+\)?$/, 'here'));
}

describe('what a Function throws', () => {
  it('is logged with name, message and stack, those of its causes too', () => {
    const cause = new RangeError('the lowest', { cause: new TypeError('the first') });
    const error = new ConversationError('time', 'what came of it', { cause });
    expect(logOf(error)).toEqual([
      'ConversationError: what came of it',
      'here',
      'Caused by: RangeError: the lowest',
      'here',
      'Caused by: TypeError: the first',
      'here',
    ]);
  });

  it('keeps its own lines, of which some look like places', () => {
    expect(logOf(new Error('one\n    at two\nthree'))).toEqual(['Error: one', '    at two', 'three', 'here']);
  });

  it.each([
    ['an error without a stack', Object.assign(new Error('bare'), { stack: undefined }), ['Error: bare']],
    [
      'a cause that is no error',
      new Error('a', { cause: { code: 7 } }),
      ['Error: a', 'here', 'Caused by: Error: {"code":7}', expect.stringMatching(/^ {4}at toError/)],
    ],
  ])('is logged when it is %s', (_, error, expected) => {
    expect(logOf(error)).toEqual(expected);
  });

  it('may be its own cause', () => {
    const error = new Error('round');
    error.cause = error;
    expect(logOf(error).filter((line) => line.endsWith('Error: round'))).toHaveLength(9);
  });
});

describe('what is private', () => {
  const settings = {
    SESSION_SECRET: `${SECRET} , ${OTHER_SECRET}`,
    AUTH_TOKEN: '0123456789abcdef0123456789abcdef',
    LOG_LEVEL: 'warn',
    PIN: 'abc,defg,hij',
    LIST: 'one-secret,another-secret ,third-secret, last-secret',
    SEVEN: '7-chars',
    SHORT: 'abcdefgh',
    LONG: 'abcdefghijklmnop',
    getTwilioClient: () => undefined,
  };
  it.each([
    ['no +15551110000 here, nor whatsapp:+442071838750', 'no +*** here, nor whatsapp:+***'],
    ['nor 15551110000, nor ?from=%2B15551110000&a', 'nor ***, nor ?from=%***&a'],
    [settings.LONG, '***'],
    [`x${settings.PIN}x`, 'x***x'],
    [`${SECRET}|${OTHER_SECRET}`, '***|***'],
    [`Basic ${settings.AUTH_TOKEN}`, 'Basic ***'],
    ['a short setting stays: warn', 'a short setting stays: warn'],
    ['7-chars stay', '7-chars stay'],
    ['one-secret|another-secret|third-secret|last-secret', '***|***|***|***'],
    ['I cannot read "my PIN is 1234."', 'I cannot read "*** *** *** ***."'],
    ['I cannot read "MY pin IS 1234" of key_my', 'I cannot read "*** *** *** ***" of key_***'],
    ['I like \u{1F600}', 'I like ***'],
    ['12345 was a short code, undefined a word', '*** was a short code, undefined a word'],
    ['e: readable, but for 12345 and $1.', '***: readable, but for *** and $1.'],
  ])('is left out of a message: %p', (message, shown) => {
    expect(
      logOf(new Error(message), settings, ['my PIN  is\n1234. ', '12345', 'e \u{1F600}', undefined]),
    ).toEqual([`Error: ${shown}`, 'here']);
  });

  it('is left out of causes too', () => {
    const error = new Error('outer', { cause: new Error(`with ${SECRET} of +15551110000`) });
    expect(logOf(error, settings)).toContain('Caused by: Error: with *** of +***');
  });

  it('is left out of a name, too', () => {
    expect(logOf(Object.assign(new Error('a'), { name: 'Ann' }), {}, ['ann'])[0]).toBe('***: a');
  });

  it('never costs the lines of the stack, whatever the message was', () => {
    expect(logOf(new Error('1 of 1'), {}, ['1'])).toEqual(['Error: *** of ***', 'here']);
  });
});

describe('a Function that throws', () => {
  const event = { From: '+15551110000', To: '+15552220000', Body: 'my PIN is 1234', request: {} };
  const failing = (thrown: unknown) =>
    smsFunction({ end: () => Promise.resolve([]) }, () => {
      throw thrown;
    });

  it('logs it, without the texts of the message', async () => {
    const handler = failing(new TypeError(`${event.Body} of ${event.From}`));
    await expect(invoke(handler, { SESSION_SECRET: SECRET }, event)).rejects.toThrow(TypeError);
    expect(logged.pop()).toMatch(
      /^TypeError: \*\*\* \*\*\* \*\*\* \*\*\* of \+\*\*\*\n {4}at .*log-error\.test\.ts/,
    );
  });

  it.each([null, undefined, 'text', Object.create(null), { then: 1 }])(
    'may throw anything: %p',
    async (thrown) => {
      await expect(invoke(failing(thrown), { SESSION_SECRET: SECRET }, event)).rejects.toThrow(Error);
      expect(logged.pop()).toMatch(/^Error: .*\n {4}at /);
    },
  );

  it.each([{ of: 'an API' }, undefined, 7])('logs an error with the message %p', async (message) => {
    const error = Object.assign(new Error('a'), { message });
    await expect(invoke(failing(error), { SESSION_SECRET: SECRET }, event)).rejects.toBe(error);
    expect(logged.pop()).toMatch(/^Error: .*\n {4}at /);
  });

  it('has its callback called when it logs what is not JSON', async () => {
    const handler = smsFunction({ end: () => Promise.resolve([]) }, (_event, _context, log) => {
      log.count = 1n as never;
      return new Twilio.Response();
    });
    await expect(invoke(handler, { SESSION_SECRET: SECRET }, event)).resolves.toMatchObject({
      statusCode: 200,
    });
  });

  it('has its callback called when its error cannot be read', async () => {
    const unreadable = new Error('a');
    Object.defineProperty(unreadable, 'cause', {
      get: () => {
        throw new Error('no');
      },
    });
    await expect(invoke(failing(unreadable), { SESSION_SECRET: SECRET }, event)).rejects.toThrow('no');
  });

  it.each([undefined, null, 'text', { Body: ['a', 'b'] }])(
    'logs a missing secret for the event %p',
    async (odd) => {
      const handler = failing(new Error());
      await expect(invoke(handler, {}, odd)).rejects.toThrow('SESSION_SECRET is missing.');
      expect(logged.pop()).toContain('ConversationError: SESSION_SECRET is missing.');
    },
  );
});
