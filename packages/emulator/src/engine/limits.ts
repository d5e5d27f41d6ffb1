/** Times and sizes of one request, in milliseconds and bytes. */
export type Limits = {
  /** For one attempt to connect; there are at most two. */
  readonly connectMs: number;
  /** For the whole request: connecting, and the whole response. */
  readonly totalMs: number;
  /** For the body of the response. */
  readonly bodyBytes: number;
};

/** Twilio's own limits. Sources: https://www.twilio.com/docs/api/errors/11205 and /11750 */
export const TWILIO_LIMITS: Limits = { connectMs: 5000, totalMs: 15_000, bodyBytes: 64 * 1024 };

/**
 * Of one message, both ways: UTF-16 units of its body, files, and UTF-16 units of a button's payload, on every channel.
 * Sources: https://www.twilio.com/docs/api/errors/14103 and https://www.twilio.com/docs/messaging/twiml/message#media
 */
export const MESSAGE = { body: 1600, media: 10, payload: 256 } as const;

/** The largest turn, as JSON, in bytes: each of its parts has a limit, and this is more than all together. */
export const MAX_TURN_BYTES = 16 * 1024 * 1024;

/** How much the emulator keeps in memory. Older messages and turns are dropped, and conversations that were quiet for longest. */
export type Kept = typeof KEPT;

/** What it keeps, unless a test gives less. */
export const KEPT = {
  conversations: 10_000,
  /** Of those that have not talked, the first one is removed when there are more. */
  phones: 10_000,
  /** `all`: in bytes. */
  messages: { each: 10_000, all: 32 * 1024 * 1024 },
  /** `all`: in bytes, packed. */
  turns: { each: 1000, all: 32 * 1024 * 1024 },
  /** Of one turn, as JSON, in bytes: the bodies of its responses, and everything else of its exchanges. */
  exchanges: { bodies: 1024 * 1024, rest: 1024 * 1024 },
  /** Of how many turns the status callbacks are made at the same time, and how many turns may wait for theirs. */
  statusCallbacks: { atOnce: 100, waiting: 10_000 },
  /** Of Sync. Nothing of it is dropped: when there is no room, a write is refused. `bytes`: of all documents. */
  sync: { services: 1000, documents: 50_000, bytes: 128 * 1024 * 1024 },
  /** Of one turn: how many Sync documents it shows. Each has at most 16 kB, before and after. */
  turnDocuments: 20,
};
