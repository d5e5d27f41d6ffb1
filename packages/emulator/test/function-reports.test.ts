import { describe, expect, it } from '@jest/globals';
import type { Engine } from '../src/engine/engine-type';
import type { EmulatorEvent, Turn } from '../src/engine/types';
import { startEmulator } from '../src/driver';
import { createManualTimers } from './support/manual-timers';
import { serveManually } from './support/manual-webhook';
import { ANN, NUMBER, turnFor } from './support/turns';

const AT = { file: 'src/functions/sms.ts', line: 12, column: 5, url: 'vscode://file/sms.ts:12:5' };
const FAILURE = { path: '/sms', message: 'TypeError: oh', isAnswer: true, at: AT, frames: [AT] };
const SHOWN = { path: '/sms', message: 'TypeError: oh', at: AT, frames: [AT] };
const OK = { headers: { 'Content-Type': 'text/plain' }, body: 'ok' };

/** A turn whose webhook has been called and has not answered, and the token of that request. */
async function startTurn() {
  const webhook = await serveManually();
  const timers = createManualTimers();
  const twilio = await startEmulator({ webhook: webhook.url, startTimer: timers.startTimer });
  const turn = twilio.phone(ANN).send('hi');
  const [request] = await webhook.next(1);
  if (request === undefined) throw new Error('There is no request.');
  const token = String(request.header('I-Twilio-Idempotency-Token'));
  const { engine } = twilio;
  return {
    engine,
    token,
    turn,
    request,
    timers,
    last: () => engine.lastTurn(ANN, NUMBER) ?? engine.conversations()[0]?.turns.at(-1),
    async [Symbol.asyncDispose]() {
      await twilio.stop();
      await webhook[Symbol.asyncDispose]();
    },
  };
}

/** The turns of the events that follow. */
function followTurns(engine: Engine): Turn[] {
  const turns: Turn[] = [];
  engine.subscribe((event: EmulatorEvent) => {
    if (event.type === 'turn') turns.push(event.turn);
  });
  return turns;
}

describe('the failure of a Function', () => {
  it('is shown while its turn runs, and is the reason of its answer', async () => {
    await using started = await startTurn();
    const seen = followTurns(started.engine);
    started.engine.noteFunctionFailure(started.token, FAILURE);
    expect(seen).toMatchObject([{ durationMs: null, failures: [SHOWN], errors: [] }]);
    started.request.answer({ status: 500, body: 'oh' });
    const { failures, errors } = await started.turn;
    expect(failures).toEqual([SHOWN]);
    expect(errors).toMatchObject([
      { code: 11200, detail: 'HTTP 500. TypeError: oh (src/functions/sms.ts:12:5)' },
    ]);
  });

  it('that has another answer is an entry of the debugger', async () => {
    await using started = await startTurn();
    started.engine.noteFunctionFailure(started.token, { ...FAILURE, isAnswer: false });
    started.request.answer(OK);
    const { failures, errors } = await started.turn;
    expect(failures).toEqual([SHOWN]);
    expect(errors).toMatchObject([{ code: 82005, detail: 'TypeError: oh (src/functions/sms.ts:12:5)' }]);
  });

  it('may come when the turn has ended', async () => {
    await using started = await startTurn();
    started.request.answer({ status: 504 });
    await started.turn;
    const seen = followTurns(started.engine);
    started.engine.noteFunctionFailure(started.token, FAILURE);
    started.engine.noteFunctionFailure(started.token, { path: '/sms', message: 'late', isAnswer: false });
    expect(seen.at(-1)).toMatchObject({
      durationMs: expect.any(Number),
      failures: [SHOWN, { path: '/sms', message: 'late' }],
      errors: [{ code: 11200 }, { code: 82005, detail: 'late' }],
    });
  });

  it('is told again when its line is known, and shown once', async () => {
    await using started = await startTurn();
    const { path, message, isAnswer } = FAILURE;
    started.engine.noteFunctionFailure(started.token, { path, message, isAnswer });
    started.engine.noteFunctionFailure(started.token, FAILURE);
    started.request.answer(OK);
    expect((await started.turn).failures).toEqual([SHOWN]);
  });

  it('is one of ten at most, with an entry each', async () => {
    await using started = await startTurn();
    for (let index = 0; index < 30; index++) {
      const message = `oh ${index}`;
      started.engine.noteFunctionFailure(started.token, { path: '/sms', message, isAnswer: false });
    }
    started.request.answer(OK);
    const { failures, errors } = await started.turn;
    expect([failures?.length, errors.length]).toEqual([10, 10]);
  });

  it('of a request that is not known is of no turn', async () => {
    await using started = await startTurn();
    const seen = followTurns(started.engine);
    started.engine.noteFunctionFailure('unknown', FAILURE);
    started.engine.noteFunctionLog('unknown', { level: 'log', text: 'a' });
    expect(seen).toEqual([]);
  });

  it('of a conversation that was forgotten is of no turn', async () => {
    await using started = await startTurn();
    started.request.answer(OK);
    await started.turn;
    started.engine.forget();
    const seen = followTurns(started.engine);
    started.engine.noteFunctionFailure(started.token, FAILURE);
    expect(seen).toEqual([]);
  });
});

describe('what a Function prints', () => {
  const print = ({ engine, token }: Awaited<ReturnType<typeof startTurn>>, text: string) => {
    engine.noteFunctionLog(token, { level: 'info', text });
  };
  const textsOf = (turn: Turn | undefined) => turn?.logs?.map(({ text }) => text);

  it('is shown while the turn runs, several lines at once', async () => {
    await using started = await startTurn();
    const seen = followTurns(started.engine);
    print(started, 'one');
    print(started, 'two');
    expect(seen).toEqual([]);
    started.timers.expire(50);
    expect(seen.map(textsOf)).toEqual([['one', 'two']]);
    started.request.answer(OK);
    expect((await started.turn).logs).toEqual([
      { level: 'info', text: 'one', at: expect.any(Number) },
      { level: 'info', text: 'two', at: expect.any(Number) },
    ]);
  });

  it('is added to a turn that has ended', async () => {
    await using started = await startTurn();
    print(started, 'one');
    started.request.answer(OK);
    await started.turn;
    const seen = followTurns(started.engine);
    print(started, 'two');
    started.engine.noteFunctionLog(started.token, undefined);
    started.timers.expire(50);
    expect(seen).toHaveLength(1);
    expect(textsOf(seen[0])).toEqual(['one', 'two']);
    expect(seen[0]).toMatchObject({ durationMs: expect.any(Number), hasMoreLogs: true });
  });

  it.each([
    ['lines', 300, 'x', 200],
    ['characters', 20, 'x'.repeat(10_000), 6],
  ])('is bounded in its %s', async (_, times, text, kept) => {
    await using started = await startTurn();
    for (let index = 0; index < times; index++) print(started, text);
    started.request.answer(OK);
    const { logs, hasMoreLogs } = await started.turn;
    expect([logs?.length, hasMoreLogs]).toEqual([kept, true]);
  });
});

describe('a mistake of TwiML has its place in the answer', () => {
  it.each([
    ['<Response>\n  <Message>hi</Massage>\n</Response>', 12100, { line: 2, column: 23 }],
    ['\uFEFF<Response></Responce>', 12100, { line: 1, column: 21 }],
    ['<Response>\r\n  <Message foo="1">hi</Message>\r\n</Response>', 12200, { line: 2, column: 3 }],
    ['<Response>\n<Message\n  to="">hi</Message><Foo/></Response>', 12200, { line: 3, column: 21 }],
    ['<Response><Say>hi</Say></Response>', 14110, { line: 1, column: 11 }],
    ['<Other/>', 12102, { line: 1, column: 1 }],
    ['<Response><Redirect method="PUT">x</Redirect></Response>', 14104, { line: 1, column: 11 }],
  ])('%j', async (body, code, position) => {
    const { errors } = await turnFor({ headers: { 'Content-Type': 'text/xml' }, body });
    expect(errors[0]).toMatchObject({ code, position, exchange: 0 });
    expect(errors[0]?.detail).not.toMatch(/^\d/);
  });

  it('and no other entry has one', async () => {
    const { errors } = await turnFor({ status: 500 });
    expect(errors).toEqual([expect.not.objectContaining({ position: expect.anything() })]);
  });
});
