/** How long a test may take, in milliseconds: far longer than any needs on a busy machine. Jest's `testTimeout`. */
export const TEST_TIMEOUT_MS = 180_000;

/** How long one step in a browser may take, in milliseconds: it fails before its test does, and names the step. */
export const STEP_TIMEOUT_MS = TEST_TIMEOUT_MS / 2;
