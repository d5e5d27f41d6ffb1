/** Mutation tests of the conversation package: `npm run mutation`. @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  mutate: ['packages/conversation/src/**/*.ts'],
  testRunner: 'mocha',
  mochaOptions: {
    require: ['./mutation/mocha.cjs'],
    // The fast ones first: most mutants are killed by them. Those of bundles see the sources through esbuild, without mutants.
    spec: [
      'packages/conversation/test/{texts,message,session}/**/!(*properties).test.ts',
      'packages/conversation/test/conversation/readers/!(bundles).test.ts',
      'packages/conversation/test/**/!(*properties|any-conversation|choose-from-api|bundle|bundles).test.ts',
      'packages/conversation/test/**/{*properties,any-conversation,choose-from-api}.test.ts',
    ],
  },
  disableTypeChecks: false, // swc drops types
  coverageAnalysis: 'perTest',
  // What is evaluated when a module is loaded, as tables of words: each such mutant takes a process and all tests, hours in all.
  ignoreStatic: process.env.MUTATE_STATIC !== 'on',
  // For a busy machine. Most loops that never end are recognized by how often the mutant is reached.
  timeoutMS: 20_000,
  concurrency: 2,
  incremental: true,
  incrementalFile: '.stryker-tmp/incremental.json',
  reporters: ['clear-text', 'progress-append-only', 'json'],
  jsonReporter: { fileName: '.stryker-tmp/report.json' },
  ignorePatterns: [
    'dist',
    'coverage',
    'docs',
    'packages/test-support/nodes',
    'compat/apps',
    'bench/peers',
    'mutation/node_modules',
  ],
};
