// For its effect: `import 'sms-emulator/vitest'` in a test, or in a file of `setupFiles`. Described in vitest.d.mts. Vitest is not
// installed in this repository, so neither is TypeScript.
import { expect } from 'vitest';
import { phoneMatchers } from './matchers/phone-matchers.ts';

expect.extend(phoneMatchers);
