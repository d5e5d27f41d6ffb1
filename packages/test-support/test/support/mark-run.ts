import { markRun } from '../../src/left-over';

/** A globalSetup that builds nothing. */
export default markRun;
