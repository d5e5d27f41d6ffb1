import { readFileSync } from 'node:fs';
import { assertFreePort } from 'functions-runtime';

/** So many ports for each Jest worker, so that two never choose the same. */
const PORTS_PER_WORKER = 500;

/** Where the ports for tests begin, when the system says nothing else. */
const FIRST_PORT = 20_000;

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

/** A port that nothing listens on and that nobody else is given: neither other workers, nor who asks the system for any. */
export async function freePort(): Promise<number> {
  const worker = Number(process.env.JEST_WORKER_ID ?? 1);
  const first = (FIRST_PORT + worker * PORTS_PER_WORKER) % Math.max(firstEphemeralPort(), FIRST_PORT + 1);
  for (let tried = 0; tried < PORTS_PER_WORKER; tried++) {
    const port = first + (next++ % PORTS_PER_WORKER);
    const isFree = await assertFreePort(port, 'PORT').then(
      () => true,
      () => false,
    );
    if (isFree) return port;
  }
  throw new Error(`None of the ports from ${first} on is free.`);
}
