/** @type {import('jest').Config} */
export default {
  testMatch: ['<rootDir>/{test,scripts/test,packages/*/test}/**/*.test.ts'],
  // arktype comes as ECMAScript modules only, which Jest cannot load as they are on our versions of Node.js.
  transform: {
    '^.+\\.tsx?$|/node_modules/(?:arktype|arkregex|@ark)/.+\\.js$': [
      '@swc/jest',
      { jsc: { target: 'es2022' } },
    ],
  },
  transformIgnorePatterns: ['/node_modules/(?!(?:arktype|arkregex|@ark)/)'],
  // Jest leaves one core alone by default; with two, much of the time is spent waiting for processes and browsers.
  maxWorkers: 2,
  globalSetup: '<rootDir>/test/support/build-functions-once.ts',
  globalTeardown: '<rootDir>/test/support/stop-browser.ts',
  // As TEST_TIMEOUT_MS of packages/test-support: generous, for machines that are busy.
  testTimeout: 180_000,
  // Functions log what they do. To see it: npx jest --silent=false
  silent: true,
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  collectCoverageFrom: ['src/**/*.ts', 'packages/conversation/src/**/*.ts'],
  coverageThreshold: { global: { statements: 100, branches: 100, functions: 100, lines: 100 } },
  coverageReporters: ['text', 'lcov'],
};
