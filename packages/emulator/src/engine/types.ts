/** A picture or other file of an MMS. */
export type Media = {
  /** Where Twilio (or here, the Function) finds it. */
  readonly url: string;
  /** MIME type, as in `MediaContentType0`. */
  readonly contentType: string;
};

/** A number of yours, and what the Console would know of it. */
export type OwnNumber = {
  /** E.164, as in `To`. */
  readonly number: string;
  /** What to call it: the path of its Function, or the number itself. */
  readonly name: string;
  /** Called when a message comes in; empty when nothing is. Twilio's `SmsUrl`. */
  readonly smsUrl: string;
  readonly smsMethod: HttpMethod;
  /** Called when `smsUrl` fails; empty when nothing is. Twilio's `SmsFallbackUrl`. */
  readonly smsFallbackUrl: string;
};

export type HttpMethod = 'GET' | 'POST';

/** An entry of Twilio's debugger. */
export type DebuggerEntry = {
  /** Twilio's code; its page is at `url`. */
  readonly code: number;
  readonly level: 'error' | 'warning';
  /** Twilio's own title of the code. */
  readonly title: string;
  readonly url: string;
  /** What happened here. */
  readonly detail: string;
  /** Index, in the turn's exchanges, of the one that caused it. */
  readonly exchange: number | null;
};

/** Why Twilio made a request. */
export type Purpose = 'webhook' | 'fallback' | 'redirect' | 'action' | 'statusCallback';

/** A request that Twilio made, and its answer. */
export type Exchange = {
  readonly purpose: Purpose;
  readonly request: {
    readonly method: HttpMethod;
    readonly url: string;
    /** In the order and the spelling in which they were sent. */
    readonly headers: readonly Pair[];
    /** Form parameters, in their order. */
    readonly parameters: readonly Pair[];
  };
  /** `null` when no whole answer came. */
  readonly response: {
    readonly status: number;
    readonly headers: readonly Pair[];
    readonly body: string;
  } | null;
  /** Why no answer came, or why it was not used; `null` when all is well. */
  readonly failure: string | null;
  /** The emulator's time when the request began, in milliseconds since 1970. */
  readonly startedAt: number;
  readonly durationMs: number;
};

export type Pair = readonly [name: string, value: string];

/** A cookie in a conversation's jar. */
export type JarCookie = {
  readonly name: string;
  readonly value: string;
  readonly domain: string;
  readonly path: string;
  /** The emulator's time when Twilio will drop it, in milliseconds since 1970. */
  readonly expiresAt: number;
};

export type MessageStatus = 'received' | 'queued' | 'sent' | 'delivered' | 'failed';

/** A message, as a phone shows it. */
export type Message = {
  /** `SM...`, or `MM...` with media. */
  readonly sid: string;
  /** `inbound`: from a phone to a number of yours. `outbound`: to a phone. */
  readonly direction: 'inbound' | 'outbound';
  readonly from: string;
  readonly to: string;
  readonly body: string;
  readonly media: readonly Media[];
  readonly status: MessageStatus;
  /** How many SMS segments it takes. */
  readonly segments: number;
  /** The emulator's time, in milliseconds since 1970. */
  readonly at: number;
  /** The sid of the incoming message in whose turn it was sent; its own, when it is that message. */
  readonly turn: string;
  /** Whether Twilio wrote it by itself, as its answer to STOP. */
  readonly byTwilio: boolean;
};

/** One incoming message and all that came of it. */
export type Turn = {
  /** The incoming message's. */
  readonly sid: string;
  readonly from: string;
  readonly to: string;
  readonly body: string;
  readonly media: readonly Media[];
  /** The emulator's time when the message was sent, in milliseconds since 1970. */
  readonly at: number;
  /** How far the emulator's clock had been moved by then, in milliseconds. */
  readonly clockOffset: number;
  /** The faults on purpose that this message met. */
  readonly faults: readonly FaultName[];
  /** `null` while the Function works. */
  readonly durationMs: number | null;
  /** Every message that was delivered, whoever got it. */
  readonly replies: readonly Message[];
  /** Errors and warnings. */
  readonly errors: readonly DebuggerEntry[];
  readonly exchanges: readonly Exchange[];
  readonly cookies: { readonly before: readonly JarCookie[]; readonly after: readonly JarCookie[] };
};

/** All that passed between a phone and a number of yours. */
export type Conversation = {
  /** The phone. */
  readonly from: string;
  /** The number. */
  readonly to: string;
  readonly messages: readonly Message[];
  readonly turns: readonly Turn[];
  readonly cookies: readonly JarCookie[];
  /** Whether the phone has sent STOP: replies are blocked until START. */
  readonly optedOut: boolean;
};

export type Clock = {
  /** The emulator's time, in milliseconds since 1970. */
  readonly now: number;
  /** How far it has been moved from this machine's time, in milliseconds. */
  readonly offset: number;
};

/** Faults on purpose: off, for the next message alone, or for all. */
export type When = 'off' | 'next' | 'all';

export type Faults = {
  /** The jar's cookies are not sent, once: they stay in the jar. */
  readonly loseCookie: When;
  /** The cookies of the message before are sent. */
  readonly staleCookie: When;
  /** The answer is lost on its way, and Twilio delivers the same webhook again. */
  readonly deliverTwice: When;
  /** The webhook is called, but answers after Twilio's 15 seconds. */
  readonly answerSlowly: When;
  /** The webhook cannot be connected to. */
  readonly unreachable: When;
};

export type FaultName = keyof Faults;

/** What `GET /api/events` tells, each as a server-sent event whose name is the `type`. */
export type EmulatorEvent =
  | { readonly type: 'message'; readonly message: Message }
  /** A turn has begun (`durationMs` is null) or ended. */
  | { readonly type: 'turn'; readonly turn: Turn; readonly optedOut: boolean }
  /** `null` for both: every conversation is forgotten. */
  | { readonly type: 'forgotten'; readonly from: string | null; readonly to: string | null }
  | { readonly type: 'clock'; readonly clock: Clock }
  | { readonly type: 'numbers'; readonly numbers: readonly OwnNumber[] }
  | { readonly type: 'faults'; readonly faults: Faults };
