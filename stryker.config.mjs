/** Mutation tests of the conversation package: `npm run mutation`. @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  mutate: ['packages/conversation/src/**/*.ts'],
  testRunner: 'jest',
  jest: { configFile: 'packages/conversation/jest.mutation.mjs', enableFindRelatedTests: true },
  disableTypeChecks: false, // swc drops types
  coverageAnalysis: 'perTest',
  // A regular expression that is replaced by a slow one, or a loop that never ends, must not hold a worker for long.
  timeoutMS: 5000,
  concurrency: 2,
  incremental: true,
  incrementalFile: '.stryker-tmp/incremental.json',
  reporters: ['clear-text', 'progress-append-only', 'json'],
  jsonReporter: { fileName: '.stryker-tmp/report.json' },
  ignorePatterns: ['dist', 'coverage', 'docs', 'packages/test-support/nodes'],
};
