import { jest } from '@jest/globals';

/** What console.error is called with from here on, as one text. */
export function loggedErrors(): () => string {
  const logged = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  return () => logged.mock.calls.join('\n');
}
