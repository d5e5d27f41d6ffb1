import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readCallMessage } from '../src/call-messages';

const CALL = { id: 1, token: 't', path: '/sms', file: 'sms.js' };

it.each([
  [{ begun: CALL }, { kind: 'begun', call: CALL }],
  [{ begun: { ...CALL, token: 5 } }, { kind: 'begun', call: { ...CALL, token: undefined } }],
  [{ over: 1 }, { kind: 'over', id: 1 }],
  [
    { call: CALL, log: { level: 'warn', text: 'a', length: 9 } },
    { kind: 'log', call: CALL, line: { level: 'warn', text: 'a', length: 9 } },
  ],
  [
    { call: CALL, log: null },
    { kind: 'log', call: CALL, line: undefined },
  ],
  [
    { failure: { how: 'fatal', isAnswer: true, text: 'a', stack: 'b' } },
    { kind: 'failure', call: undefined, how: 'fatal', isAnswer: true, text: 'a', stack: 'b' },
  ],
  [{ begun: { ...CALL, file: undefined } }, undefined],
  [{ call: CALL, failure: { how: 'other', text: 'a', stack: '' } }, undefined],
  [{ log: { level: 'log', text: 'a', length: 1 } }, undefined],
  [null, undefined],
])('%j is read as %j', (message, expected) => {
  expect(readCallMessage(message)).toEqual(expected);
});

it('throws for nothing that is sent', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      readCallMessage(value);
      readCallMessage({ begun: value, call: value, log: value, failure: value });
    }),
  );
});
