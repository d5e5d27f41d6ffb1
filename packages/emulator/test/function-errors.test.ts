import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { answering, handler, nodeOf, run, RUNTIMES, writeProject } from 'test-support';
import { startEmulator } from '../src/driver';
import { FAILING_FUNCTIONS } from './support/failing-functions';
import { createManualTimers } from './support/manual-timers';
import { runTests } from './support/run-jest';
import { ANN, BEN } from './support/turns';

const GOOD = answering("'good'");

const startWith = async (files: Readonly<Record<string, string>>) =>
  startEmulator({ functions: join(await writeProject(files), 'functions') });

describe('a turn fails, and nothing else, when its Function', () => {
  it.each(Object.entries(FAILING_FUNCTIONS))('%s', async (_, { code, shows: [number, ...texts] }) => {
    await using twilio = await startWith({ 'functions/sms.js': code, 'functions/good.js': GOOD });
    const { errors } = await twilio.phone(ANN, { to: '/sms' }).send('hi');
    expect(errors).toMatchObject([{ code: number, level: 'error' }]);
    for (const text of texts) expect(errors[0]?.detail).toContain(text);
    expect(await twilio.phone(BEN, { to: '/good' }).text('hi')).toEqual(['good']);
  });

  it('does not call back for 10 s: 504', async () => {
    const { startTimer, expire } = createManualTimers();
    const root = await writeProject({ 'functions/sms.js': handler('globalThis.onCalled();') });
    await using twilio = await startEmulator({ functions: join(root, 'functions'), startTimer });
    const called = new Promise<void>((resolve) => Object.assign(globalThis, { onCalled: resolve }));
    const turn = twilio.phone(ANN).send('hi');
    await called;
    expire(10_000);
    const { errors, exchanges } = await turn;
    expect(errors).toMatchObject([
      {
        code: 11200,
        detail: expect.stringMatching(/^HTTP 504\. The Function \/sms did not call back within 10 s\. /),
      },
    ]);
    expect(exchanges[0]?.response).toMatchObject({ status: 504, body: 'runtime application timed out' });
  });

  it('may run for as long as functionMs says', async () => {
    const { startTimer, expire } = createManualTimers();
    const root = await writeProject({ 'functions/sms.js': handler('globalThis.onCalled(callback);') });
    const functions = join(root, 'functions');
    await using twilio = await startEmulator({ functions, startTimer, functionMs: 600_000 });
    const called = new Promise<(error: null, text: string) => void>((resolve) =>
      Object.assign(globalThis, { onCalled: resolve }),
    );
    const turn = twilio.phone(ANN).text('hi');
    const callback = await called;
    expect(() => {
      expire(10_000);
    }).toThrow('No timer of 10000 ms is running.');
    callback(null, 'at last');
    expect(await turn).toEqual(['at last']);
  });
});

it('what a Function throws when its turn has ended is added to the turn', async () => {
  await using twilio = await startWith({
    'functions/sms.js': handler(
      "globalThis.turnEnded.then(() => {\n  throw new Error('oh');\n});\ncallback(null, new Twilio.twiml.MessagingResponse());",
    ),
  });
  let end!: () => void;
  Object.assign(globalThis, { turnEnded: new Promise<void>((resolve) => (end = resolve)) });
  const ann = twilio.phone(ANN);
  expect(await ann.text('hi')).toEqual([]);
  const changed = new Promise<void>((resolve) => {
    twilio.engine.subscribe(({ type }) => {
      if (type === 'turn') resolve();
    });
  });
  end();
  await changed;
  expect(ann.lastTurn()?.errors).toMatchObject([
    {
      code: 82005,
      title: 'Function execution resulted in an error log',
      detail: expect.stringContaining('Error: oh ('),
    },
  ]);
});

it('of calls at the same time, each turn has the error of its own', async () => {
  await using twilio = await startWith({
    'functions/sms.js': handler('setTimeout(() => {\n  throw new Error(event.Body);\n}, 1);'),
  });
  const texts = ['one', 'two', 'three'];
  const turns = await Promise.all(texts.map((text, index) => twilio.phone(`+1555111000${index}`).send(text)));
  expect(turns.map(({ errors }) => errors.map(({ detail }) => detail))).toEqual(
    texts.map((text) => [expect.stringContaining(`HTTP 500. Error: ${text} (`)]),
  );
});

describe('in plain Node.js', () => {
  const all = Object.entries(FAILING_FUNCTIONS);
  const nodes = [
    ['this Node.js', process.execPath],
    ...RUNTIMES.map((runtime) => [runtime, nodeOf(runtime)]),
  ];
  const textAll = async (node: string, ...rest: string[]) => {
    const files = all.map(([, { code }], index): [string, string] => [
      `functions/${100 + index}/sms.js`,
      code,
    ]);
    const functions = join(await writeProject(Object.fromEntries(files)), 'functions');
    const script = 'packages/emulator/test/support/text-functions.ts';
    const running = run('.', node, ['--import', 'tsx', script, functions, ...rest]);
    return { code: await running.ended, output: running.output() };
  };

  it.each(nodes)('all of these turns fail, and the process goes on (%s)', async (_, node = '') => {
    const { code, output } = await textAll(node);
    expect({ code, output }).toMatchObject({ code: 0 });
    for (const [index, [name, { shows }]] of all.entries()) {
      const line = output.split('\n').find((text) => text.startsWith(`{"name":"/${100 + index}/sms"`)) ?? '';
      const { errors } = JSON.parse(line) as { errors: string[] };
      expect([name, errors]).toEqual([name, [expect.stringContaining(String(shows[0]))]]);
      for (const text of shows.slice(1))
        expect(errors[0]).toContain(String(text).replace('/sms', `/${100 + index}/sms`));
    }
  });

  it.each(nodes)('what its own code rejects ends the process as ever (%s)', async (_, node = '') => {
    const { code, output } = await textAll(node, 'reject');
    expect(output).toContain('Error: of the script itself');
    expect(code).toBe(1);
  });
});

it('in a test, what its own code rejects fails the test as ever, and a Function’s error does not', async () => {
  const functions = join(
    await writeProject({
      'functions/sms.js': handler("setTimeout(() => {\n  throw new Error('oh');\n}, 1);"),
    }),
    'functions',
  );
  const test = (own: string) => `
    import { expect, it } from '@jest/globals';
    import { startEmulator } from ${JSON.stringify(resolve('packages/emulator/src/index.ts'))};
    it('texts', async () => {
      await using twilio = await startEmulator({ functions: ${JSON.stringify(functions)} });
      expect(await twilio.phone('+15551110000').text('hi', { errors: [11200] })).toEqual([]);
      ${own}
    });`;
  const reports = await runTests({
    'function.test.ts': test(''),
    'rejects.test.ts': test(
      "void Promise.reject(new Error('own rejection')); await new Promise(setImmediate);",
    ),
    'throws.test.ts': test(
      "await new Promise((done) => setImmediate(() => { done(); throw new Error('own callback'); }));",
    ),
  });
  const resultOf = (name: string) => reports.find((file) => file.name.endsWith(name))?.assertionResults;
  expect(resultOf('function.test.ts')).toMatchObject([{ status: 'passed', failureMessages: [] }]);
  expect(resultOf('rejects.test.ts')).toMatchObject([
    { status: 'failed', failureMessages: [expect.stringContaining('own rejection')] },
  ]);
  expect(resultOf('throws.test.ts')).toMatchObject([
    { status: 'failed', failureMessages: [expect.stringContaining('own callback')] },
  ]);
});
