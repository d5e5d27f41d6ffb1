/**
 * The longest that anything in a test may take, in milliseconds: Jest's limit for a test or hook, and any other limit that
 * a tool asks for. It only ends what hangs; no test passes or fails by how long something takes.
 */
export const TEST_TIMEOUT_MS = 180_000;
