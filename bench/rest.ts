import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { startEmulator } from 'sms-emulator';
import twilio from 'twilio';
import { atOnce, below } from '../test/support/at-once';
import { median, percentile, time } from './measure';

const MESSAGES = 1000;
const AT_ONCE = 50;
const PHONES = 20;

/** What the status callbacks of each message must tell, in this order. */
const STATUSES = ['sending', 'sent', 'delivered'];

const ACCOUNT = { accountSid: `AC${'1'.repeat(32)}`, authToken: 'token' };

async function main(): Promise<void> {
  await using callbacks = await serveCallbacks();
  await using emulator = await startEmulator({ webhook: callbacks.url, ...ACCOUNT });
  const client = twilio(ACCOUNT.accountSid, ACCOUNT.authToken);
  const from = emulator.engine.numbers()[0]?.number ?? '';
  const phones = Array.from({ length: PHONES }, (_, index) => emulator.phone(`+${15_553_000_000 + index}`));

  const sids: string[] = [];
  const durations: number[] = [];
  const send = async (index: number): Promise<void> => {
    const to = phones[index % PHONES]?.number ?? '';
    const message = { from, to, body: `Message ${index}`, statusCallback: callbacks.url };
    durations.push(await time(async () => sids.push((await client.messages.create(message)).sid)));
  };

  const heapBefore = heapInUse();
  const duration = await time(async () => {
    await atOnce(AT_ONCE, below(MESSAGES), send);
    await emulator.settled();
  });
  const heap = heapInUse() - heapBefore;

  const delivered = phones.flatMap((phone) => phone.inbox().filter(({ status }) => status === 'delivered'));
  const wrongMessages = countWrong(
    sids,
    delivered.map(({ sid }) => sid),
  );
  const wrongCallbacks = countWrong(
    sids.flatMap((sid) => STATUSES.map((status, index) => `${sid} ${index} ${status}`)),
    callbacks.received(),
  );
  const perSecond = (MESSAGES / duration) * 1000;
  console.log(
    `${MESSAGES} messages by REST, ${AT_ONCE} at once: ${perSecond.toFixed(0)} a second, with status callbacks`,
  );
  console.log(`a message:                  ${median(durations).toFixed(2)} ms (median of ${MESSAGES})`);
  console.log(`the slowest of 20:          ${percentile(durations, 0.95).toFixed(2)} ms (95th percentile)`);
  console.log(`heap:                       ${heap.toFixed(1)} MB more than before, with the client`);
  console.log(`lost, doubled or disordered: ${wrongMessages} messages, ${wrongCallbacks} callbacks`);
  if (sids.length !== MESSAGES || wrongMessages > 0 || wrongCallbacks > 0) process.exitCode = 1;
}

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

/** In megabytes, after everything that nothing refers to was freed. */
function heapInUse(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed / 1024 / 1024;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
