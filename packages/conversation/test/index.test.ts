import { expect, it } from '@jest/globals';
import * as library from 'sms-conversation';

it('the entry exports these functions and classes, and nothing else', () => {
  const names = Object.entries(library)
    .filter(([, value]) => typeof value === 'function')
    .map(([name]) => name);
  expect(names).toHaveLength(Object.keys(library).length);
  expect(names.sort()).toEqual([
    'ConversationError',
    'accepted',
    'answered',
    'ask',
    'conversation',
    'conversationFunction',
    'cookieStore',
    'effect',
    'either',
    'forget',
    'integer',
    'isObject',
    'isState',
    'media',
    'oneOf',
    'readSecrets',
    'run',
    'say',
    'sessionCookie',
    'smsFunction',
    'stateSize',
    'stateSizeByStep',
    'text',
    'unreadable',
    'yesNo',
  ]);
});
