/**
 * The longest that a test or a hook may take, in milliseconds. It only ends what hangs: no test passes or fails by how long
 * something takes.
 */
export const TEST_TIMEOUT_MS = 180_000;

/** The longest that one step in a browser may take, in milliseconds: it fails before its test does, and names the step. */
export const STEP_TIMEOUT_MS = TEST_TIMEOUT_MS / 2;
