import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readIncomingMessage } from '../../src/message/incoming-message';

const FROM = '+15551110000';
const TO = '+15552220000';
const message = (other: object = {}) => ({ From: FROM, To: TO, Body: 'hi', ...other });

describe('readIncomingMessage', () => {
  it('reads sender, number, text and cookies', () => {
    const cookies = { counter: 'x' };
    expect(readIncomingMessage(message({ request: { cookies } }))).toEqual({
      kind: 'message',
      from: FROM,
      to: TO,
      body: 'hi',
      cookies,
    });
  });

  it.each([[undefined], [null], ['text'], [['list']]])(
    'finds no cookies in a request that is %p',
    (request) => {
      expect(readIncomingMessage(message({ request }))).toMatchObject({
        kind: 'message',
        cookies: undefined,
      });
    },
  );

  it.each([
    ['an empty body, as an MMS has', { Body: '' }],
    ['no body at all', { Body: undefined }],
    ['a null body', { Body: null }],
  ])('takes %s for an empty text', (_, other) => {
    expect(readIncomingMessage(message(other))).toEqual({ kind: 'message', from: FROM, to: TO, body: '' });
  });

  it.each(['STOP', 'STOPALL', 'UNSUBSCRIBE', 'CANCEL', 'END', 'QUIT', 'REVOKE', 'OPTOUT'])(
    'takes %s in any case and with spaces around for an opt-out',
    (word) => {
      for (const body of [word, word.toLowerCase(), `${word.slice(0, 1)}${word.slice(1).toLowerCase()}`]) {
        for (const text of [body, `  ${body} `, `\n${body}\r\n\t`]) {
          expect(readIncomingMessage(message({ Body: text }))).toEqual({
            kind: 'opt-out',
            from: FROM,
            to: TO,
            body: text,
          });
        }
      }
    },
  );

  it.each(['stop it', 'please stop', 'STOP.', 'stopp', 'opt out', 'ſtop', 'start', 'help', ''])(
    'does not take %j for an opt-out',
    (body) => {
      expect(readIncomingMessage(message({ Body: body }))).toMatchObject({ kind: 'message', body });
    },
  );

  it.each([
    ['STOP', 'opt-out'],
    ['stop', 'opt-out'],
    ['START', 'answered'],
    ['HELP', 'answered'],
    ['SOMETHING NEW', 'answered'],
    ['', 'message'],
  ])('OptOutType %j makes it %s', (type, kind) => {
    expect(readIncomingMessage(message({ Body: 'arret', OptOutType: type })).kind).toBe(kind);
  });

  it.each([
    ['STOP', 'START', 'answered'],
    ['END', 'HELP', 'answered'],
    ['start', 'STOP', 'opt-out'],
    ['stop', 'SOMETHING NEW', 'opt-out'],
    ['stop', ' STOP', 'opt-out'],
  ])('%j with OptOutType %j makes it %s, because its words are configured', (body, type, kind) => {
    expect(readIncomingMessage(message({ Body: body, OptOutType: type })).kind).toBe(kind);
  });

  it.each([
    ['no From', { From: undefined }, 'Missing: From.'],
    ['a blank From', { From: ' ' }, 'Missing: From.'],
    ['no To', { To: '' }, 'Missing: To.'],
    ['a blank To', { To: ' ' }, 'Missing: To.'],
    ['neither', { From: null, To: undefined }, 'Missing: From and To.'],
    ['neither, but a word that opts out', { From: '', To: '', Body: 'STOP' }, 'Missing: From and To.'],
    ['two Froms', { From: [FROM, FROM] }, 'Not a single text value: From.'],
    ['a To with keys', { To: { a: 'b' } }, 'Not a single text value: To.'],
    ['two bodies', { Body: ['a', 'b'] }, 'Not a single text value: Body.'],
    ['numbers from a JSON body', { From: 1555, To: 1999 }, 'Not a single text value: From, To.'],
    ['an OptOutType that is a list', { OptOutType: ['STOP'] }, 'Not a single text value: OptOutType.'],
  ])('cannot use a request with %s', (_, other, problem) => {
    expect(readIncomingMessage(message(other))).toEqual({ kind: 'unusable', problem });
  });

  it.each([[undefined], [null], ['text'], [7], [[]]])('cannot use an event that is %p', (event) => {
    expect(readIncomingMessage(event)).toEqual({ kind: 'unusable', problem: 'Missing: From and To.' });
  });

  it('never throws, whatever the event holds', () => {
    const parameters = fc.record(
      { From: fc.anything(), To: fc.anything(), Body: fc.anything(), OptOutType: fc.anything() },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.oneof(fc.anything(), parameters), (event) => {
        expect(['message', 'opt-out', 'answered', 'unusable']).toContain(readIncomingMessage(event).kind);
      }),
    );
  });
});
