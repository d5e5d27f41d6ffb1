import { createBoundedLists } from './bounded-lists';
import type { EmulatorClock } from './clock';
import { defined } from './defined';
import { createJar, type Jar, keptCookies, type KeptCookies, type SavedCookie } from './http/jar';
import { type KeptTurn, packTurn, readTurn, savedTurn, type SavedTurn, sizeOf } from './turn/kept-turn';
import { KEPT, type Kept } from './limits';
import type { Conversation, Message, Turn } from './types';

/** What the engine keeps of a phone and a number. It is changed in place. */
export type ConversationState = {
  readonly from: string;
  readonly to: string;
  readonly jar: Jar;
  readonly messages: Message[];
  readonly turns: KeptTurn[];
  /** Whether the phone has opted out of the number. */
  readonly optedOut: boolean;
  /** When the phone's last message came, in the emulator's time, in milliseconds since 1970; `undefined` before the first. */
  lastIncomingAt: number | undefined;
  /**
   * The jar when the last message came, and when the one before came, for the fault `staleCookie`; `undefined` before the first.
   * Messages that overlap are one message here.
   */
  lastCookies: KeptCookies | undefined;
  previousCookies: KeptCookies | undefined;
  /** The SIDs of the turns whose webhooks have been called and that have not ended, in the order in which they began. */
  readonly running: Set<string>;
  /** Grows with each message of any conversation. */
  activity: number;
  /** What waits, and ends when the conversation is forgotten. */
  readonly waiting: Set<Waiting>;
  /** What a replay or an import has put in its place: messages that wait for their turns have them there. */
  successor: ConversationState | undefined;
};

/** Something of a conversation that waits. */
export type Waiting = {
  /** Called when the conversation is forgotten. */
  readonly end: () => void;
  /** The message that waits; `undefined` for one that does not outlive the conversation. */
  readonly message?: WaitingMessage;
};

/** A message to a phone that waits, and what is needed to go on with it. */
export type WaitingMessage = {
  /** For its time; for the end of the request in which it was sent; for its phone, which is off. */
  readonly for: 'time' | 'request' | 'phone';
  readonly message: Message;
  /** Of its status callbacks, if it has some. */
  readonly url?: string;
  /** Until when it waits for its phone, in the emulator's time, in milliseconds since 1970. */
  readonly until?: number;
};

/** The conversation that a message which has waited for its turn belongs to by now. */
export const latestOf = (state: ConversationState): ConversationState =>
  state.successor === undefined ? state : latestOf(state.successor);

/** The conversations between phones and numbers, one for each pair. */
export type Conversations = {
  /** The conversation of a pair, for a message; an empty one when there was none. */
  readonly at: (from: string, to: string) => ConversationState;
  readonly find: (from: string, to: string) => ConversationState | undefined;
  /** Every one, the most recently active last. */
  readonly all: () => ConversationState[];
  readonly ofPhone: (from: string) => ConversationState[];
  readonly addMessage: (state: ConversationState, message: Message) => void;
  /** Replaces the message with the same sid, if it is still kept. */
  readonly replaceMessage: (state: ConversationState, message: Message) => void;
  readonly addTurn: (state: ConversationState, turn: Turn) => void;
  /** The turn with this sid, if it is still kept. */
  readonly findTurn: (state: ConversationState, sid: string) => Turn | undefined;
  /** Replaces the turn with the same sid, if it is still kept. */
  readonly replaceTurn: (state: ConversationState, turn: Turn) => void;
  /**
   * Takes out a conversation, or all when no pair is given, and ends what waits there. What they hold still counts for how much is
   * kept, and what is under way in them is still added to them.
   */
  readonly takeOut: (from?: string, to?: string) => TakenOut[];
  /**
   * Puts back one that was taken out. When its pair has talked since, what is older comes before what is newer, and of two cookies with one
   * name the newer one stays.
   */
  readonly putBack: (taken: TakenOut) => ConversationState;
  /** Drops one that was taken out. */
  readonly discard: (taken: TakenOut) => void;
  /** Adds a conversation that was saved. */
  readonly restore: (saved: SavedConversation) => ConversationState;
  /** Whether this is its pair's conversation. After `forget` it is not, and its running turns emit nothing. */
  readonly isCurrent: (state: ConversationState) => boolean;
  /** Runs a task when all tasks queued before for this pair have ended, also those from before a `forget`. */
  readonly queue: <Result>(state: ConversationState, task: () => Promise<Result>) => Promise<Result>;
  /** The same for two tasks, which then run at the same moment. */
  readonly queueTogether: <Result>(
    state: ConversationState,
    tasks: readonly [() => Promise<Result>, () => Promise<Result>],
  ) => [Promise<Result>, Promise<Result>];
  /** Runs a task at once, beside those of its pair. What is queued later waits for it too. */
  readonly runBeside: <Result>(state: ConversationState, task: () => Promise<Result>) => Promise<Result>;
  /** Whether a task of this pair runs or waits. */
  readonly isBusy: (state: ConversationState) => boolean;
  /** Resolves when no queued task is left. */
  readonly settled: () => Promise<void>;
};

/** A conversation that was taken out, and what waited there. */
export type TakenOut = {
  readonly state: ConversationState;
  readonly waiting: readonly WaitingMessage[];
  /** The SIDs of the turns that were running. */
  readonly running: readonly string[];
};

/** A conversation as a file has it. */
export type SavedConversation = {
  readonly from: string;
  readonly to: string;
  readonly jar: readonly SavedCookie[];
  readonly lastCookies?: readonly SavedCookie[];
  readonly previousCookies?: readonly SavedCookie[];
  readonly lastIncomingAt?: number;
  readonly messages: readonly Message[];
  readonly turns: readonly SavedTurn[];
  readonly waiting: readonly WaitingMessage[];
};

/**
 * @param onTooMany - called for a conversation that is forgotten because there are too many.
 * @param kept - how many conversations, messages and turns are kept.
 * @param isOptedOut - whether a phone has opted out of a number.
 */
export function createConversations(
  clock: EmulatorClock,
  onTooMany: (from: string, to: string) => void = () => undefined,
  kept: Pick<Kept, 'conversations' | 'messages' | 'turns'> = KEPT,
  isOptedOut: (phone: string, number: string) => boolean = () => false,
): Conversations {
  /** The least recently active first. */
  const states = new Map<string, ConversationState>();
  const queues = new Map<string, Promise<unknown>>();
  const messages = createBoundedLists<Message>(kept.messages);
  const turns = createBoundedLists<KeptTurn>(kept.turns);
  let activity = 0;
  const key = (from: string, to: string) => `${from} ${to}`;

  const create = (from: string, to: string): ConversationState => ({
    from,
    to,
    jar: createJar(clock),
    messages: [],
    turns: [],
    get optedOut() {
      return isOptedOut(from, to);
    },
    lastIncomingAt: undefined,
    lastCookies: undefined,
    previousCookies: undefined,
    running: new Set(),
    activity: 0,
    waiting: new Set(),
    successor: undefined,
  });
  /** Those that were put back when their pair had talked since, with the conversation that they are now part of. */
  const partOf = new WeakMap<ConversationState, ConversationState>();
  const whole = (state: ConversationState): ConversationState => partOf.get(state) ?? state;
  const takeOut = (state: ConversationState): TakenOut => {
    states.delete(key(state.from, state.to));
    const waiting = [...state.waiting];
    state.waiting.clear();
    for (const { end } of waiting) end();
    return {
      state,
      waiting: waiting.flatMap(({ message }) => message ?? []),
      running: [...state.running],
    };
  };
  const discard = ({ state }: TakenOut): void => {
    messages.clear(state.messages);
    turns.clear(state.turns);
  };
  const dropTooMany = (newest: ConversationState): void => {
    for (const [pair, state] of states) {
      if (states.size <= kept.conversations) return;
      if (queues.has(pair) || state === newest) continue; // in a turn
      discard(takeOut(state));
      onTooMany(state.from, state.to);
    }
  };

  const drop = (state: ConversationState, sids: ReadonlySet<string>): boolean => {
    for (const message of state.messages.filter(({ sid }) => sids.has(sid)))
      messages.remove(state.messages, message);
    for (const turn of state.turns.filter(({ sid }) => sids.has(sid))) turns.remove(state.turns, turn);
    return state.messages.length + state.turns.length > 0;
  };

  const mergeInto = (since: ConversationState, state: ConversationState): void => {
    partOf.set(state, since);
    // A replay or an import may have put the same ones there since.
    drop(state, new Set([...since.messages, ...since.turns].map(({ sid }) => sid)));
    messages.moveBefore(state.messages, since.messages);
    turns.moveBefore(state.turns, since.turns);
    since.jar.restore(state.jar.save());
    since.lastIncomingAt ??= state.lastIncomingAt;
    since.previousCookies ??= state.lastCookies;
  };
  /** Of turns that have ended while their conversation was taken out: their replies were not added to it. */
  const addReplies = (state: ConversationState, sids: readonly string[]): void => {
    for (const sid of sids) {
      const found = keptTurn(state, sid);
      for (const reply of found === undefined ? [] : readTurn(found).replies) {
        const isHere = reply.to === state.from && reply.from === state.to;
        if (isHere && !state.messages.some((message) => message.sid === reply.sid))
          messages.add(state.messages, reply, sizeOfMessage(reply));
      }
    }
  };

  /** What is queued for this pair from now on waits for these too. */
  const waitFor = ({ from, to }: ConversationState, tasks: readonly Promise<unknown>[]): void => {
    const pair = key(from, to);
    // A task that fails must not stop those behind it.
    const ended = Promise.allSettled([queues.get(pair), ...tasks]).then(() => {
      if (queues.get(pair) === ended) queues.delete(pair);
    });
    queues.set(pair, ended);
  };
  const behind = <Result>(state: ConversationState, task: () => Promise<Result>): Promise<Result> =>
    (queues.get(key(state.from, state.to)) ?? Promise.resolve()).then(task);

  return {
    at(from, to) {
      const pair = key(from, to);
      const state = states.get(pair) ?? create(from, to);
      state.activity = ++activity;
      states.delete(pair);
      states.set(pair, state);
      dropTooMany(state);
      return state;
    },
    find: (from, to) => states.get(key(from, to)),
    all: () => [...states.values()],
    ofPhone: (from) => [...states.values()].filter((state) => state.from === from),
    addMessage(state, message) {
      messages.add(whole(state).messages, message, sizeOfMessage(message));
    },
    replaceMessage(state, message) {
      const list = whole(state).messages;
      const before = list.findLast(({ sid }) => sid === message.sid);
      if (before !== undefined) messages.replace(list, before, message, sizeOfMessage(message));
    },
    addTurn(state, turn) {
      const kept = { sid: turn.sid, byApi: turn.byApi === true, ...packTurn(turn) };
      turns.add(whole(state).turns, kept, 0);
    },
    findTurn(state, sid) {
      const found = keptTurn(whole(state), sid);
      return found && readTurn(found);
    },
    replaceTurn(state, turn) {
      const found = keptTurn(whole(state), turn.sid);
      if (found === undefined) return;
      Object.assign(found, packTurn(turn));
      turns.resize(found, sizeOf(found));
    },
    takeOut(from, to) {
      const wanted =
        from === undefined || to === undefined ? [...states.values()] : [states.get(key(from, to))];
      return wanted.flatMap((state) => (state === undefined ? [] : takeOut(state)));
    },
    putBack({ state, running }) {
      const pair = key(state.from, state.to);
      const since = states.get(pair);
      if (since !== undefined) mergeInto(since, state);
      else {
        state.activity = ++activity;
        states.set(pair, state);
        dropTooMany(state);
      }
      addReplies(since ?? state, running);
      return since ?? state;
    },
    discard,
    restore(saved) {
      const state = create(saved.from, saved.to);
      state.activity = ++activity;
      states.set(key(saved.from, saved.to), state);
      state.jar.restore(saved.jar);
      const { lastIncomingAt, lastCookies, previousCookies } = saved;
      state.lastIncomingAt = lastIncomingAt;
      state.lastCookies = lastCookies && keptCookies(lastCookies, clock);
      state.previousCookies = previousCookies && keptCookies(previousCookies, clock);
      for (const message of saved.messages) messages.add(state.messages, message, sizeOfMessage(message));
      for (const turn of saved.turns) {
        const kept: KeptTurn = { ...turn };
        turns.add(state.turns, kept, sizeOf(kept));
      }
      return state;
    },
    isCurrent: (state) => states.get(key(state.from, state.to)) === whole(state),
    queue(state, task) {
      const result = behind(state, task);
      waitFor(state, [result]);
      return result;
    },
    queueTogether(state, [one, two]) {
      const results: [ReturnType<typeof one>, ReturnType<typeof two>] = [
        behind(state, one),
        behind(state, two),
      ];
      waitFor(state, results);
      return results;
    },
    runBeside(state, task) {
      const result = (async () => await task())(); // what it throws at once is a rejection too
      waitFor(state, [result]);
      return result;
    },
    isBusy: ({ from, to }) => queues.has(key(from, to)),
    async settled() {
      while (queues.size > 0) await Promise.all(queues.values());
    },
  };
}

const keptTurn = ({ turns }: ConversationState, sid: string): KeptTurn | undefined =>
  turns.findLast((turn) => turn.sid === sid);

/** Of a message in memory, without the texts that may be long. */
const MESSAGE_BYTES = 300;

/** About how many bytes of memory a message takes: two for each UTF-16 unit. */
const sizeOfMessage = ({ body, media }: Message): number =>
  media.reduce((sum, { url, contentType }) => sum + 2 * (url.length + contentType.length), 2 * body.length) +
  MESSAGE_BYTES;

/** A conversation as API and page show it. */
export const viewOf = ({ from, to, jar, messages, turns, optedOut }: ConversationState): Conversation => {
  const kept = [...turns];
  return {
    from,
    to,
    messages: [...messages],
    /** Read when they are asked for: there may be a thousand, and they are packed. */
    get turns() {
      return kept.map(readTurn);
    },
    cookies: jar.list(),
    optedOut,
  };
};

/** A conversation as it is now, for a file. What it holds is never changed in place, so it can be written later. */
export function savedConversation(state: ConversationState): SavedConversation {
  const { from, to, jar, lastCookies, previousCookies, lastIncomingAt, messages, turns, waiting } = state;
  return {
    from,
    to,
    jar: jar.save(),
    ...defined({
      lastCookies: lastCookies?.save(),
      previousCookies: previousCookies?.save(),
      lastIncomingAt,
    }),
    messages: [...messages],
    turns: turns.map(savedTurn),
    waiting: [...waiting].flatMap(({ message }) => message ?? []),
  };
}
