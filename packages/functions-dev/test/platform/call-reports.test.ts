import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { closeWithTests, copyProject, handler } from 'test-support';
import type { CallFailure, CallLog } from '../../src/call-reports';
import { buildFunctions } from '../../src/build-functions';
import { type ReportedRun, startReportedRun } from '../../src/reported-run';

// The real twilio-run with the real runtime handler: what is told of the calls of each Function.
const SECRET = 'a-secret-of-dot-env';
let root: string;
const stop = new AbortController();

const FUNCTIONS: Readonly<Record<string, string>> = {
  throws: handler("throw new TypeError('oh');"),
  'calls-back': handler("callback(new RangeError('oh'));"),
  'throws-text': handler("callback('oh');"),
  'throws-proxy': handler(
    "throw new Proxy({}, { get() { throw new Error('no'); }, getPrototypeOf() { throw new Error('no'); } });",
  ),
  'has-cause': handler("callback(new Error('outer', { cause: new Error('inner') }));"),
  'names-secret': handler('callback(new Error(`no ${context.LONG_SECRET}`));'),
  rejects: "exports.handler = async () => {\n  await null;\n  throw new Error('oh');\n};",
  forgets: handler("void Promise.reject(new Error('oh'));\ncallback(null, 'answered');"),
  logs: handler("console.error(new Error('oh'));\ncallback(null, 'answered');"),
  'cannot-load': "JSON.parse('x');",
  'no-handler': 'exports.handle = () => undefined;',
  'odd-handler': 'exports.handler = 1;',
  exits: handler('process.exit(3);'),
  crashes: handler("setTimeout(() => {\n  throw new Error('oh');\n}, 1);"),
  'crashes-later': handler(
    "callback(null, 'answered');\nsetTimeout(() => {\n  throw new Error('oh');\n}, 1);",
  ),
  'crashes-in-microtask': handler("queueMicrotask(() => {\n  throw new Error('oh');\n});"),
  dies: handler("console.log('last words');\nprocess.kill(process.pid, 'SIGKILL');"),
  loops: handler("console.log('begins'); for (;;) {}"),
  waits: handler("console.log('begins');"),
  prints: handler(`
    console.log('%s says', event.Body, { a: 1 });
    setTimeout(() => {
      console.debug('debug');
      console.info('info');
      console.warn('warn');
      console.table([1]);
      process.stdout.write('written\\n');
      callback(null, 'answered');
      console.log('afterwards');
    }, 5);`),
  'prints-much': handler(
    "for (let line = 0; line < 1000; line++) console.log(line);\ncallback(null, 'answered');",
  ),
  'prints-long': handler("console.log('x'.repeat(1e6));\nconsole.log('short');\ncallback(null, 'answered');"),
  'prints-secret-at-end': handler(
    "console.log('x'.repeat(7990) + context.AUTH_TOKEN + 'y'.repeat(1e6));\ncallback(null, 'answered');",
  ),
  'prints-secrets': handler(
    'console.log(context.AUTH_TOKEN, context.SESSION_SECRET, context.LONG_SECRET);\ncallback(null, String(context.AUTH_TOKEN));',
  ),
  forges: handler(
    `const write = (value) => require('fs').writeSync(3, '\\n' + JSON.stringify(value) + '\\n');
    const call = { id: 7, token: 'a token', path: '/forged', file: '../../../etc/passwd' };
    for (const value of [{ call }, { begun: 1 }, { call, failure: { how: 'other' } }, { call, log: { level: 'x' } }, { over: {} }, { call: null, failure: null }])
      write(value);
    callback(null, 'answered');`,
  ),
};

beforeAll(async () => {
  ({ root } = await copyProject());
  await writeFile(
    join(root, '.env'),
    `SESSION_SECRET=${'s'.repeat(32)},${'t'.repeat(32)}\nLONG_SECRET=${SECRET}\n`,
  );
  await buildFunctions(root);
  for (const [name, code] of Object.entries(FUNCTIONS))
    await writeFile(join(root, 'dist/functions', `${name}.js`), code);
});

/** A process of its own, and what it has told. */
async function startReporting() {
  const failures: CallFailure[] = [];
  const logs: CallLog[] = [];
  const wakers = new Set<() => void>();
  const wake = () => {
    for (const waker of wakers) waker();
  };
  const run = await startReportedRun(
    {
      ...{ root, publicPort: 3000, stopping: stop.signal, output: 'ignore' },
      context: { AUTH_TOKEN: 'a'.repeat(32) },
    },
    {
      linkPlace: (place) => place,
      onFailure: (failure) => {
        failures.push(failure);
        wake();
      },
      onLog: (log) => {
        logs.push(log);
        wake();
      },
    },
  );
  closeWithTests(run.stop);
  return {
    run,
    failures,
    logs,
    call: (name: string, token = 'a token', body = 'hi') => callAt(run, name, token, body),
    /** Resolves when this is so of what has been told. */
    until: (isSo: () => boolean) =>
      new Promise<void>((resolve) => {
        const check = () => {
          if (isSo()) resolve();
        };
        wakers.add(check);
        check();
      }),
  };
}

const callAt = ({ url, headers }: ReportedRun, name: string, token: string, body: string) =>
  fetch(`${url}/${name}`, {
    method: 'POST',
    headers: { 'I-Twilio-Idempotency-Token': token, ...Object.fromEntries(headers) },
    body: new URLSearchParams({ Body: body }),
  });

type Reporting = Awaited<ReturnType<typeof startReporting>>;
let shared: Reporting;
beforeAll(async () => {
  shared = await startReporting();
});

describe('of a call that fails, message and place are told', () => {
  it.each([
    ['throws', 500, true, 'TypeError: oh', 'throws.js:2:7'],
    ['calls-back', 500, true, 'RangeError: oh', 'calls-back.js:2:10'],
    ['throws-text', 500, true, 'oh', 'throws-text.js'],
    ['throws-proxy', 500, true, 'A value whose properties throw', 'throws-proxy.js'],
    ['has-cause', 500, true, 'Error: outer', 'has-cause.js:2:10'],
    ['names-secret', 500, true, 'Error: no ***', 'names-secret.js:2:10'],
    ['forgets', 200, false, 'Error: oh. Nobody has caught this: is an await missing?', 'forgets.js:2:21'],
    ['logs', 200, false, 'Error: oh', 'logs.js:2:15'],
    [
      'cannot-load',
      500,
      true,
      'The Function /cannot-load cannot be loaded: SyntaxError',
      'cannot-load.js:1:6',
    ],
    ['no-handler', 404, true, 'The Function /no-handler exports no handler.', 'no-handler.js'],
    [
      'odd-handler',
      404,
      true,
      'The Function /odd-handler exports a handler that is not a function: number.',
      'odd-handler.js',
    ],
  ])('%s', async (name, status, isAnswer, message, place) => {
    const { call, failures, until } = shared;
    failures.length = 0;
    expect((await call(name)).status).toBe(status);
    await until(() => failures.length > 0);
    expect(failures).toMatchObject([{ token: 'a token', path: `/${name}`, isAnswer }]);
    expect(failures[0]?.message).toContain(message);
    const { file = '', line, column } = failures[0]?.at ?? {};
    expect([file, line, column].filter(Boolean).join(':')).toBe(`dist/functions/${place}`);
  });

  it('of a handler that rejects, before it is late', async () => {
    const { failures, until, run } = shared;
    failures.length = 0;
    const abort = new AbortController();
    const { url, headers } = run;
    const answer = fetch(`${url}/rejects`, { headers: Object.fromEntries(headers), signal: abort.signal });
    await until(() => failures.length > 0);
    abort.abort();
    await expect(answer).rejects.toThrow();
    expect(failures).toMatchObject([
      { token: undefined, at: { file: 'dist/functions/rejects.js', line: 3 } },
    ]);
    expect(failures[0]?.message).toContain('it never calls back');
  });
});

describe('of a call that ends its process, that is told, with what it has printed', () => {
  it.each([
    ['exits', true, 'by process.exit(3).', 'exits.js:2'],
    ['crashes', true, 'Error: oh. Nobody has caught this, and it has ended the process', 'crashes.js:3'],
    [
      'crashes-later',
      false,
      'Error: oh. Nobody has caught this, and it has ended the process',
      'crashes-later.js:4',
    ],
    ['crashes-in-microtask', true, 'Error: oh. Nobody has caught this', 'crashes-in-microtask.js:3'],
    ['dies', true, 'twilio-run ended by itself (SIGKILL). This call was under way.', 'dies.js'],
  ])('%s', async (name, isAnswer, message, place) => {
    const { call, failures, logs, until, run } = await startReporting();
    await call(name).catch(() => undefined);
    await run.ended;
    await until(() => failures.length > 0);
    expect(failures).toMatchObject([{ path: `/${name}`, isAnswer }]);
    expect(failures[0]?.message).toContain(message);
    expect(`${String(failures[0]?.at?.file)}:${String(failures[0]?.at?.line)}`).toContain(place);
    expect(logs.map(({ line }) => line?.text)).toEqual(name === 'dies' ? ['last words'] : []);
  });

  it('and of the other calls, that it was not them', async () => {
    const { call, failures, logs, until } = await startReporting();
    const waiting = call('waits', 'another token');
    await until(() => logs.length > 0);
    await Promise.allSettled([waiting, call('exits')]);
    await until(() => failures.length > 1);
    expect(failures.find(({ token }) => token === 'another token')).toMatchObject({
      path: '/waits',
      isAnswer: true,
      message: 'twilio-run ended by itself (code 3). This call was under way. Another call has ended it.',
    });
  });
});

describe('of a call that is not answered in time', () => {
  const lateIn = async (name: string) => {
    const reporting = await startReporting();
    const { call, failures, logs, until, run } = reporting;
    void call(name).catch(() => undefined);
    await until(() => logs.length > 0);
    if (name === 'waits') await run.ping(); // it waits then
    run.tooLate(`/${name}`, 'a token');
    expect(failures).toMatchObject([
      { path: `/${name}`, isAnswer: true, at: { file: `dist/functions/${name}.js` } },
    ]);
    return reporting;
  };

  it('the line of an endless loop is told, also with what waits for it', async () => {
    const { failures, until, run } = await lateIn('loops');
    await until(() => failures.length > 1);
    expect(failures[1]).toMatchObject({
      message: failures[0]?.message,
      at: { file: 'dist/functions/loops.js', line: 2 },
    });
    expect(await run.heldUpAt()).toMatch(/^ It is at dist\/functions\/loops\.js:2:\d+\.$/);

    run.tooLate('/prints', 'another token');
    await until(() => failures.length > 3);
    expect(failures.slice(2)).toMatchObject([
      { token: 'another token', path: '/prints', at: { file: 'dist/functions/prints.js' } },
      { message: 'Meanwhile, /loops held up the process of the Functions.', at: { line: 2 } },
    ]);
    await run.stop();
    expect(failures).toHaveLength(4);
  });

  it('the file of one that waits is told, and others go on', async () => {
    const { call, failures, run } = await lateIn('waits');
    expect((await run.whereIs()).call).toBe(undefined);
    expect((await call('prints')).status).toBe(200);
    expect(failures).toHaveLength(1);
  });
});

describe('what a call prints is told', () => {
  const printedBy = (token: string) =>
    shared.logs.filter((log) => log.token === token).map(({ line }) => line && [line.level, line.text]);

  it('with its level, in its order, and apart from what others print at the same time', async () => {
    const { call, logs, until } = shared;
    const tokens = ['one', 'two', 'three'];
    await Promise.all(tokens.map((token) => call('prints', token, token)));
    await until(() =>
      tokens.every((token) => logs.some((log) => log.token === token && log.line?.text === 'afterwards')),
    );
    for (const token of tokens) {
      expect(printedBy(token)).toEqual([
        ['log', `${token} says { a: 1 }`],
        ['debug', 'debug'],
        ['info', 'info'],
        ['warn', 'warn'],
        ['log', expect.stringContaining('│')],
        ['log', 'written'],
        ['log', 'afterwards'],
      ]);
    }
  });

  it('up to a bound', async () => {
    const { call, logs, until } = shared;
    await call('prints-much', 'much');
    await until(() => logs.some(({ token, line }) => token === 'much' && line === undefined));
    await call('prints', 'behind');
    await until(() => logs.some(({ token }) => token === 'behind'));
    expect(printedBy('much').slice(-2)).toEqual([['log', '199'], undefined]);
  });

  it('without the auth token and the session secret', async () => {
    const { call, logs, until } = shared;
    expect(await (await call('prints-secrets', 'secrets')).text()).toBe('a'.repeat(32));
    await until(() => logs.some(({ token }) => token === 'secrets'));
    expect(printedBy('secrets')).toEqual([['log', `*** *** ${SECRET}`]]);
  });

  it('without the beginning of one either, where a long text is cut', async () => {
    const { call, logs, until } = shared;
    await call('prints-secret-at-end', 'end');
    await until(() => logs.some(({ token }) => token === 'end'));
    expect(printedBy('end')).toEqual([['log', expect.stringMatching(/^x{7971}… \(1008022 characters/)]]);
  });

  it('the beginning of a long text, and what comes behind it', async () => {
    const { call, logs, until } = shared;
    await call('prints-long', 'long');
    await until(() => logs.some(({ token, line }) => token === 'long' && line?.text === 'short'));
    expect(printedBy('long')).toEqual([
      ['log', `${'x'.repeat(8000)}… (1000000 characters: the terminal has all of it)`],
      ['log', 'short'],
    ]);
  });
});

it('a Function may write what it likes in place of messages, and they are not taken', async () => {
  const { call, failures, logs, until } = shared;
  failures.length = 0;
  expect((await call('forges')).status).toBe(200);
  await call('prints', 'behind forges');
  await until(() => logs.some(({ token }) => token === 'behind forges'));
  expect(failures).toEqual([]);
});
