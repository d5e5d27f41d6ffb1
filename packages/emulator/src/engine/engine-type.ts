import type { ApiMessages } from './messages/api-messages';
import type { Channel } from './channels';
import type { ConversationPage } from './conversation-page';
import type { FaultName, Faults } from './faults';
import type { Account } from './http/signed-request';
import type { Imported } from './import-conversation';
import type { MessageLog } from './messages/message-log';
import type { Services } from './messages/services';
import type { Phones } from './phones';
import type { Replays } from './replay/replays';
import type { Found } from './search';
import type { EngineSnapshot } from './snapshot';
import type { Sync } from './sync/sync';
import type { Touch } from './sync/touched-documents';
import type { FunctionFailure, FunctionLog } from './turn/function-reports';
import type { NewMessage } from './turn/incoming-messages';
import type {
  Clock,
  Conversation,
  EmulatorEvent,
  NumberSettings,
  OwnNumber,
  Sources,
  Turn,
  Undoable,
  Undone,
} from './types';

/** Twilio's side of an SMS. */
export type Engine = {
  /**
   * Sends a message from a phone to a number of yours, calls the number's webhook, and executes its answer. Messages of
   * one pair wait for each other, unless the faults `overlap` or `overtake` are on. Resolves at the end of the turn, whatever the webhook did.
   *
   * @throws Error when `to` is not one of your numbers or of another channel than `from`, or when SMS has no such content.
   */
  readonly send: (message: NewMessage) => Promise<Turn>;
  /** Whether this promise of `send` is of a message that the fault `overlap` or `overtake` holds until the next one of its pair comes. */
  readonly isHeld: (turn: Promise<Turn>) => boolean;
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
   * all the same, and later messages of the pair still wait for them. A message that is held goes alone. Returns the token that takes it
   * back.
   */
  readonly forget: (from?: string, to?: string) => string;
  /**
   * Takes back what this token names, or the latest: messages, turns, cookies, opt-outs and scheduled messages come back. What has happened
   * since stays: newer messages come after the older ones, a cookie that was set since stays, and a phone that has opted out and
   * in again since has not opted out. `undefined` when there is nothing to take back any more.
   */
  readonly undo: (token?: string) => Undone | undefined;
  /** What can be taken back, the latest last: twenty at most. */
  readonly undoable: () => Undoable[];
  /** All that outlives the engine. */
  readonly snapshot: () => EngineSnapshot;
  /** Gives a new engine what another one had. To be called before anything else happens. */
  readonly restore: (snapshot: EngineSnapshot) => void;
  /** Calls a listener when something of `snapshot` has changed. Returns a function that unsubscribes it. */
  readonly onChange: (listener: () => void) => () => void;
  /** The messages of the account as the REST API has them, and those that it sends. */
  readonly messages: Omit<ApiMessages, 'resume'> & Pick<MessageLog, 'all' | 'find' | 'redact' | 'delete'>;
  /** The Messaging Services. */
  readonly services: Services;
  /** Sync services and documents. `forget` leaves them as they are: they are the app's data. */
  readonly sync: Sync;
  /** Shows a Sync document in the turn of the webhook's request with this `I-Twilio-Idempotency-Token`, when it is known. */
  readonly noteTouch: (token: string, touch: Touch) => void;
  /** The phones in their order, those that are switched off, and their names on WhatsApp. */
  readonly phones: Pick<Phones, 'all' | 'move' | 'off' | 'set' | 'profileNames' | 'setProfileName'> & {
    /** Adds a phone at the end, unless it is there. */
    readonly add: (phone: string) => void;
    /** Adds a phone with a new number of a channel, and returns its address. */
    readonly addNew: (channel: Channel) => string;
    /** Forgets all of a phone, and the phone. Returns the token that takes it back; `undefined` when there is no such phone. */
    readonly remove: (phone: string) => string | undefined;
  };
  /** Looks for a text in the messages of all conversations. */
  readonly search: (text: string) => Found;
  /** Adds a conversation that has happened elsewhere, or says why it does not. `replaces`: in the place of the one of its pair. */
  readonly importConversation: (conversation: Conversation, replaces: boolean) => Imported;
  /** Conversations that are had again. */
  readonly replays: Omit<Replays, 'note'>;
  /** Shows a failure of a Function in the turn of the webhook's request with this `I-Twilio-Idempotency-Token`, when it is known. */
  readonly noteFunctionFailure: (token: string, failure: FunctionFailure) => void;
  /** Shows what a Function prints in the same turn. */
  readonly noteFunctionLog: (token: string, log: FunctionLog) => void;
  /** What is wrong with the app's sources, as whoever builds them says. */
  readonly sources: () => Sources;
  readonly setSources: (sources: Sources) => void;
  /** Has `https://` addresses of this host, such as `localhost:3000`, called over HTTP. */
  readonly callPlainly: (host: string) => void;
  readonly account: Account;
  /** When the engine was created, in milliseconds since 1970. */
  readonly startedAt: number;
  /** Tells it where its REST API is served, such as `http://localhost:1337`: there webhooks get the files of an MMS. */
  readonly serveAt: (url: string) => void;
  readonly settings: () => Settings;
  /** Changes some settings of the account; the others stay as they are. Returns all of them. */
  readonly setSettings: (change: Partial<Settings>) => Settings;
  readonly clock: () => Clock;
  /**
   * Moves the clock ahead, in milliseconds, and with it the end of every cookie nearer. What is scheduled on the way is sent. A
   * message that is held goes alone before: no other can come at the same moment any more.
   */
  readonly advance: (ms: number) => Clock;
  /**
   * Moves the clock back to this machine's time. A cookie keeps the time that it has left, and what has ended stays ended; scheduled
   * messages and Sync documents keep their dates. A message that is held goes alone before.
   */
  readonly resetClock: () => Clock;
  readonly numbers: () => OwnNumber[];
  /** The number of yours at an address: the one that has it, or else the phone number that is called so on the channel. */
  readonly number: (address: string) => OwnNumber | undefined;
  /** Adds a number, or replaces the one with the same digits. Returns it as it is stored. */
  readonly setNumber: (number: OwnNumber) => OwnNumber;
  /**
   * Changes settings of the number at an address. A phone number's address on another channel has settings of its own from then on, and
   * one that nobody has becomes a number without a webhook.
   */
  readonly changeNumber: (address: string, change: Partial<NumberSettings>) => OwnNumber;
  /** Takes a number away. Its conversations stay. Returns whether there was one. */
  readonly deleteNumber: (number: string) => boolean;
  /** Replaces all numbers. */
  readonly setNumbers: (numbers: readonly OwnNumber[]) => void;
  readonly faults: () => Faults;
  /** Changes some faults on purpose; the others stay as they are. Returns all of them. */
  readonly setFaults: (change: Partial<Faults>) => Faults;
  /** Whether a fault is on. One that was on for the next message is off afterwards. */
  readonly takeFault: (name: FaultName) => boolean;
  /** Resolves after so many milliseconds of this machine's time, or when the engine stops. */
  readonly wait: (ms: number) => Promise<void>;
  /** Calls a listener with every event. Returns a function that unsubscribes it. */
  readonly subscribe: (listener: (event: EmulatorEvent) => void) => () => void;
  /**
   * Resolves when no message of the REST API is under way, no turn of a number that another one has texted, and no status callback.
   * A message that is held is not waited for.
   */
  readonly settled: () => Promise<void>;
  /** Ends every request, also those of status callbacks; those that wait are not made. Resolves when no turn runs. */
  readonly stop: () => Promise<void>;
};

/** Settings of the account. */
export type Settings = {
  /** Files of messages can be fetched with Basic auth alone, as the Console's "Enforce HTTP Auth on Media URLs" has it. */
  readonly mediaAuth: boolean;
};
