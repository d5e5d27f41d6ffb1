import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import twilio from 'twilio';
import { atOnce, below } from '../../test/support/at-once';
import { cpu, time } from '../support/measure';
import { packedEmulator } from '../support/packed-emulator';
import { report, runPart } from '../support/report';

const MESSAGES = 1000;
const WARM_UP = 300;
const AT_ONCE = 50;
const PHONES = 20;
const GOAL_RATE = 500;

/** What the status callbacks of each message must tell, in this order. */
const STATUSES = ['sending', 'sent', 'delivered'];

const ACCOUNT = { accountSid: `AC${'1'.repeat(32)}`, authToken: 'token' };

runPart(async () => {
  const { startEmulator } = packedEmulator();
  await using callbacks = await serveCallbacks();
  await using emulator = await startEmulator({ webhook: callbacks.url, ...ACCOUNT });
  const client = twilio(ACCOUNT.accountSid, ACCOUNT.authToken);
  const from = emulator.engine.numbers()[0]?.number ?? '';
  const phones = Array.from({ length: PHONES }, (_, index) => emulator.phone(`+${15_553_000_000 + index}`));

  const sids: string[] = [];
  const send = async (index: number): Promise<void> => {
    const to = phones[index % PHONES]?.number ?? '';
    const message = { from, to, body: `Message ${index}`, statusCallback: callbacks.url };
    sids.push((await client.messages.create(message)).sid);
  };

  const sendAll = async (count: number): Promise<void> => {
    await atOnce(AT_ONCE, below(count), send);
    await emulator.settled();
  };
  await sendAll(WARM_UP);
  let took = NaN;
  const busy = await cpu(async () => (took = await time(() => sendAll(MESSAGES))));

  const delivered = phones.flatMap((phone) => phone.inbox().filter(({ status }) => status === 'delivered'));
  const wrongMessages = countWrong(
    sids,
    delivered.map(({ sid }) => sid),
  );
  const wrongCallbacks = countWrong(
    sids.flatMap((sid) => STATUSES.map((status, index) => `${sid} ${index} ${status}`)),
    callbacks.received(),
  );
  const perSecond = (MESSAGES / busy) * 1e6;
  const isAll = sids.length === WARM_UP + MESSAGES && wrongMessages === 0 && wrongCallbacks === 0;
  report({
    figure: `REST: ${MESSAGES} \`messages.create\` by the real client with their callbacks, ${AT_ONCE} at once`,
    here:
      `${perSecond.toFixed(0)} a second of CPU (${((MESSAGES / took) * 1000).toFixed(0)} by the clock), ` +
      `${wrongMessages} messages and ${wrongCallbacks} callbacks lost, doubled or disordered`,
    goal: `at least ${GOAL_RATE} a second, none lost`,
    holds: perSecond >= GOAL_RATE && isAll,
  });
});

/** How many are not there exactly once, and how many others are there. */
function countWrong(expected: readonly string[], found: readonly string[]): number {
  const left = new Map<string, number>();
  for (const name of found) left.set(name, (left.get(name) ?? 0) + 1);
  for (const name of expected) left.set(name, (left.get(name) ?? 0) - 1);
  return [...left.values()].reduce((sum, count) => sum + Math.abs(count), 0);
}

/** A server for status callbacks. `received` gives each as its message, its place among that message's, and its status. */
async function serveCallbacks() {
  const received = new Map<string, string[]>();
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const form = new URLSearchParams(body);
      const sid = form.get('MessageSid') ?? '';
      received.set(sid, [...(received.get(sid) ?? []), form.get('MessageStatus') ?? '']);
      response.writeHead(204).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/status`,
    received: () =>
      [...received].flatMap(([sid, statuses]) =>
        statuses.map((status, index) => `${sid} ${index} ${status}`),
      ),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
