import type { createRequire } from 'node:module';
import { runInThisContext } from 'node:vm';
import type * as Calls from './calls.cjs';

type OwnProcess = { getBuiltinModule: (id: 'node:module') => { createRequire: typeof createRequire } };

/**
 * Node.js's own `process` and `require`. In Jest, those that a module sees belong to its test file. `vm` is not replaced, and
 * runs a script where Node.js itself runs: https://nodejs.org/api/vm.html#vmruninthiscontextcode-options
 */
const { createRequire: ownCreateRequire } = (runInThisContext('process') as OwnProcess).getBuiltinModule(
  'node:module',
);

/** `calls.cjs`, of which there is one in a process. */
export const { currentCall, endCall, runCall } = ownCreateRequire(__filename)('./calls.cjs') as typeof Calls;
