import { readFileSync } from 'node:fs';
import { assertFreePorts } from 'functions-runtime';

/** Each Jest worker has a range of its own, so that two never choose the same port. */
const PORTS_PER_WORKER = 500;
const MAX_WORKERS = 20;

/** Where the ranges end at the lowest: below them are the ports of other programs, and below 1024 those of root. */
const LOWEST_END = 30_000;

/**
 * The first of the ports that the system gives to those who ask for any: 32,768 on Linux, unless it is set otherwise, and
 * 49,152 on macOS. A port from that range could be taken between the check and its use.
 */
function firstEphemeralPort(): number {
  try {
    return Number(readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8').split(/\s/)[0]);
  } catch {
    return 49_152;
  }
}

let next = Math.floor(Math.random() * PORTS_PER_WORKER);

/** A port that nothing listens on, outside of other workers' ranges and, where that fits, of the system's ephemeral range. */
export async function freePort(): Promise<number> {
  const worker = Number(process.env.JEST_WORKER_ID ?? 1);
  const end = Math.max(firstEphemeralPort(), LOWEST_END);
  const first = end - (1 + ((worker - 1) % MAX_WORKERS)) * PORTS_PER_WORKER;
  for (let tried = 0; tried < PORTS_PER_WORKER; tried++) {
    const port = first + (next++ % PORTS_PER_WORKER);
    const isFree = await assertFreePorts({ PORT: port }).then(
      () => true,
      () => false,
    );
    if (isFree) return port;
  }
  throw new Error(`None of the ports from ${first} on is free.`);
}
