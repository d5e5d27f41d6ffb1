/** @type {import('jest').Config} */
export default {
  testMatch: ['<rootDir>/{test,scripts/test,torture/test,packages/*/test}/**/*.test.ts'],
  // arktype comes as ECMAScript modules only, which Jest cannot load as they are on our versions of Node.js.
  transform: {
    '^.+\\.tsx?$|/node_modules/(?:arktype|arkregex|@ark)/.+\\.js$': [
      '@swc/jest',
      // Lazy: what a test file imports and does not use, as a browser from test-support, is not loaded.
      { jsc: { target: 'es2022' }, module: { type: 'commonjs', lazy: true } },
    ],
  },
  // As `paths` of tsconfig.json: what is published is built when it is packed, and never used here. docs/decisions/7-packages.md
  moduleNameMapper: {
    '^sms-conversation$': '<rootDir>/packages/conversation/src/index.ts',
    '^sms-emulator$': '<rootDir>/packages/emulator/src/index.ts',
    '^sms-emulator/jest$': '<rootDir>/packages/emulator/src/jest.ts',
  },
  transformIgnorePatterns: ['/node_modules/(?!(?:arktype|arkregex|@ark)/)'],
  // Jest leaves one core alone by default; with two, much of the time is spent waiting for processes and browsers.
  maxWorkers: 2,
  // Half a second, the default, is too short for a worker with a large heap on a busy machine. One that leaks is still reported.
  workerGracefulExitTimeout: 60_000,
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  setupFilesAfterEnv: ['<rootDir>/packages/test-support/src/setup.ts'],
  // Functions log what they do. To see it: npx jest --silent=false
  silent: true,
  modulePathIgnorePatterns: [
    '<rootDir>/dist/',
    '<rootDir>/.stryker-tmp/',
    '<rootDir>/packages/[a-z-]+/dist/',
  ],
  collectCoverageFrom: ['src/**/*.ts', 'packages/conversation/src/**/*.ts'],
  coverageThreshold: { global: { statements: 100, branches: 100, functions: 100, lines: 100 } },
  coverageReporters: ['text', 'lcov'],
};
