/*
 * The path of a message from a phone, or another number of yours, to one of your numbers:
 *   engine.send           queues it behind earlier messages of the same pair, unless they overlap or overtake (overlap.ts)
 *   beginTurn             takes the faults that are on (incoming-messages.ts)
 *   receiveMessage        stores and emits the message, and opts the phone in or out
 *   callWebhook           calls the number's webhook (fetchWebhook), or its fallback, and executes the TwiML
 *   fetchDocument         makes one signed request with the jar's cookies (sendRequest), and follows redirects
 *   sendMessage           executes a <Message>: checks it and has it delivered
 *   deliver               adds it to the phone's conversation and emits it, unless the phone has opted out
 *   queueStatusCallbacks  has the status callbacks made when the turn has ended
 *
 * The path of a message that the REST API sends: messages.send (api-messages.ts), at its time fateOf and changeStatus
 * (delivery.ts), and queueStatusCallbacks.
 *
 * A request to Sync reads or writes a document (sync.ts), and is shown in the turn in which it was made (touched-documents.ts).
 */
import { setMaxListeners } from 'node:events';
import { startRealTimer, type StartTimer } from 'functions-runtime';
import { createApiMessages } from './messages/api-messages';
import { createBackground } from './background';
import { createClock } from './clock';
import { pageOf, recentOf } from './conversation-page';
import { createConversations, viewOf } from './conversations';
import { NO_FAULTS } from './faults';
import { readTurn } from './turn/kept-turn';
import { KEPT, type Kept, type Limits, TWILIO_LIMITS } from './limits';
import { importConversation } from './import-conversation';
import { optOutHandlingOf } from './opt-out-settings';
import { createOptOuts, tellOfOptOuts, toldOptOuts } from './opt-outs';
import { createLoopGuard } from './turn/loop-guard';
import { createMessageLog } from './messages/message-log';
import { ownNumber } from './own-number';
import { createOwnNumbers } from './own-numbers';
import type { Engine, Settings } from './engine-type';
import { createEvents } from './events';
import { createForgetting } from './forgetting';
import { noting } from './noting';
import { pairOf } from './pair-of';
import { createPhones, phonesEvent } from './phones';
import { messageProblem } from './rich-content';
import { createIncomingMessages } from './turn/incoming-messages';
import { createOverlap } from './turn/overlap';
import { createReplays } from './replay/replays';
import { createSchedule } from './messages/schedule';
import { searchMessages } from './search';
import { createServices } from './messages/services';
import type { Account } from './http/signed-request';
import { restoreParts, type SavedParts, snapshotOf } from './snapshot';
import { createSwitchedFaults } from './switched-faults';
import { createSync } from './sync/sync';
import { noteTouch } from './sync/touched-documents';
import { toldPhones } from './told-phones';
import { createFunctionReports } from './turn/function-reports';
import type { EngineParts } from './turn/turn-context';
import { waitFor } from './wait';
import type { Clock, Sources } from './types';

/** What an engine is created with. */
export type EngineOptions = {
  /** The account that requests are made for, and whose token signs them. */
  readonly account: Account;
  /** In place of Twilio's own. */
  readonly limits?: Limits;
  /** Starts the timers of time-outs; in real time by default. */
  readonly startTimer?: StartTimer;
  /** Of how many turns status callbacks are made and wait. */
  readonly statusCallbacks?: Kept['statusCallbacks'];
  /** How many Sync services and documents there may be. */
  readonly sync?: Kept['sync'];
  /** This machine's time, in milliseconds since 1970. */
  readonly realNow?: () => number;
};

/** Creates an engine without numbers and conversations. */
export function createEngine({
  account,
  limits = TWILIO_LIMITS,
  startTimer = startRealTimer,
  statusCallbacks = KEPT.statusCallbacks,
  sync: keptOfSync = KEPT.sync,
  realNow = Date.now,
}: EngineOptions): Engine {
  const clock = createClock(realNow);
  const stop = new AbortController();
  setMaxListeners(0, stop.signal); // one for each request under way
  const background = createBackground(statusCallbacks);
  let origin: string | undefined;
  let sources: Sources = { problems: [], leftOut: 0 };
  let settings: Settings = { mediaAuth: false };
  const log = createMessageLog(clock);
  const events = createEvents((event) => {
    log.note(event);
    if (event.type === 'message') phones.add(pairOf(event.message)[0]);
    if (event.type === 'conversation') phones.add(event.conversation.from);
  });
  const { emit, changed, noted } = events;
  /** Does what may opt a phone out or in, and tells of the conversations for which it has. */
  const telling = <Result>(change: () => Result, phone?: string): Result =>
    tellOfOptOuts(change, conversations, emit, phone);
  const { byAddress: numbers, restore: restoreNumbers, ...ownNumbers } = createOwnNumbers(emit, telling);
  const schedule = createSchedule(clock);
  const phones = createPhones(
    clock,
    schedule,
    undefined,
    () => new Set(conversations.all().map(({ from }) => from)),
  );
  let startedAt = clock.now();
  const services = createServices(clock);
  if (account.messagingServiceSid !== undefined) services.createOwn(account.messagingServiceSid);
  const optOuts = createOptOuts(
    services,
    (number) => optOutHandlingOf(number, { numbers, services }).twilio !== 'none',
  );
  const sync = createSync(clock, keptOfSync);
  const plainHosts = new Set<string>();
  const conversations = createConversations(
    clock,
    (from, to) => {
      background.dropObsolete();
      emit({ type: 'forgotten', from, to });
    },
    KEPT,
    optOuts.has,
  );
  const emitPhones = (): void => {
    emit(phonesEvent(phones));
  };
  const forgetting = createForgetting(
    { conversations, optOuts, log, background, phones, messages: () => apiMessages, emit, emitPhones },
    telling,
  );
  const advance = (ms: number): Clock => {
    overlap.release('clockMoved');
    schedule.advance(ms);
    emit({ type: 'clock', clock: clock.read() });
    return clock.read();
  };
  const resetClock = (): Clock => {
    overlap.release('clockMoved');
    sync.documents(); // drops what has expired by now
    schedule.reset();
    emit({ type: 'clock', clock: clock.read() });
    return clock.read();
  };
  const faults = createSwitchedFaults(emit, ({ overlap: overlaps, overtake }) => {
    if (overlaps !== 'next' && overtake === 'off') overlap.release('switchedOff');
  });
  const overlap = createOverlap(
    conversations,
    () => (stop.signal.aborted ? NO_FAULTS : faults.all()),
    () => {
      faults.switchOff(['overlap', 'overtake']);
    },
  );
  const parts: EngineParts = {
    account,
    limits,
    startTimer,
    stopping: stop.signal,
    background,
    clock,
    conversations,
    numbers,
    log,
    emit,
    advance,
    schedule,
    phones,
    services,
    optOuts: toldOptOuts(optOuts, telling),
    loopGuard: createLoopGuard(clock),
    takeFaults: faults.take,
    arrive(message) {
      incoming.arrive(message);
    },
    causes: new Map(),
    touchedByTurn: new Map(),
    runningReports: new Map(),
    underWay: new Map(),
    plainHosts,
    origin: () => origin,
  };
  const incoming = createIncomingMessages(parts, overlap);
  const apiMessages = createApiMessages(parts);
  const saved: SavedParts = { clock, phones, optOuts, services, sync, log, conversations, apiMessages };
  const replays = createReplays(parts, apiMessages);
  events.subscribe(replays.note);
  const functionReports = createFunctionReports(parts);
  const settled = async (): Promise<void> => {
    do {
      await apiMessages.settled();
      await Promise.all(incoming.underWay());
      await background.settled();
    } while (incoming.underWay().length > 0 || apiMessages.isUnderWay());
  };

  return {
    send(message) {
      const number = ownNumber(numbers, message.to);
      if (number === undefined) return Promise.reject(new Error(`${message.to} is not one of your numbers.`));
      const wrong = messageProblem(message);
      if (wrong !== undefined) return Promise.reject(new Error(`${wrong.field} ${wrong.problem}.`));
      if (phones.isOff(message.from))
        return Promise.reject(new Error(`The phone ${message.from} is switched off.`));
      return incoming.receive(message, number);
    },
    isHeld: overlap.isHeld,
    messages: {
      ...apiMessages,
      all: log.all,
      find: log.find,
      ...noting(log, ['redact', 'delete'], changed),
    },
    services: {
      ...services,
      ...noting(services, ['create', 'createOwn', 'update'], changed),
      delete: (sid) => noted(telling(() => services.delete(sid))),
      addSender(sid, number) {
        telling(() => {
          services.addSender(sid, number);
        });
        changed();
      },
      removeSender: (sid, number) => noted(telling(() => services.removeSender(sid, number))),
    },
    sync: {
      ...sync,
      ...noting(
        sync,
        ['createService', 'updateService', 'deleteService', 'create', 'update', 'delete', 'forget'],
        changed,
      ),
    },
    noteTouch(token, touch) {
      noteTouch(token, touch, parts);
    },
    noteFunctionFailure: functionReports.noteFailure,
    noteFunctionLog: functionReports.noteLog,
    sources: () => sources,
    setSources(next) {
      sources = next;
      emit({ type: 'sources', sources });
    },
    callPlainly(host) {
      plainHosts.add(host);
    },
    search: (text) => searchMessages(conversations.all(), text),
    importConversation: (conversation, replaces) =>
      importConversation(conversation, replaces, parts, log, forgetting),
    replays,
    phones: { ...toldPhones(phones, numbers, emitPhones), remove: forgetting.removePhone },
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
      const kept = conversations.find(from, to)?.turns.findLast(({ byApi }) => !byApi);
      return kept && readTurn(kept);
    },
    forget: forgetting.forget,
    undo: forgetting.undo,
    undoable: forgetting.undoable,
    account,
    get startedAt() {
      return startedAt;
    },
    settings: () => settings,
    serveAt(url) {
      origin = url;
    },
    setSettings(change) {
      settings = { ...settings, ...change };
      return noted(settings);
    },
    clock: clock.read,
    advance,
    resetClock,
    ...ownNumbers,
    snapshot: () => ({
      ...snapshotOf(saved, replays.underWay()),
      startedAt,
      settings,
      faults: faults.all(),
      numbers: ownNumbers.numbers(),
    }),
    restore(snapshot) {
      ({ startedAt, settings } = snapshot);
      faults.restore(snapshot.faults);
      restoreNumbers(snapshot.numbers);
      restoreParts(saved, snapshot);
    },
    onChange: events.onChange,
    faults: faults.all,
    setFaults: faults.set,
    takeFault: (name) => faults.take([name]).has(name),
    wait: (ms) => waitFor(ms, parts),
    subscribe: events.subscribe,
    settled,
    async stop() {
      stop.abort();
      schedule.stop();
      overlap.release('stopped');
      await apiMessages.settled();
      await conversations.settled();
      background.dropObsolete();
      await background.settled();
    },
  };
}
