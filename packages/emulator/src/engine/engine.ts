/*
 * The path of a message from a phone to one of your numbers:
 *   engine.send           queues it behind earlier messages of the same pair, and takes the faults that are on
 *   receiveMessage        stores and emits the message, and opts the phone in or out
 *   callWebhook           calls the number's webhook (fetchWebhook), or its fallback, and executes the TwiML
 *   fetchDocument         makes one signed request with the jar's cookies (sendRequest), and follows redirects
 *   sendMessage           executes a <Message>: checks it and has it delivered
 *   deliver               adds it to the phone's conversation and emits it, unless the phone has opted out
 *   queueStatusCallbacks  has the status callbacks made when the turn has ended
 */
import { setMaxListeners } from 'node:events';
import { startRealTimer, type StartTimer } from 'functions-runtime';
import { createBackground } from './background';
import { createClock } from './clock';
import { type ConversationPage, pageOf, recentOf } from './conversation-page';
import { createConversations, viewOf } from './conversations';
import { type FaultName, type Faults, NO_FAULTS, takeFaults } from './faults';
import { readTurn } from './kept-turn';
import { KEPT, type Kept, type Limits, TWILIO_LIMITS } from './limits';
import { receiveMessage } from './receive-message';
import type { Account } from './signed-request';
import { createTurn, type EngineParts } from './turn-context';
import type { Clock, Conversation, EmulatorEvent, Media, OwnNumber, Turn } from './types';

/** Twilio's side of an SMS. */
export type Engine = {
  /**
   * Sends a message from a phone to a number of yours, calls the number's webhook, and executes its answer. Messages of
   * one pair wait for each other. Resolves at the end of the turn, whatever the webhook did.
   *
   * @throws Error when `to` is not one of your numbers.
   */
  readonly send: (message: NewMessage) => Promise<Turn>;
  /** Every conversation, the most recently active last. */
  readonly conversations: () => Conversation[];
  /** A page of them, the newest one by default, of at most a hundred and 10 MB of JSON. */
  readonly page: (before?: number) => ConversationPage;
  /** The conversation of a pair, if there is one. */
  readonly conversation: (from: string, to: string) => Conversation | undefined;
  /** The same with its newest messages and turns alone, of at most 5 MB of JSON each, as pages have it. */
  readonly recentConversation: (from: string, to: string) => Conversation | undefined;
  /** The last turn of a pair, if there is one. */
  readonly lastTurn: (from: string, to: string) => Turn | undefined;
  /**
   * Forgets a conversation, all of a phone when no number is given, or all when no phone is. Its running turns emit nothing more; their promises resolve
   * all the same, and later messages of the pair still wait for them.
   */
  readonly forget: (from?: string, to?: string) => void;
  readonly clock: () => Clock;
  /** Moves the clock ahead, in milliseconds, and with it the end of every cookie nearer. */
  readonly advance: (ms: number) => Clock;
  readonly numbers: () => OwnNumber[];
  /** Adds a number, or replaces the one with the same digits. Returns it as it is stored. */
  readonly setNumber: (number: OwnNumber) => OwnNumber;
  /** Replaces all numbers. */
  readonly setNumbers: (numbers: readonly OwnNumber[]) => void;
  readonly faults: () => Faults;
  /** Changes some faults on purpose; the others stay as they are. Returns all of them. */
  readonly setFaults: (change: Partial<Faults>) => Faults;
  /** Calls a listener with every event. Returns a function that unsubscribes it. */
  readonly subscribe: (listener: (event: EmulatorEvent) => void) => () => void;
  /** Resolves when no status callback is left. */
  readonly settled: () => Promise<void>;
  /** Ends every request, also those of status callbacks; those that wait are not made. Resolves when no turn runs. */
  readonly stop: () => Promise<void>;
};

/** A message that a phone sends to a number of yours. */
export type NewMessage = {
  readonly from: string;
  readonly to: string;
  readonly body: string;
  readonly media?: readonly Media[];
};

export type EngineOptions = {
  /** The account that requests are made for, and whose token signs them. */
  readonly account: Account;
  /** In place of Twilio's own. */
  readonly limits?: Limits;
  /** Starts the timers of time-outs; in real time by default. */
  readonly startTimer?: StartTimer;
  /** Of how many turns status callbacks are made and wait. */
  readonly statusCallbacks?: Kept['statusCallbacks'];
};

/** A number as it was edited, with the address that it had of its Function when it has another now. */
function withFunctionUrl(edited: OwnNumber, before: OwnNumber | undefined): OwnNumber {
  if (before === undefined || before.name === before.number) return edited;
  const { functionUrl = before.smsUrl } = before;
  const { number, name, smsUrl, smsMethod, smsFallbackUrl } = edited;
  const own = { number, name, smsUrl, smsMethod, smsFallbackUrl };
  return smsUrl === functionUrl ? own : { ...own, functionUrl };
}

/** Creates an engine without numbers and conversations. */
export function createEngine({
  account,
  limits = TWILIO_LIMITS,
  startTimer = startRealTimer,
  statusCallbacks = KEPT.statusCallbacks,
}: EngineOptions): Engine {
  const clock = createClock(Date.now);
  const stop = new AbortController();
  setMaxListeners(0, stop.signal); // one for each request under way
  const background = createBackground(statusCallbacks);
  const numbers = new Map<string, OwnNumber>();
  const listeners = new Set<(event: EmulatorEvent) => void>();
  let faults = NO_FAULTS;

  const emit = (event: EmulatorEvent): void => {
    for (const listener of listeners) listener(event);
  };
  const conversations = createConversations(clock, (from, to) => {
    background.dropObsolete();
    emit({ type: 'forgotten', from, to });
  });
  const forget = (from?: string, to?: string): void => {
    conversations.forget(from, to);
    background.dropObsolete();
    emit({ type: 'forgotten', from: from ?? null, to: to ?? null });
  };
  const setFaults = (change: Partial<Faults>): Faults => {
    faults = { ...faults, ...change };
    emit({ type: 'faults', faults });
    return faults;
  };
  const advance = (ms: number): Clock => {
    clock.advance(ms);
    emit({ type: 'clock', clock: clock.read() });
    return clock.read();
  };

  const parts: EngineParts = {
    account,
    limits,
    startTimer,
    stopping: stop.signal,
    background,
    clock,
    conversations,
    numbers,
    emit,
    advance,
  };
  /** The faults for the message that is sent now; those for one message are off afterwards. */
  const faultsOfMessage = (): ReadonlySet<FaultName> => {
    const { taken, remaining } = takeFaults(faults);
    if (JSON.stringify(remaining) !== JSON.stringify(faults)) setFaults(remaining);
    return taken;
  };

  return {
    send(message) {
      const number = numbers.get(message.to);
      if (number === undefined) return Promise.reject(new Error(`${message.to} is not one of your numbers.`));
      const conversation = conversations.at(message.from, message.to);
      return conversations.queue(conversation, () =>
        receiveMessage(createTurn({ media: [], ...message }, number, conversation, faultsOfMessage(), parts)),
      );
    },
    conversations: () => conversations.all().map(viewOf),
    conversation(from, to) {
      const state = conversations.find(from, to);
      return state && viewOf(state);
    },
    recentConversation(from, to) {
      const state = conversations.find(from, to);
      return state && recentOf(state).conversation;
    },
    page: (before) => pageOf(conversations.all(), before),
    lastTurn(from, to) {
      const kept = conversations.find(from, to)?.turns.at(-1);
      return kept && readTurn(kept);
    },
    forget(from, to) {
      if (from === undefined || to !== undefined) forget(from, to);
      else for (const { to: number } of conversations.ofPhone(from)) forget(from, number);
    },
    clock: clock.read,
    advance,
    numbers: () => [...numbers.values()],
    setNumber(number) {
      const stored = withFunctionUrl(number, numbers.get(number.number));
      numbers.set(number.number, stored);
      emit({ type: 'numbers', numbers: [...numbers.values()] });
      return stored;
    },
    setNumbers(all) {
      numbers.clear();
      for (const number of all) numbers.set(number.number, number);
      emit({ type: 'numbers', numbers: [...numbers.values()] });
    },
    faults: () => faults,
    setFaults,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    settled: background.settled,
    async stop() {
      stop.abort();
      await conversations.settled();
      background.dropObsolete();
      await background.settled();
    },
  };
}
