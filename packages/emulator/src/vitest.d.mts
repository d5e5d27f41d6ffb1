import type { PhoneMatchers } from './index.js';

// Only an interface with the same type parameters is merged: those of Vitest 5. https://vitest.dev/guide/extending-matchers
declare module 'vitest' {
  interface Matchers<
    R extends void | Promise<void> = void | Promise<void>,
    T = unknown,
  > extends PhoneMatchers<R> {}
}
declare global {
  // Vitest 3 and 4 take these too.
  namespace jest {
    interface Matchers<R, T = {}> extends PhoneMatchers<R> {}
  }
}
