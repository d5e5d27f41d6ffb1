import config from '../../jest.config.mjs';

const { globalSetup: _setup, globalTeardown: _teardown, coverageThreshold: _threshold, ...shared } = config;

/**
 * Jest for mutation tests: this package alone, without a build and a browser. The tests of bundles are left out: they see the
 * sources through esbuild, so no mutant reaches them.
 * @type {import('jest').Config}
 */
export default {
  ...shared,
  rootDir: '../..',
  testMatch: ['<rootDir>/packages/conversation/test/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/bundles?.test.ts$'],
  setupFiles: ['<rootDir>/packages/conversation/test/support/few-runs.ts'],
};
