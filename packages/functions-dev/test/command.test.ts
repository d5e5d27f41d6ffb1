import { describe, expect, it } from '@jest/globals';
import { run } from 'test-support';

const functionsDev = (...args: readonly string[]) =>
  run('.', 'node', ['packages/functions-dev/bin/functions-dev.cjs', ...args]);

describe('functions-dev', () => {
  it.each([
    [['--help'], 'functions-dev build '],
    [['build', '--help'], 'npm run build '],
    [['number', '--help'], 'npm run number '],
    [['where', '--help'], 'npm run where '],
  ])('%j says how it is used, and nothing else', async (args, usage) => {
    const asked = functionsDev(...args);
    expect(await asked.ended).toBe(0);
    expect(asked.output().startsWith(usage)).toBe(true);
  });

  it.each([
    [['nonsense'], 'functions-dev build '],
    [['build', 'src'], 'src is not understood.\n\nnpm run build '],
    [['where', '--nonsense'], "Unknown option '--nonsense'"],
    [['where', '--nonsense'], '\n\nnpm run where '],
  ])('%j is refused, and it says how it is used', async (args, usage) => {
    const asked = functionsDev(...args);
    expect(await asked.ended).toBe(1);
    expect(asked.output()).toContain(usage);
  });
});
