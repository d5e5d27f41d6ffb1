import { handler } from 'test-support';

/** A Function that does something wrong, and what its turn must show of it. */
export type FailingFunction = {
  readonly code: string;
  /** The code of the one error, and what is in its text. */
  readonly shows: readonly [code: number, ...texts: string[]];
};

const ANSWER = 'callback(null, new Twilio.twiml.MessagingResponse());';

/** Functions that fail, by what they do. */
export const FAILING_FUNCTIONS: Readonly<Record<string, FailingFunction>> = {
  'throws at once': {
    code: handler("throw new TypeError('oh');"),
    shows: [11200, 'HTTP 500. TypeError: oh (', 'sms.js:2:7)'],
  },
  'throws what is no Error': {
    code: handler('throw null;'),
    shows: [11200, 'HTTP 500. null, which is no Error'],
  },
  'calls back with an error': {
    code: handler("callback(new Error('oh'));"),
    shows: [11200, 'HTTP 500. Error: oh (', 'sms.js:2:10)'],
  },
  'calls back with a text': { code: handler("callback('oh');"), shows: [11200, 'HTTP 500. oh'] },
  'is async and throws': {
    code: "exports.handler = async () => {\n  await null;\n  throw new RangeError('oh');\n};",
    shows: [11200, 'HTTP 500. RangeError: oh (', 'sms.js:3:9)'],
  },
  'throws in a timer': {
    code: handler("setTimeout(() => {\n  throw new Error('oh');\n}, 1);"),
    shows: [11200, 'HTTP 500. Error: oh (', 'sms.js:3:9)'],
  },
  'throws in a microtask': {
    code: handler("queueMicrotask(() => {\n  throw new Error('oh');\n});"),
    shows: [11200, 'HTTP 500. Error: oh (', 'sms.js:3:9)'],
  },
  'forgets to await': {
    code: handler("void (async () => {\n  await null;\n  throw new Error('oh');\n})();"),
    shows: [11200, 'HTTP 500. Error: oh (', 'sms.js:4:9)'],
  },
  'throws in a listener': {
    code: handler(
      "const socket = require('node:net').connect(1, '127.0.0.1');\nsocket.on('close', () => {});",
    ),
    shows: [11200, 'HTTP 500. Error: connect ECONNREFUSED 127.0.0.1:1'],
  },
  'throws after it has called back': {
    code: handler(`${ANSWER}\nthrow new Error('oh');`),
    shows: [82005, 'Error: oh (', 'sms.js:3:7) This was after it had called back'],
  },
  'throws in a promise after it has called back': {
    code: handler(`void Promise.reject(new Error('oh'));\n${ANSWER}`),
    shows: [82005, 'Error: oh (', 'sms.js:2:21) This was after it had called back'],
  },
  'calls back twice': {
    code: handler(`${ANSWER}\n${ANSWER}`),
    shows: [82005, 'The Function /sms called back twice.', 'Write: return callback(null, answer);'],
  },
  'exports no handler': {
    code: 'exports.handle = () => undefined;',
    shows: [
      11200,
      'HTTP 500. Error: The Function /sms exports no handler (',
      'Write: exports.handler = function',
    ],
  },
  'exports nothing': {
    code: 'module.exports = undefined;',
    shows: [11200, 'The Function /sms exports no handler ('],
  },
  'exports a handler that is no function': {
    code: 'exports.handler = { ok: true };',
    shows: [11200, 'The Function /sms exports a handler that is not a function: object ('],
  },
  'has a mistake of syntax': {
    code: '\nexports.handler = function ( {\n};',
    shows: [11200, 'The Function /sms cannot be loaded: ', 'sms.js:3'],
  },
  'throws when it is loaded': {
    code: "throw new Error('oh');",
    shows: [11200, 'The Function /sms cannot be loaded: Error: oh (', 'sms.js:1:7)'],
  },
  'requires a file that is not there': {
    code: "require('./helper');",
    shows: [
      11200,
      "cannot be loaded: Error: Cannot find module './helper'",
      "Runtime.getFunctions()['name'].path",
    ],
  },
  'answers with JSON that is circular': {
    code: handler('const answer = {};\nanswer.answer = answer;\ncallback(null, answer);'),
    shows: [11200, 'HTTP 500. TypeError: Converting circular structure to JSON'],
  },
  'answers with a header that HTTP does not know': {
    code: handler(
      "const answer = new Twilio.Response();\nanswer.appendHeader('a b', 'c');\ncallback(null, answer);",
    ),
    shows: [11200, 'HTTP 500. TypeError: Header name must be a valid HTTP token'],
  },
  'throws an error that cannot be changed': {
    code: handler("callback(Object.freeze(new Error('oh')));"),
    shows: [11200, 'HTTP 500. Error: oh ('],
  },
  'throws an object whose properties throw': {
    code: handler(
      "throw new Proxy({}, { get() { throw new Error('no'); }, has() { throw new Error('no'); } });",
    ),
    shows: [11200, 'HTTP 500. A value whose properties throw'],
  },
};
