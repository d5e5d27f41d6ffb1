import base from '../jest.config.mjs';

/** `npm run compat`: apps on the libraries of others. Apart from `npm test`, which does not need these. @type {import('jest').Config} */
export default {
  ...base,
  rootDir: '..',
  testMatch: ['<rootDir>/compat/test/*.test.ts'],
  globalSetup: '<rootDir>/compat/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/compat/test/support/global-teardown.ts',
  reporters: ['default', '<rootDir>/compat/test/support/table-reporter.mjs'],
};
