import { beforeAll, describe, expect, it } from '@jest/globals';
import { answering, closeWithTests, handler, writeProject } from 'test-support';
import { transcript } from '../src';
import { type Emulator, startEmulator } from '../src/driver';
import '../src/jest';
import type { Phone } from '../src/phone';
import { ANN, NUMBER, startWithWebhook } from './support/turns';
import { says } from './support/webhook-server';

/** What a failing expectation prints, without the colours of a terminal. */
function failureOf(expectation: () => void): string {
  try {
    expectation();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('It did not fail.');
}

let twilio: Emulator;
let ann: Phone;
const idle = (): Phone => twilio.phone('+15551110009');

beforeAll(async () => {
  const started = await startWithWebhook(({ parameters }) => ({
    headers: { 'Content-Type': 'text/xml', 'Set-Cookie': 'counter=v1.abc; Max-Age=14400' },
    body: says(`You said ${parameters.get('Body') ?? ''}`),
  }));
  closeWithTests(() => started[Symbol.asyncDispose]());
  ({ twilio, ann } = started);
  await ann.text('hi');
  await ann.text('more');
});

describe('a matcher of phones', () => {
  it.each<[string, unknown]>([
    ['a text', 'You said hi'],
    ['a pattern', /said M/i],
    ['a pattern that remembers where it was', /You said/g],
    ['what contains a text', expect.stringContaining('more')],
  ])('finds %s among what was received', (_, expected) => {
    expect(ann).toHaveReceived(expected);
    expect(ann).toHaveReceived(expected);
    expect(
      failureOf(() => {
        expect(ann).not.toHaveReceived(expected);
      }),
    ).toContain(`Expected ${ANN} not to receive`);
  });

  it.each<[string, unknown, string]>([
    ['a part of a text', 'You said', '"You said"'],
    ['what the phone has said', 'hi', '"hi"'],
    ['another pattern', /bye/, '/bye/'],
    ['what contains another text', expect.stringContaining('bye'), 'StringContaining "bye"'],
  ])('does not find %s', (_, expected, shown) => {
    expect(ann).not.toHaveReceived(expected);
    expect(
      failureOf(() => {
        expect(ann).toHaveReceived(expected);
      }),
    ).toContain(`Expected ${ANN} to receive ${shown}\n`);
  });

  it('knows who has received nothing', () => {
    expect(idle()).toHaveReceivedNothing();
    expect(ann).not.toHaveReceivedNothing();
    expect(
      failureOf(() => {
        expect(ann).toHaveReceivedNothing();
      }),
    ).toContain('to receive nothing\n');
    expect(
      failureOf(() => {
        expect(idle()).not.toHaveReceivedNothing();
      }),
    ).toContain('have said nothing.');
  });

  it('compares the whole conversation, in order', () => {
    expect(ann).toHaveConversation(['> hi', '< You said hi', '> more', /^< .*more$/]);
    expect(idle()).toHaveConversation([]);
    expect(ann).not.toHaveConversation(['> hi', '< You said hi', '> more']);
    expect(ann).not.toHaveConversation(['> hi', '< You said hi', '< You said more', '> more']);
    expect(
      failureOf(() => {
        expect(ann).toHaveConversation(['> hi']);
      }),
    ).toContain(`Expected ${ANN} to have this conversation:\n  "> hi"\n\n${ANN} (>) and ${NUMBER} (<):\n`);
  });

  it.each<[string, () => void, string]>([
    [
      'a text in place of a phone',
      () => {
        expect('hi').toHaveReceived('hi');
      },
      'Expected a phone, but was given a value of type string. Write: const ann',
    ],
    [
      'what text() returns',
      () => {
        expect(['hi']).toHaveReceivedNothing();
      },
      'was given an array',
    ],
    [
      'null',
      () => {
        expect(null).not.toHaveReceived('hi');
      },
      'was given null',
    ],
    [
      'a promise',
      () => {
        expect(Promise.resolve(ann)).toHaveConversation([]);
      },
      'Are you missing an await?',
    ],
    [
      'no text',
      () => {
        expect(ann).not.toHaveReceived(undefined);
      },
      'toHaveReceived needs a text',
    ],
    [
      'no lines',
      () => {
        expect(ann).toHaveConversation('> hi' as never);
      },
      'needs an array',
    ],
    [
      'a line of nobody',
      () => {
        expect(ann).toHaveConversation(['hi']);
      },
      '"hi" says not who said it',
    ],
  ])('refuses %s with advice, negated or not', (_, mistake, advice) => {
    expect(mistake).toThrow(advice);
    expect(mistake).toThrow(TypeError);
  });
});

describe('the transcript of a phone', () => {
  it('says who said what, and which cookie is left', () => {
    expect(transcript(ann).replace(/for 3 h 59 min/, 'for 4 h')).toMatch(
      [`${ANN} (>) and ${NUMBER} (<):`, '  > hi', '  < You said hi', '  > more', '  < You said more'].join(
        '\n',
      ),
    );
    expect(transcript(ann)).toMatch(/\nCookie counter=v1\.abc, for (?:4 h|3 h 59 min) more$/);
  });

  it('shows errors with their code and their place, jumps of the clock, faults, files and what was not delivered', async () => {
    const root = await writeProject({
      'functions/fail.js': handler("throw new TypeError('oh');"),
      'functions/tell.js': answering("'two\\nlines\\u009b31m \\u202Eof text'"),
    });
    await using own = await startEmulator({ functions: `${root}/functions` });
    const ben = own.phone('+15551110001', { to: '/fail' });
    await ben.send('hi', { media: ['http://localhost/a.png'] });
    own.clock.advance('4h');
    own.faults({ loseCookie: 'next' });
    await ben.send('again');
    const text = transcript(ben);
    expect(text).toContain(
      '\n  > hi\n    [file] http://localhost/a.png\n  ! error 11200 HTTP retrieval failure: HTTP 500. TypeError: oh (',
    );
    expect(text).toMatch(
      /\n {2}! \/fail: TypeError: oh .*fail\.js:2:7\)\n {4}\(the clock was moved by 4 h\)\n {2}> again\n/,
    );
    expect(text).toContain('\n    (faults on purpose: loseCookie)\n');
    expect(text).toMatch(/\nNo cookie is in the jar\.$/);

    const cy = own.phone('+15551110002', { to: '/tell' });
    await cy.text('hi');
    expect(transcript(cy)).toContain('\n  < two\n    lines 31m  of text\n');
    own.faults({ undelivered30003: 'next' });
    await cy.send('once more');
    expect(transcript(cy)).toContain('\n    (undelivered, 30003)\n');
    expect(cy).toHaveConversation(['> hi', /^< two/, '> once more']);
    await cy.text('STOP', { errors: [] }).catch(() => undefined);
    expect(transcript(cy)).toContain('The phone has opted out');
  });

  it('of a phone that has said nothing says so', () => {
    expect(transcript(idle())).toBe('+15551110009 and its number have said nothing.');
  });

  it('has the newest messages of a long conversation', async () => {
    await using started = await startWithWebhook(says('ok'));
    for (let count = 1; count <= 60; count++) await started.ann.text(`text ${count}`);
    const text = transcript(started.ann);
    expect(text).toContain('\n    (20 earlier messages are left out)\n  > text 11\n');
    expect(text).toContain('> text 60');
  });
});
