import { describe, expect, it } from '@jest/globals';
import { readStartArguments } from '../src/start-arguments';

describe('the arguments of npm start', () => {
  it.each([
    [[], undefined],
    [['--inspect'], '--inspect=127.0.0.1:9229'],
    [['--inspect=9300'], '--inspect=127.0.0.1:9300'],
    [['--inspect=0'], '--inspect=127.0.0.1:0'],
    [['--inspect=localhost:9300'], '--inspect=localhost:9300'],
    [['--inspect=[::1]:9300'], '--inspect=[::1]:9300'],
    [['--inspect-brk'], '--inspect-brk=127.0.0.1:9229'],
    [['--inspect-brk=9300'], '--inspect-brk=127.0.0.1:9300'],
  ])('%j debug with %j', (args, inspect) => {
    expect(readStartArguments(args)).toEqual({ inspect, fresh: false });
  });

  it('begin anew with --fresh', () => {
    expect(readStartArguments(['--fresh'])).toEqual({ inspect: undefined, fresh: true });
  });

  it('ask for help', () => {
    expect(readStartArguments(['--help'])).toBeUndefined();
  });

  it.each([
    [['--inspect=localhost'], '--inspect takes a port or host:port, not "localhost".'],
    [['--inspect=70000'], '--inspect takes a port or host:port, not "70000".'],
    [['--inspekt'], "Unknown option '--inspekt'"],
    [['3000'], "Unexpected argument '3000'"],
  ])('are refused, with the usage, when they are %j', (args, problem) => {
    expect(() => readStartArguments(args)).toThrow(problem);
    expect(() => readStartArguments(args)).toThrow('npm start -- --inspect');
  });
});
