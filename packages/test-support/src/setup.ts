/** Jest's setupFilesAfterEnv: what holds for every test file. */
import { afterAll, jest } from '@jest/globals';
import { cleanUp } from './clean-up';
import { TEST_TIMEOUT_MS } from './limits';

jest.setTimeout(TEST_TIMEOUT_MS);
afterAll(cleanUp);
