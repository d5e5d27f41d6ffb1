import type { PhoneMatchers } from './index.js';

declare module 'vitest' {
  interface Matchers<T = any> extends PhoneMatchers<T> {}
}
