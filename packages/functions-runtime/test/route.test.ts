import { describe, expect, it } from '@jest/globals';
import { fsHelpers } from '@twilio-labs/serverless-api';
import { printedPath, routeOf } from '../src/route';

const FILES = [
  'sms.js',
  'sms.protected.js',
  'sms.private.js',
  'sms.public.js',
  'a/b/sms.protected.js',
  'a.private/sms.js',
  'protected.js',
  'x.protected.y.js',
  'two words.js',
  'index.html',
  'a/list.private.json',
  'logo.protected.min.css',
  'LICENSE',
  'icon',
];

describe.each(['function', 'asset'] as const)('the route of a file that is a %s', (kind) => {
  it.each(FILES)('is what twilio-run serves and deploys: %s', (name) => {
    const info = { name, path: name, content: '' };
    expect(routeOf(name, kind)).toEqual({
      kind,
      ...fsHelpers.getPathAndAccessFromFileInfo(info, kind === 'function' ? '.js' : undefined),
    });
  });
});

it('is the same for a path of Windows', () => {
  expect(routeOf('a\\sms.protected.js', 'function').path).toBe('/a/sms');
});

it.each([
  ['/sms?Body=hi', '/sms'],
  ['//sms', '//sms'],
  ['*', '*'],
  ['http://ann:password@localhost/sms?Body=hi', '/sms'],
  ['HTTP://ann:password@localhost', '/'],
  ['http://ann:pass?word@localhost/', '/'],
  ['/http://x', '/http://x'],
])('of the URL %s, only the path is printed', (url, printed) => {
  expect(printedPath(url)).toBe(printed);
});
