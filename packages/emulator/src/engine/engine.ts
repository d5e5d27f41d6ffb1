import { createClock } from './clock';
import { createConversations, viewOf } from './conversations';
import { type Limits, TWILIO_LIMITS } from './http';
import { takeTurn, type World } from './take-turn';
import { NO_FAULTS, takeFaults } from './faults';
import type { Clock, Conversation, EmulatorEvent, Media, OwnNumber, Faults, Turn } from './types';
import type { Account } from './webhook';

/** Twilio's side of an SMS. */
export type Engine = {
  /**
   * Sends a message from a phone to a number of yours and does with the webhook's answer what Twilio would. Messages
   * of one pair wait for each other. Resolves when the turn is over, whatever the webhook did; rejects only when `to` is
   * not one of your numbers.
   */
  readonly send: (message: NewMessage) => Promise<Turn>;
  readonly conversations: () => Conversation[];
  readonly conversation: (from: string, to: string) => Conversation | undefined;
  /**
   * Forgets a conversation, or all when no pair is given. Of turns that are under way nothing is seen any more; they
   * are resolved as ever, and later messages of the pair still wait for them.
   */
  readonly forget: (from?: string, to?: string) => void;
  readonly clock: () => Clock;
  /** Moves the clock ahead, and with it the end of every cookie. */
  readonly advance: (ms: number) => Clock;
  readonly numbers: () => OwnNumber[];
  /** Makes a number of yours, or changes it. */
  readonly setNumber: (number: OwnNumber) => void;
  /** These are all the numbers there are. */
  readonly setNumbers: (numbers: readonly OwnNumber[]) => void;
  readonly faults: () => Faults;
  readonly setFaults: (change: Partial<Faults>) => Faults;
  /** Calls a listener with everything that happens. Returns how to stop that. */
  readonly subscribe: (listener: (event: EmulatorEvent) => void) => () => void;
};

export type NewMessage = {
  readonly from: string;
  readonly to: string;
  readonly body: string;
  readonly media?: readonly Media[];
};

export type EngineOptions = {
  readonly account: Account;
  readonly limits?: Limits;
};

export function createEngine({ account, limits = TWILIO_LIMITS }: EngineOptions): Engine {
  const realNow = Date.now;
  const clock = createClock(realNow);
  const conversations = createConversations(realNow);
  const numbers = new Map<string, OwnNumber>();
  const listeners = new Set<(event: EmulatorEvent) => void>();
  let faults = NO_FAULTS;

  const emit = (event: EmulatorEvent): void => {
    for (const listener of listeners) listener(event);
  };
  const setFaults = (change: Partial<Faults>): Faults => {
    faults = { ...faults, ...change };
    emit({ type: 'faults', faults });
    return faults;
  };
  const advance = (ms: number): Clock => {
    clock.advance(ms);
    for (const { jar } of conversations.all()) jar.age(ms);
    emit({ type: 'clock', clock: clock.read() });
    return clock.read();
  };

  const world: World = {
    account,
    limits,
    clock,
    conversations,
    numbers,
    emit,
    advance,
    takeFaults() {
      const { now, left } = takeFaults(faults);
      if (JSON.stringify(left) !== JSON.stringify(faults)) setFaults(left);
      return now;
    },
  };

  return {
    send(message) {
      const number = numbers.get(message.to);
      if (number === undefined) return Promise.reject(new Error(`${message.to} is not one of your numbers.`));
      const state = conversations.at(message.from, message.to);
      return conversations.queue(state, () => takeTurn({ media: [], ...message }, number, state, world));
    },
    conversations: () => conversations.all().map((state) => viewOf(state, clock.read().offset)),
    conversation(from, to) {
      const state = conversations.find(from, to);
      return state && viewOf(state, clock.read().offset);
    },
    forget(from, to) {
      conversations.forget(from, to);
      emit({ type: 'forgotten', from: from ?? null, to: to ?? null });
    },
    clock: clock.read,
    advance,
    numbers: () => [...numbers.values()],
    setNumber(number) {
      numbers.set(number.number, number);
      emit({ type: 'numbers', numbers: [...numbers.values()] });
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
  };
}
