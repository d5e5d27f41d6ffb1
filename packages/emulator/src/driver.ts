import { randomBytes } from 'node:crypto';
import {
  type FunctionFailure,
  type LinkPlace,
  LONGEST_CALL,
  projectOf,
  readEditorUrl,
  startFunctionsServer,
  type StartTimer,
} from 'functions-runtime';
import { firstText } from './account';
import { checkInput, faultsInput, numberInput } from './api/input';
import { type PageFiles, pageFiles } from './api/page-files';
import { serveApi } from './api/server';
import { divert } from './divert.cjs';
import { isWebUrl, PHONE_NUMBER } from './engine/addresses';
import { addressOn, channelOf, isNumberAddress, isPhoneAddress } from './engine/channels';
import { parseDuration } from './engine/clock';
import { defined } from './engine/defined';
import { createEngine } from './engine/engine';
import type { Engine } from './engine/engine-type';
import type { Kept, Limits } from './engine/limits';
import { newNumber } from './engine/own-number';
import { newSid } from './engine/sids';
import type { Account } from './engine/http/signed-request';
import { viewOfDocument } from './engine/sync/touched-documents';
import type {
  Faults,
  HttpMethod,
  LiveDocument,
  Message,
  NumberSettings,
  OwnNumber,
  Redirects,
} from './engine/types';
import { createInboxes } from './inboxes';
import { numberFor as numberForWebhook, numbersFor } from './numbers';
import { createPhone, type Phone } from './phone';

/** What `startEmulator` starts: `functions` or `webhook` must be given, the rest may be. */
export type EmulatorOptions = {
  /** A folder of built Functions, such as `dist/functions`. Each is served in this process and gets a number. */
  readonly functions?: string;
  /**
   * The folder of the Functions' Assets: private ones are in `Runtime.getAssets()`, the others are served. By default it is `assets`
   * beside the folder of the Functions, or `src/assets` beside their `dist`, if there is one.
   */
  readonly assets?: string;
  /** How long a Function may run, in milliseconds; 10 s by default, as on Twilio. */
  readonly functionMs?: number;
  /**
   * What the Functions find in `context`, with `ACCOUNT_SID` and `AUTH_TOKEN`; a `SESSION_SECRET` is made up when there is none. With
   * a `MESSAGING_SERVICE_SID` there is such a service, whose senders are the numbers that are named with it.
   */
  readonly env?: Record<string, string>;
  /** In place of `functions`: the address of any SMS webhook. */
  readonly webhook?: string;
  /** How `webhook` is called; POST by default. */
  readonly method?: HttpMethod;
  /** The fallback of `webhook`; none by default. */
  readonly fallback?: string;
  /** Of the requests after HTTP 301 and 302: whether they keep method and form (the default), or are a GET without it. */
  readonly redirects?: Redirects;
  /** The address by which everybody else knows the app of `webhook` or `functions`, such as `https://their.name`; none by default. */
  readonly publicUrl?: string;
  /** Signs the requests; a random one by default. */
  readonly authToken?: string;
  /** `AccountSid` in the requests; a random one by default. */
  readonly accountSid?: string;
  /** Serves the JSON API and the page on this port too; 0 for any. What a test sends appears there at once. */
  readonly port?: number;
  /** Files of messages can be fetched from the REST API with Basic auth alone. */
  readonly mediaAuth?: boolean;
  /** In place of Twilio's times and sizes, for tests of time-outs and large answers. */
  readonly limits?: Limits;
  /** How many Sync services and documents there may be, in place of the emulator's own limits. */
  readonly sync?: Kept['sync'];
  /** This machine's time, in milliseconds since 1970, for tests of what is counted in real time. */
  readonly realNow?: () => number;
  /** Starts the timers of time-outs, so that a test can let them expire at once; in real time by default. */
  readonly startTimer?: StartTimer;
};

/** A running emulator. */
export type Emulator = {
  readonly engine: Engine;
  /** Where the JSON API and the page are, when `port` was given. */
  readonly url: string | undefined;
  /**
   * A phone that texts a number: given as the path of a Function (`/sms`) or its address; the first one by default. The phone
   * has a number in E.164, or an address of another channel, such as `whatsapp:+15551110000`, and then texts the number there.
   *
   * @param options - `profileName`: what the phone is called on WhatsApp.
   * @throws Error when `from` is not the address of a phone, or `to` is not one of your numbers, or of another channel.
   */
  readonly phone: (from: string, options?: { readonly to?: string; readonly profileName?: string }) => Phone;
  /**
   * The number of a Function, by its path.
   *
   * @throws Error when there is none, with all paths.
   */
  readonly number: (name: string) => string;
  /**
   * Adds a number of yours: a phone number, a short code (`12345`), `rcs:brand_agent`, `messenger:PAGE`. It has the settings of
   * another one, given as the path of a Function or its address; the first one by default. Returns the address.
   *
   * @throws Error when it is none of these, or there is such a number, or no such other one.
   */
  readonly addNumber: (address: string, like?: string) => string;
  /**
   * Changes settings of a number of yours, given as the path of a Function or its address; those that are not given stay as they are. A
   * phone number's address on another channel, such as `whatsapp:+15552220000`, has settings of its own from then on.
   *
   * @throws Error when there is no such number, or a setting is wrong.
   */
  readonly configure: (name: string, change: Partial<NumberSettings>) => void;
  readonly clock: {
    /**
     * Moves the emulator's clock ahead: `4h`, `90m`, `30s`, `500ms`, `1d 2h 30m`.
     *
     * @throws Error when it is not a duration, or longer than a year.
     */
    readonly advance: (duration: string) => void;
    /** Moves it back to this machine's time. A cookie keeps the time that it has left; scheduled messages and Sync documents keep their dates. */
    readonly reset: () => void;
    /** The emulator's time, in milliseconds since 1970. */
    readonly now: () => number;
  };
  /** Switches faults on purpose on and off; those that are not given stay as they are. */
  readonly faults: (change: Partial<Faults>) => void;
  /** The messages that were sent by the REST API, the oldest first, with their latest status. */
  readonly sent: () => Message[];
  /** The Sync documents of every service as they are now, the oldest first; none that has expired. */
  readonly documents: () => LiveDocument[];
  /** Resolves when no message of the REST API is under way and no status callback is left: `text` and `send` wait for neither. */
  readonly settled: () => Promise<void>;
  /** Ends every request, and closes every server that was opened. */
  readonly stop: () => Promise<void>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/**
 * Starts Twilio's side of an SMS in this process, for tests.
 *
 * @throws Error with advice when neither or both of `functions` and `webhook` are given, or one cannot be used.
 */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const account = accountOf(options);
  const engine = createEngine({ ...options, account });
  const inboxes = createInboxes(engine);
  if (options.mediaAuth !== undefined) engine.setSettings({ mediaAuth: options.mediaAuth });
  const settings = checkInput(
    numberInput,
    defined({ redirects: options.redirects, publicUrl: options.publicUrl }),
  );
  const linkPlace = readEditorUrl(projectOf(options.functions ?? ''));
  const { numbers, host, isCalling, close } = await serveWebhooks(options, account, (failure) => {
    showFailure(failure, linkPlace, engine);
  });
  if (host !== undefined) engine.callPlainly(host);
  for (const number of numbers) engine.setNumber({ ...number, ...defined(settings) });
  const hasPage = options.port !== undefined;
  const page: PageFiles | Promise<PageFiles> = hasPage ? pageFiles() : new Map<string, never>();
  const server = await serveApi(engine, page, options.port ?? 0).catch(async (error: unknown) => {
    await close();
    throw error;
  });
  if (hasPage || options.mediaAuth === true) engine.serveAt(server.url);
  let isStopped = false;
  const stopDiverting = divert(
    ({ accountSid }) => {
      if (accountSid === account.accountSid && isStopped) throw new Error('The emulator was stopped.');
      return !isStopped && (accountSid === undefined || accountSid === account.accountSid)
        ? server.url
        : undefined;
    },
    { isServedPlainly: (called) => called === host, applies: () => !isStopped || isCalling() },
  );

  /** A phone number's address on another channel becomes a number of its own only when it is changed. */
  const ownNumber = (name: string): OwnNumber => {
    const found =
      engine.numbers().find((own) => own.name === name || own.number === name) ?? engine.number(name);
    if (found !== undefined) return found;
    const known = engine.numbers().map((own) => own.name);
    throw new Error(
      `${name} is not one of your numbers: ${known.join(', ')}. Is it built, and its path right?`,
    );
  };
  const numberNamed = (name: string): string => ownNumber(name).number;
  const firstNumber = (): string => engine.numbers()[0]?.number ?? '';
  /** The address of a number for a phone: of a phone number, what it is called on the phone's channel. */
  const numberFor = (phone: string, to: string): string => {
    const number = numberNamed(to);
    const channel = channelOf(phone);
    if (channelOf(number) === channel) return number;
    if (PHONE_NUMBER.test(number)) return addressOn(channel, number);
    throw new Error(`${phone} and ${number} are of different channels, so they cannot text each other.`);
  };
  const stop = async (): Promise<void> => {
    await engine.stop();
    inboxes.stop();
    isStopped = true;
    // A Function may still run in this process, for as long as it may, and must not reach Twilio.
    if (options.functions === undefined) stopDiverting();
    else setTimeout(stopDiverting, Math.max(LONGEST_CALL, options.functionMs ?? 0)).unref();
    await server.close();
    await close();
  };
  return {
    engine,
    url: hasPage ? server.url : undefined,
    phone(from, { to = firstNumber(), profileName } = {}) {
      if (!isPhoneAddress(from)) {
        throw new Error(
          `${from} is not a phone number: write it with + and country code, like +15551110000, or as an address of another channel, like whatsapp:+15551110000.`,
        );
      }
      if (profileName !== undefined) engine.phones.setProfileName(from, profileName);
      return createPhone(engine, inboxes, from, numberFor(from, to));
    },
    addNumber(address, like = firstNumber()) {
      if (!isNumberAddress(address)) {
        throw new Error(
          `${address} is not an address of a number: write a phone number like +15552220000, a short code like 12345, or rcs:brand_agent.`,
        );
      }
      if (engine.numbers().some(({ number }) => number === address))
        throw new Error(`${address} is one of your numbers already: change it with configure().`);
      engine.setNumber(newNumber(address, ownNumber(like)));
      return address;
    },
    number: numberNamed,
    configure(name, change) {
      engine.changeNumber(ownNumber(name).number, defined(checkInput(numberInput, change)));
    },
    clock: {
      advance(duration) {
        const ms = parseDuration(duration);
        if (ms === undefined) throw new Error(`${duration} is not a duration: write 4h, 90m, 30s or 1d.`);
        engine.advance(ms);
      },
      reset() {
        engine.resetClock();
      },
      now: () => engine.clock().now,
    },
    faults(change) {
      engine.setFaults(defined(checkInput(faultsInput, change)));
    },
    sent: () =>
      engine.messages
        .all()
        .map(({ message }) => message)
        .filter(({ byApi }) => byApi === true)
        .reverse(),
    documents: () => engine.sync.documents().map(viewOfDocument),
    settled: engine.settled,
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

type Webhooks = {
  readonly numbers: readonly OwnNumber[];
  /** Of the Functions: `localhost:41234`. */
  readonly host?: string;
  /** Whether it is asked in a call of one of them. */
  readonly isCalling: () => boolean;
  readonly close: () => Promise<void>;
};

/** What the Functions find in `context` is the emulator's account, as the platform puts the real one there. */
const accountOf = ({ accountSid, authToken, env = {} }: EmulatorOptions): Account => ({
  accountSid: firstText(accountSid, env.ACCOUNT_SID) ?? newSid('AC'),
  authToken: firstText(authToken, env.AUTH_TOKEN) ?? randomBytes(16).toString('hex'),
  ...defined({ messagingServiceSid: firstText(env.MESSAGING_SERVICE_SID) }),
});

async function serveWebhooks(
  options: EmulatorOptions,
  { accountSid, authToken }: Account,
  onFailure: (failure: FunctionFailure) => void,
): Promise<Webhooks> {
  const { functions, webhook, method, fallback, env, assets, functionMs: limitMs, startTimer } = options;
  if ((functions === undefined) === (webhook === undefined)) {
    throw new Error(
      'Give startEmulator either functions (a folder, such as dist/functions) or webhook (an address).',
    );
  }
  if (webhook !== undefined) {
    if (assets !== undefined) throw new Error('assets are those of functions: give both, or neither.');
    for (const url of [webhook, fallback ?? webhook]) {
      if (!isWebUrl(url))
        throw new Error(`${url} is not an address: it must begin with http:// or https://.`);
    }
    const numbers = [numberForWebhook(webhook, method, fallback)];
    return { numbers, isCalling: () => false, close: () => Promise.resolve() };
  }
  const own = { ACCOUNT_SID: accountSid, AUTH_TOKEN: authToken };
  const secret = { SESSION_SECRET: randomBytes(32).toString('hex') };
  const variables = { ...secret, ...env, ...own };
  const server = await startFunctionsServer(functions ?? '', variables, {
    assets,
    limitMs,
    startTimer,
    onFailure,
  });
  return {
    numbers: numbersFor(server.url, server.paths),
    host: new URL(server.url).host,
    isCalling: server.isCalling,
    close: server.close,
  };
}

/** Shows a failure of a Function in its turn. One of a call that has its answer may come when nobody looks at that any more. */
function showFailure(
  { token, path, isAnswer, text, at, frames }: FunctionFailure,
  linkPlace: LinkPlace,
  engine: Engine,
): void {
  if (!isAnswer) console.error(`${path}: ${text}`);
  if (token === undefined) return;
  const places = { at: linkPlace(at), frames: frames.map(linkPlace) };
  engine.noteFunctionFailure(token, { path, isAnswer, message: text, ...places });
}
