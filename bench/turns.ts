import { request } from 'node:http';
import { startEmulator, type Turn } from 'sms-emulator';
import { buildFunctions } from 'functions-dev';
import { median, time } from './measure';

/** What a turn may cost beyond the Function's own time, in milliseconds. */
const BUDGET_MS = 5;

const TURNS = 500;
const PHONES = 100;
const MESSAGES = 20;

async function main(): Promise<void> {
  await buildFunctions(process.cwd());
  await using twilio = await startEmulator({ functions: 'dist/functions' });
  const phone = twilio.phone('+15551110000', { to: '/sms' });

  const turns: number[] = [];
  const calls: number[] = [];
  for (let index = 0; index < TURNS; index++) {
    turns.push(await time(() => phone.text('hi')));
    calls.push(await time(() => callAgain(phone.lastTurn())));
  }
  const [turn, call] = [median(turns), median(calls)];
  console.log(`a turn:                     ${turn.toFixed(2)} ms (median of ${TURNS})`);
  console.log(`the same request alone:     ${call.toFixed(2)} ms`);
  console.log(`what the emulator adds:     ${(turn - call).toFixed(2)} ms (budget ${BUDGET_MS} ms)`);

  const started = performance.now();
  const wrong = await countWrong(
    Array.from({ length: PHONES }, (_, index) =>
      twilio.phone(`+1555300${String(index).padStart(4, '0')}`, { to: '/sms' }),
    ),
  );
  const seconds = (performance.now() - started) / 1000;
  console.log(
    `${PHONES} phones x ${MESSAGES} messages: ${((PHONES * MESSAGES) / seconds).toFixed(0)} turns a second, ${wrong} wrong`,
  );
  if (turn - call > BUDGET_MS || wrong > 0) process.exitCode = 1;
}

/** Sends a turn's request once more, with Node's own client: what the Function and HTTP take without the emulator. */
function callAgain(turn: Turn | undefined): Promise<void> {
  const [exchange] = turn?.exchanges ?? [];
  if (exchange === undefined) throw new Error('The turn made no request.');
  const { url, method, headers, parameters } = exchange.request;
  const body = new URLSearchParams(
    parameters.map(([name, value]): [string, string] => [name, value]),
  ).toString();
  return new Promise((resolve, reject) => {
    request(url, { method, headers: headers.flat(), agent: false }, (response) => {
      response.resume().once('end', resolve);
    })
      .once('error', reject)
      .end(body);
  });
}

/** How many answers are not the one that this phone's count asks for. */
async function countWrong(phones: readonly { text: (body: string) => Promise<string[]> }[]): Promise<number> {
  const counts = await Promise.all(
    phones.map(async ({ text }) => {
      let wrong = 0;
      for (let sent = 1; sent <= MESSAGES; sent++) {
        const expected =
          sent === 1 ? 'Hello, thanks for the new message.' : `Hello, thanks for message number ${sent}`;
        if ((await text('hi')).join() !== expected) wrong++;
      }
      return wrong;
    }),
  );
  return counts.reduce((sum, wrong) => sum + wrong, 0);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
