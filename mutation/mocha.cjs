// Lets Mocha run the Jest tests of this package, for mutation tests alone. Jest loads every module anew for each test file, which takes
// seconds for each of thousands of mutants; Mocha keeps them.
const { readFileSync } = require('node:fs');
const { relative } = require('node:path');
const { ModernFakeTimers } = require('@jest/fake-timers');
const { transformSync } = require('@swc/core');
const { expect } = require('expect');
const fc = require('fast-check');
const { bind } = require('jest-each');
const { ModuleMocker } = require('jest-mock');
const mocha = require('mocha');

/** Hooks at the top of a file are for that file alone, as with Jest. A file that a mutant keeps from loading is a test that fails. */
const describeFile = (filename, compile) =>
  mocha.describe(relative(__dirname, filename), () => {
    try {
      compile();
    } catch (error) {
      mocha.it('loads', () => {
        throw error;
      });
    }
  });

require.extensions['.ts'] = (module, filename) => {
  const { code } = transformSync(readFileSync(filename, 'utf8'), {
    filename,
    sourceMaps: 'inline',
    jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
    module: { type: 'commonjs' },
  });
  const compile = () => module._compile(code, filename);
  if (filename.endsWith('.test.ts')) describeFile(filename, compile);
  else compile();
};

const mocker = new ModuleMocker(globalThis);
const timers = new ModernFakeTimers({ config: { rootDir: __dirname, fakeTimers: {} }, global: globalThis });

/** What these tests use of Jest. */
const jest = {
  fn: (implementation) => mocker.fn(implementation),
  spyOn: (object, name) => mocker.spyOn(object, name),
  restoreAllMocks: () => mocker.restoreAllMocks(),
  useFakeTimers: (options) => timers.useFakeTimers(options),
  useRealTimers: () => timers.useRealTimers(),
  setSystemTime: (now) => timers.setSystemTime(now),
  advanceTimersToNextTimerAsync: () => timers.advanceTimersToNextTimerAsync(),
  getTimerCount: () => timers.getTimerCount(),
  advanceTimersByTimeAsync: (ms) => timers.advanceTimersByTimeAsync(ms),
};

const withEach = (define) => Object.assign((...args) => define(...args), define, { each: bind(define) });

// Mocha's functions are there once it loads files.
const globals = {
  get describe() {
    return withEach(mocha.describe);
  },
  get it() {
    return withEach(mocha.it);
  },
  get test() {
    return withEach(mocha.it);
  },
  get beforeEach() {
    return mocha.beforeEach;
  },
  get afterEach() {
    return mocha.afterEach;
  },
  get beforeAll() {
    return mocha.before;
  },
  get afterAll() {
    return mocha.after;
  },
  expect,
  jest,
};
const path = require.resolve('@jest/globals');
require.cache[path] = Object.assign(new module.constructor(path), { exports: globals, loaded: true });

// Properties run for each of thousands of mutants, each time with other values.
const MAX_RUNS = 20;
const { assert } = fc.default;
fc.default.assert = (property, options) =>
  assert(property, { ...options, numRuns: Math.min(options?.numRuns ?? MAX_RUNS, MAX_RUNS) });
