// For its effect: `import 'sms-emulator/jest'` in a test, or in a file of `setupFilesAfterEnv`.
import { expect } from '@jest/globals';
import { phoneMatchers, type PhoneMatchers } from './matchers/phone-matchers';

// Only an interface of the same name, with the same type parameters, is merged with those of Jest.
/* eslint-disable @typescript-eslint/no-empty-object-type, @typescript-eslint/no-namespace, @typescript-eslint/no-unused-vars */
declare module 'expect' {
  interface Matchers<R extends void | Promise<void>, T = unknown> extends PhoneMatchers<R> {}
}
declare global {
  // For those who use @types/jest.
  namespace jest {
    interface Matchers<R, T = {}> extends PhoneMatchers<R> {}
  }
}
/* eslint-enable */

expect.extend(phoneMatchers);
