import { createRequire } from 'node:module';
import { type Emulator, type FaultName, startEmulator, type Turn } from 'sms-emulator';
import { type Memory, startFunctionsProcess } from 'test-support';
import { type RelayAnswer, startRelay } from './http-relay';
import { startKillable } from './killable-server';

/** The Functions in a process of their own, behind an emulator, with a Sync that can fail. */
export type Torture = {
  readonly twilio: Emulator;
  /** How many times the Functions were called again, by the fallback. */
  readonly redelivered: () => number;
  /** Texts a Function from a phone. */
  readonly send: (index: number, path: Path, body: string, fault?: FaultName) => Promise<Turn>;
  /** Where a Function is now. */
  readonly url: (path: Path) => Promise<string>;
  /** How many requests Sync got. */
  readonly syncRequests: () => number;
  /** Kills the process of the Functions and starts it anew. Does so once, when it is called again meanwhile. */
  readonly killServer: () => Promise<void>;
  readonly kills: () => number;
  readonly memory: () => Promise<Memory>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

export type TortureOptions = {
  /** How often a request to Sync fails, from 0 to 1: half of these do nothing, and the others are done all the same. */
  readonly failing?: number;
  /**
   * Kills the process while it is at work, about once in so many moments: when a message is sent, and before and after each
   * request to Sync.
   */
  readonly killEvery?: number;
  /** Leaves out what lies between the Functions and Sync, for measurements: nothing fails, and no request is counted. */
  readonly isDirect?: boolean;
};

/** The Functions that are tortured. */
const PATHS = ['/sms', '/sms-on-sync', '/reservation', '/reservation-on-sync'] as const;
export type Path = (typeof PATHS)[number];

const ACCOUNT = { accountSid: `AC${'1'.repeat(32)}`, authToken: '2'.repeat(32) };
const FUNCTIONS_ENV = {
  SESSION_SECRET: 'torture'.repeat(5),
  ACCOUNT_SID: ACCOUNT.accountSid,
  AUTH_TOKEN: ACCOUNT.authToken,
};
const DIVERT = createRequire(__filename).resolve('sms-emulator/divert');

/** Longer than any start of the process takes on a busy machine. */
const LIMITS = { connectMs: 600_000, totalMs: 600_000, bodyBytes: 64 * 1024 };

const UNAVAILABLE: RelayAnswer = {
  status: 503,
  headers: ['content-type', 'application/json'],
  body: JSON.stringify({ status: 503, code: 20503, message: 'Service unavailable' }),
};

/**
 * Starts it all. The webhook of each number is the process itself; its fallback is a relay, which makes a call that has failed
 * again, with the same `MessageSid`, until it is answered.
 *
 * @param folder - of built Functions, as `buildOnSync` makes it.
 */
export async function startTorture(
  folder: string,
  { failing = 0, killEvery, isDirect = false }: TortureOptions = {},
): Promise<Torture> {
  let syncRequests = 0;
  let redelivered = 0;
  const again = await startRelay(async (request, pass) => {
    for (;;) {
      const called = server.current();
      const { url } = await called;
      redelivered++;
      const answer = await pass(url, request).catch(() => undefined);
      if (answer !== undefined) return answer;
      if (server.current() === called) throw new Error('The process of the Functions does not answer.');
    }
  });
  const twilio = await startEmulator({ webhook: again.url, ...ACCOUNT, port: 0, limits: LIMITS });
  const twilioUrl = twilio.url ?? '';
  const sync = await startRelay(async (request, pass) => {
    syncRequests++;
    server.mayKill();
    const chance = Math.random();
    if (chance < failing / 2) return UNAVAILABLE;
    const answer = await pass(twilioUrl, request);
    server.mayKill();
    return chance < failing ? UNAVAILABLE : answer;
  });
  const close = async (): Promise<void> => {
    await twilio.stop();
    for (const relay of [sync, again]) await relay.close();
  };

  const preload = { file: DIVERT, env: { EMULATOR_PORT: new URL(isDirect ? twilioUrl : sync.url).port } };
  const server = startKillable(async () => {
    const started = await startFunctionsProcess(folder, FUNCTIONS_ENV, preload);
    // The same host as the fallback's: the jar's cookies go to both.
    pointNumbers(twilio, started.url.replace('localhost', '127.0.0.1'), again.url);
    return started;
  }, killEvery);
  await server.current().catch(async (error: unknown) => {
    await close();
    throw error;
  });

  return {
    twilio,
    redelivered: () => redelivered,
    send(index, path, body, fault) {
      const phone = twilio.phone(`+${15_553_000_000 + index}`, { to: path });
      // Taken by this message at once, when it waits for no other.
      if (fault !== undefined) twilio.faults({ [fault]: 'next' });
      const turn = phone.send(body);
      server.mayKill();
      return turn;
    },
    url: async (path) => (await server.current()).url + path,
    syncRequests: () => syncRequests,
    killServer: server.kill,
    kills: server.kills,
    memory: async () => (await server.current()).memory(),
    async [Symbol.asyncDispose]() {
      await server.end();
      await close();
    },
  };
}

/** Gives each Function its number. A call of it that fails goes to its fallback. */
function pointNumbers({ engine }: Emulator, url: string, fallback: string): void {
  for (const [index, path] of PATHS.entries()) {
    engine.setNumber({
      number: `+${15_552_220_000 + index}`,
      name: path,
      smsUrl: url + path,
      smsMethod: 'POST',
      smsFallbackUrl: fallback + path,
    });
  }
}
