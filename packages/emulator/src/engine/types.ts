import type { FaultName, Faults } from './faults';
import type { KindSetting } from './number-kind';
import type { AdvancedOptOut } from './opt-out-words';
import type { Replay, ReplayProgress } from './replay/types';

export type { FaultName, Faults, FaultSetting } from './faults';
export type {
  Answer,
  Outcome,
  Replay,
  ReplayProgress,
  ReplayStatus,
  ReplayStep,
  ReplayWithSteps,
} from './replay/types';

/** A picture or other file of an MMS. */
export type Media = {
  /** Where the webhook can fetch it. */
  readonly url: string;
  /** MIME type, as in `MediaContentType0`. */
  readonly contentType: string;
};

/** A number of yours, with what Twilio's Console calls its configuration. */
export type OwnNumber = NumberSettings & {
  /** As in `To`: E.164, a short code, or an address of another channel, such as `whatsapp:+15552220000`. */
  readonly number: string;
  /** For display: the path of its Function, or the number itself. */
  readonly name: string;
  /** The address of its Function, while `smsUrl` has been edited to be another. */
  readonly functionUrl?: string;
};

/** What can be set of a number of yours. */
export type NumberSettings = {
  /** What it is called; empty for no name. Twilio's `FriendlyName`. */
  readonly friendlyName?: string;
  /** Called when a message comes in; empty for none. Twilio's `SmsUrl`. */
  readonly smsUrl: string;
  readonly smsMethod: HttpMethod;
  /** Called when `smsUrl` fails; empty for none. Twilio's `SmsFallbackUrl`. */
  readonly smsFallbackUrl: string;
  /** Default: POST. */
  readonly smsFallbackMethod?: HttpMethod;
  /** Default: `keep`. */
  readonly redirects?: Redirects;
  /**
   * The address by which everybody else knows the app that `smsUrl` has on this machine, such as `https://their.name`: requests are
   * signed for it and look like it. Empty for none.
   */
  readonly publicUrl?: string;
  /** Which kind of number it is, and so who answers STOP, START and HELP. Default: by the number itself. */
  readonly kind?: KindSetting;
  /** Advanced Opt-Out: `true` with Twilio's own keywords and texts. Default: off. */
  readonly advancedOptOut?: boolean | AdvancedOptOut;
  /** Whether the webhook's cookies are kept for senders of WhatsApp, RCS and Messenger too. Default: true. */
  readonly channelCookies?: boolean;
};

/**
 * What becomes of the method and the form of a request after HTTP 301 and 302: they are kept, or it is a GET without the form. Sources
 * disagree. The page of the redirects that are followed does not say: https://www.twilio.com/docs/api/errors/11216
 */
export type Redirects = 'keep' | 'get';

/** The methods by which Twilio calls a webhook. */
export type HttpMethod = 'GET' | 'POST';

/** An entry of Twilio's debugger. */
export type DebuggerEntry = {
  /** Twilio's error code. */
  readonly code: number;
  readonly level: 'error' | 'warning';
  /** Twilio's title of the code. */
  readonly title: string;
  /** Twilio's page about the code. */
  readonly url: string;
  /** What happened in this case. */
  readonly detail: string;
  /** Index of the exchange that caused it, in the turn's `exchanges`; `null` when none did. */
  readonly exchange: number | null;
  /** Where in the body of that exchange's response it is, when it is about a place there. */
  readonly position?: Position;
};

/** A place in a text. Both begin at 1; a column is a UTF-16 unit. */
export type Position = { readonly line: number; readonly column: number };

/** A place in a file of the app. Lines and columns begin at 1; they are missing where only the file is known. */
export type SourcePlace = {
  /** Relative to the app's folder: `src/functions/sms.protected.ts`. */
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
  /** The address that opens it in the developer's editor. */
  readonly url?: string;
};

/** How a Function has failed: what it has thrown, has logged as an error, or how its process has ended. */
export type TurnFailure = {
  /** The path of the Function: `/sms`. */
  readonly path: string;
  readonly message: string;
  /** The app's own place that it comes from; that of the Function when no line is known. */
  readonly at?: SourcePlace;
  /** The app's own places on the way there, the innermost first. */
  readonly frames?: readonly SourcePlace[];
};

/** What a Function has printed at once. */
export type LogLine = {
  /** Of the console's method. */
  readonly level: 'debug' | 'log' | 'info' | 'warn' | 'error';
  /** It may have several lines. */
  readonly text: string;
  /** The emulator's time, in milliseconds since 1970. */
  readonly at: number;
};

/** What is wrong with the app's sources. */
export type SourceProblem = {
  /** `build`: what was built before still answers. `types`: an error of types, which changes no answer. */
  readonly kind: 'build' | 'types';
  readonly message: string;
  readonly at?: SourcePlace;
};

/** All that is wrong with the app's sources now. */
export type Sources = {
  readonly problems: readonly SourceProblem[];
  /** How many more there are. */
  readonly leftOut: number;
};

/** Why Twilio made a request. */
export type Purpose = 'webhook' | 'fallback' | 'redirect' | 'action' | 'statusCallback' | 'api';

/** A request that Twilio made, or that it got (`api`), and the response. */
export type Exchange = {
  readonly purpose: Purpose;
  readonly request: {
    readonly method: HttpMethod;
    readonly url: string;
    /** Where it was sent on this machine, when `url` is below a number's `publicUrl`. */
    readonly sentTo?: string;
    /** In the order and the spelling in which they were sent. */
    readonly headers: readonly Pair[];
    /** Form parameters, in their order. */
    readonly parameters: readonly Pair[];
  };
  /** `null` when no whole response came. */
  readonly response: {
    readonly status: number;
    readonly headers: readonly Pair[];
    readonly body: string;
  } | null;
  /** Why there is no response, or why it was not used; `null` when it was. */
  readonly failure: string | null;
  /** The answer was lost on its way to Twilio, which made the same request again: fault `deliverTwice`. Nothing of it counts. */
  readonly lost?: true;
  /** The emulator's time when the request began, in milliseconds since 1970. */
  readonly startedAt: number;
  /** In real milliseconds. */
  readonly durationMs: number;
  /**
   * What is left out because the exchanges of the turn are too large: the response's body (`body`), or also headers,
   * parameters, and the end of a long URL (`details`).
   */
  readonly leftOut?: 'body' | 'details';
};

/** A header or a parameter. */
export type Pair = readonly [name: string, value: string];

/** A cookie in a conversation's jar. */
export type JarCookie = {
  readonly name: string;
  readonly value: string;
  readonly domain: string;
  readonly path: string;
  /** The emulator's time when Twilio drops it, in milliseconds since 1970. */
  readonly expiresAt: number;
};

/**
 * `received` for an incoming message; Twilio's statuses of a sent one otherwise.
 * Source: https://www.twilio.com/docs/messaging/api/message-resource#message-status-values
 */
export type MessageStatus =
  | 'received'
  | 'accepted'
  | 'scheduled'
  | 'canceled'
  | 'queued'
  | 'sending'
  | 'sent'
  | 'delivered'
  | 'undelivered'
  | 'failed';

/** A place that a phone shares. */
export type Location = {
  /** In degrees. */
  readonly latitude: number;
  readonly longitude: number;
  /** The name of the place, and where it is. */
  readonly label?: string;
  readonly address?: string;
};

/** What a message of WhatsApp, RCS or Messenger may have beside text and media. */
export type RichContent = {
  /** Of the button that was tapped; its text is the body. */
  readonly buttonPayload?: string;
  readonly location?: Location;
};

/** A message, as a phone shows it. */
export type Message = RichContent & {
  /** `SM...`; `MM...` with media. */
  readonly sid: string;
  /** `inbound`: from a phone to a number of yours. `outbound`: to a phone. */
  readonly direction: 'inbound' | 'outbound';
  readonly from: string;
  readonly to: string;
  readonly body: string;
  readonly media: readonly Media[];
  readonly status: MessageStatus;
  /** How many SMS segments it takes; 1 on every other channel. */
  readonly segments: number;
  /** The emulator's time, in milliseconds since 1970. */
  readonly at: number;
  /** The sid of the incoming message in whose turn it was sent; its own, when it is that message or there was no turn. */
  readonly turn: string;
  /** Whether Twilio, or the network of a toll-free number, wrote it, as the answer to STOP. */
  readonly byTwilio: boolean;
  /** It was sent by the REST API. */
  readonly byApi?: true;
  /** Twilio's code of why it is `undelivered` or `failed`. */
  readonly errorCode?: number;
  /** The Messaging Service that it was sent by, or that its number is a sender of. */
  readonly service?: string;
  /** The service has chosen `from`, and the REST API does not say it before the message is sent. */
  readonly isSenderChosen?: true;
  /** When a `scheduled` one is sent, in the emulator's time, in milliseconds since 1970. */
  readonly sendAt?: number;
  /** What the sender is called on WhatsApp. */
  readonly profileName?: string;
  /** SID of the message whose button was tapped. */
  readonly repliesTo?: string;
};

/** One message, incoming or sent by the REST API, and everything that followed from it. */
export type Turn = RichContent & {
  /** SID of the message. */
  readonly sid: string;
  /** The message was sent by the REST API: `from` is the phone all the same, and `to` the number. */
  readonly byApi?: true;
  /** SID of the message in whose turn a Function sent it by the REST API, when that is known. */
  readonly cause?: string;
  readonly from: string;
  readonly to: string;
  readonly body: string;
  readonly media: readonly Media[];
  /** The emulator's time when the message was sent, in milliseconds since 1970. */
  readonly at: number;
  /** How far the emulator's clock had been moved by then, in milliseconds. */
  readonly clockOffset: number;
  /** By how much faults on purpose have moved the clock in it, in milliseconds. */
  readonly clockMoved?: number;
  /** The faults on purpose that were on for this message, or for the status callbacks of its turn. */
  readonly faults: readonly FaultName[];
  /** What became of a message that the fault `overlap` or `overtake` held. */
  readonly held?: Held;
  /** The carrier has delivered the message before, as another one: fault `receivedTwice`. */
  readonly repeated?: true;
  /** SID of the oldest turn of the pair that ran when this one began: fault `overlap`. */
  readonly overlaps?: string;
  /** In real milliseconds; `null` while the turn runs. */
  readonly durationMs: number | null;
  /** The emulator ended while the turn ran: what the webhook answered, if it did, is not known. */
  readonly cutOff?: true;
  /** Every message that was delivered in the turn, to any phone. */
  readonly replies: readonly Message[];
  /** Errors and warnings. */
  readonly errors: readonly DebuggerEntry[];
  readonly exchanges: readonly Exchange[];
  /** The jar before and after the turn. */
  readonly cookies: { readonly before: readonly JarCookie[]; readonly after: readonly JarCookie[] };
  /** The Sync documents that the Function read or wrote while it answered, in the order of their first use; 20 at most. */
  readonly documents?: readonly TurnDocument[];
  /** How many uses of further documents are left out. */
  readonly documentsLeftOut?: number;
  /** How Functions have failed in it, in the order of time; 10 at most. Known of Functions that `npm start` or a driver serves. */
  readonly failures?: readonly TurnFailure[];
  /** What Functions have printed in it; 200 lines and 64,000 UTF-16 units at most. Known of the same Functions. */
  readonly logs?: readonly LogLine[];
  /** They have printed more. */
  readonly hasMoreLogs?: true;
};

/** A Sync document at some time. */
export type DocumentState = {
  /** Twilio's revision of it: `0` at first. */
  readonly revision: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** The emulator's time when it expires, in milliseconds since 1970; `null` without a time to live. */
  readonly expires: number | null;
};

/** A Sync document in a turn. */
export type TurnDocument = {
  /** Its unique name; its SID when it has none. */
  readonly name: string;
  /** Its service: `default`, or the SID of another one. */
  readonly service: string;
  /** As it was when the turn first used it; `null` when it was not there. */
  readonly before: DocumentState | null;
  /** As it was after the turn's last use of it; `null` when it was not there any more. */
  readonly after: DocumentState | null;
};

/** A Sync document as it is now. */
export type LiveDocument = DocumentState & Pick<TurnDocument, 'name' | 'service'> & { readonly sid: string };

/**
 * A message that the fault `overlap` or `overtake` holds is `waiting` for the next one of its pair. It has `met` it, or went alone because the
 * clock was moved, the fault was switched off, its conversation was forgotten or the emulator was stopped.
 */
export type Held = 'waiting' | 'met' | 'clockMoved' | 'switchedOff' | 'forgotten' | 'stopped';

/** Everything between a phone and a number of yours. */
export type Conversation = {
  /** The phone. */
  readonly from: string;
  /** The number. */
  readonly to: string;
  readonly messages: readonly Message[];
  readonly turns: readonly Turn[];
  readonly cookies: readonly JarCookie[];
  /** Whether the phone has opted out of the number, or of its Messaging Service: replies are blocked until START. */
  readonly optedOut: boolean;
};

/** The emulator's clock. */
export type Clock = {
  /** The emulator's time, in milliseconds since 1970. */
  readonly now: number;
  /** How far it has been moved from this machine's time, in milliseconds. */
  readonly offset: number;
};

/** What phones are called on WhatsApp, by their addresses. */
export type ProfileNames = Readonly<Record<string, string>>;

/** What was forgotten, removed or imported, and can be taken back. */
export type Undoable = {
  /** Names it: `POST /api/undo` takes it. */
  readonly token: string;
  /** A conversation, all of a phone, every one, or a phone with all of its conversations; or an import, in the place of what there was. */
  readonly what: 'conversation' | 'conversations' | 'everything' | 'phone' | 'import';
  /** The phone; `null` for everything. */
  readonly from: string | null;
  /** The number of one conversation, or of an import; `null` otherwise. */
  readonly to: string | null;
};

/** What was taken back. `undo`: the token that takes this back in turn, as of an import. */
export type Undone = Undoable & { readonly undo?: string };

/** What happens in the engine. `GET /api/events` sends each as a server-sent event with the `type` as its name. */
export type EmulatorEvent =
  | { readonly type: 'message'; readonly message: Message }
  /** The status of a message has changed. */
  | { readonly type: 'status'; readonly message: Message }
  /**
   * Every phone in their order, those that are switched off, and what phones are called on WhatsApp that were given a name. It is not sent
   * when a phone joins them, at their end, because a message of it or to it comes.
   */
  | {
      readonly type: 'phones';
      readonly phones: readonly string[];
      readonly off: readonly string[];
      readonly profileNames: ProfileNames;
    }
  /** A turn has begun (`durationMs` is null) or ended. */
  | { readonly type: 'turn'; readonly turn: Turn; readonly optedOut: boolean }
  /** The phone of a conversation has opted out or in, maybe by a message to another sender of the Messaging Service. */
  | { readonly type: 'optOut'; readonly from: string; readonly to: string; readonly optedOut: boolean }
  /** `null` for both: every conversation is forgotten. */
  | { readonly type: 'forgotten'; readonly from: string | null; readonly to: string | null }
  /** What was forgotten, removed or replaced is back. */
  | ({ readonly type: 'restored' } & Undoable)
  | { readonly type: 'clock'; readonly clock: Clock }
  | { readonly type: 'numbers'; readonly numbers: readonly OwnNumber[] }
  | { readonly type: 'faults'; readonly faults: Faults }
  /** A conversation is now this one: it was imported, put back, or its end was cut off for a replay. */
  | { readonly type: 'conversation'; readonly conversation: Conversation }
  /** A replay has begun or ended, or the conversation before it was put back. */
  | { readonly type: 'replay'; readonly replay: Replay }
  /** Messages of a replay that runs have had their turns. */
  | ({ readonly type: 'replayProgress' } & ReplayProgress)
  | { readonly type: 'sources'; readonly sources: Sources };
