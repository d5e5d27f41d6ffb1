import { markRun } from 'test-support';

/** Jest's globalSetup: marks all processes of this run, for the teardown. */
export default markRun;
