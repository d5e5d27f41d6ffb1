import { randomBytes } from 'node:crypto';
import { pageFiles } from './api/page-files';
import { type ApiServer, serveApi } from './api/server';
import { parseDuration } from './engine/clock';
import { createEngine, type Engine } from './engine/engine';
import { isWebUrl, PHONE_NUMBER } from './engine/addresses';
import type { Limits } from './engine/limits';
import { guessType } from './engine/media';

import { newSid } from './engine/sids';
import type { HttpMethod, JarCookie, Message, OwnNumber, Faults, Turn } from './engine/types';
import { serveFunctions } from 'functions-runtime';
import { numberFor, numbersFor } from './numbers';

export type EmulatorOptions = {
  /** A folder of built Functions, such as `dist/functions`: each is served in this process and gets a number. */
  readonly functions?: string;
  /** What the Functions find in `context`; a `SESSION_SECRET` is made up when there is none. */
  readonly env?: Record<string, string>;
  /** In place of `functions`: the address of any SMS webhook. */
  readonly webhook?: string;
  readonly method?: HttpMethod;
  readonly fallback?: string;
  /** Signs the requests; made up when it is not given. */
  readonly authToken?: string;
  readonly accountSid?: string;
  /** Serves the JSON API and the page on this port too; 0 for any. Messages of the test appear there at once. */
  readonly port?: number;
  /** Twilio's times and sizes, to be changed by tests of those alone. */
  readonly limits?: Limits;
};

export type TextOptions = {
  /** Addresses of pictures: the message is an MMS. */
  readonly media?: readonly string[];
  /** The codes of the errors that Twilio's debugger must show for this message. Any other, or none, fails. */
  readonly errors?: readonly number[];
};

/** A phone that texts one number. */
export type Phone = {
  readonly number: string;
  /**
   * Sends a message and waits for the end of its turn.
   * @returns the bodies of the messages that this phone received in it.
   * @throws Error when Twilio's debugger shows other errors than `options.errors`. Warnings do not fail.
   */
  readonly text: (body: string, options?: TextOptions) => Promise<string[]>;
  /** The same, but returns all that happened and does not look at errors. */
  readonly send: (body: string, options?: Pick<TextOptions, 'media'>) => Promise<Turn>;
  /** The last turn of this phone with its number. */
  readonly lastTurn: () => Turn | undefined;
  /** Every message that this phone has received from its number. */
  readonly inbox: () => Message[];
  /** What is in the jar of this phone and its number. */
  readonly cookies: () => JarCookie[];
};

export type Emulator = {
  readonly engine: Engine;
  /** Where the JSON API and the page are, when `port` was given. */
  readonly url: string | undefined;
  /** A phone that texts a number: given as the path of a Function (`/sms`) or in E.164; the first one by default. */
  readonly phone: (from: string, options?: { readonly to?: string }) => Phone;
  /** The number of a Function's path. */
  readonly number: (name: string) => string;
  readonly clock: {
    /** Moves the emulator's clock ahead: `4h`, `90m`, `30s`, `1d`. */
    readonly advance: (duration: string) => void;
    /** Milliseconds since 1970. */
    readonly now: () => number;
  };
  readonly faults: (change: Partial<Faults>) => void;
  readonly stop: () => Promise<void>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/**
 * Starts Twilio's side of an SMS in this process, for tests.
 *
 * @throws Error with advice when neither or both of `functions` and `webhook` are given, or one cannot be used.
 */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const { authToken = randomBytes(16).toString('hex'), accountSid = newSid('AC'), limits } = options;
  const engine = createEngine({
    account: { accountSid, authToken },
    ...(limits === undefined ? {} : { limits }),
  });
  const { numbers, close } = await serveWebhooks(options);
  for (const number of numbers) engine.setNumber(number);
  const server =
    options.port === undefined
      ? undefined
      : await servePage(engine, options.port).catch(async (error: unknown) => {
          await close();
          throw error;
        });

  const numberNamed = (name: string): string => {
    const found = engine.numbers().find((own) => own.name === name || own.number === name);
    if (found !== undefined) return found.number;
    const known = engine.numbers().map((own) => own.name);
    throw new Error(
      `${name} is not one of your numbers: ${known.join(', ')}. Is it built, and its path right?`,
    );
  };
  const stop = async (): Promise<void> => {
    await server?.close();
    await close();
  };
  return {
    engine,
    url: server?.url,
    phone(from, { to = engine.numbers()[0]?.number ?? '' } = {}) {
      if (!PHONE_NUMBER.test(from)) {
        throw new Error(
          `${from} is not a phone number: write it with + and country code, like +15551110000.`,
        );
      }
      return createPhone(engine, from, numberNamed(to));
    },
    number: numberNamed,
    clock: {
      advance(duration) {
        const ms = parseDuration(duration);
        if (ms === undefined) throw new Error(`${duration} is not a duration: write 4h, 90m, 30s or 1d.`);
        engine.advance(ms);
      },
      now: () => engine.clock().now,
    },
    faults: (change) => void engine.setFaults(change),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

const servePage = async (engine: Engine, port: number): Promise<ApiServer> =>
  serveApi(engine, await pageFiles(), port);

type Webhooks = { readonly numbers: readonly OwnNumber[]; readonly close: () => Promise<void> };

async function serveWebhooks(options: EmulatorOptions): Promise<Webhooks> {
  const { functions, webhook, method, fallback, env } = options;
  if ((functions === undefined) === (webhook === undefined)) {
    throw new Error(
      'Give startEmulator either functions (a folder, such as dist/functions) or webhook (an address).',
    );
  }
  if (webhook !== undefined) {
    for (const url of [webhook, fallback ?? webhook]) {
      if (!isWebUrl(url))
        throw new Error(`${url} is not an address: it must begin with http:// or https://.`);
    }
    return { numbers: [numberFor(webhook, method, fallback)], close: () => Promise.resolve() };
  }
  const secret = { SESSION_SECRET: randomBytes(32).toString('hex') };
  const server = await serveFunctions(functions ?? '', { ...secret, ...env });
  return { numbers: numbersFor(server.url, server.paths), close: server.close };
}

function createPhone(engine: Engine, from: string, to: string): Phone {
  const send: Phone['send'] = (body, { media = [] } = {}) =>
    engine.send({ from, to, body, media: media.map((url) => ({ url, contentType: guessType(url) })) });
  const conversation = () => engine.conversation(from, to);
  return {
    number: from,
    send,
    async text(body, { errors = [], ...options } = {}) {
      const turn = await send(body, options);
      const seen = turn.errors.filter(({ level }) => level === 'error');
      const codes = seen.map(({ code }) => code);
      if (codes.join() !== [...errors].join()) throw new Error(unexpected(body, errors, seen));
      return turn.replies.filter((message) => message.to === from).map((message) => message.body);
    },
    lastTurn: () => conversation()?.turns.at(-1),
    inbox: () => conversation()?.messages.filter(({ direction }) => direction === 'outbound') ?? [],
    cookies: () => [...(conversation()?.cookies ?? [])],
  };
}

function unexpected(body: string, expected: readonly number[], seen: Turn['errors']): string {
  const lines = seen.map(({ code, title, detail, url }) => `  ${code} ${title}: ${detail} (${url})`);
  const wanted = expected.length === 0 ? 'no error' : `the errors ${expected.join(', ')}`;
  return [
    `Twilio's debugger, for ${JSON.stringify(body)}: expected ${wanted}, but there ${seen.length === 0 ? 'was none' : 'was'}`,
    ...lines,
    'Expect them with { errors: [code] }, or use send() and look at turn.errors.',
  ].join('\n');
}
