/** A message that followed from one of a phone: an answer of the webhook, of Twilio itself, or one that the Function sent by the REST API. */
export type Answer = {
  readonly to: string;
  readonly body: string;
  /** The addresses of its files. */
  readonly media: readonly string[];
};

/** What followed from one message of a phone. */
export type Outcome = {
  /** SID of the turn. */
  readonly turn: string;
  readonly answers: readonly Answer[];
  /** The codes of the errors in Twilio's debugger. */
  readonly errors: readonly number[];
};

/** One message of a conversation that is had again. */
export type ReplayStep = {
  readonly body: string;
  /** How many files it had. */
  readonly files: number;
  /** Whether the turn used Sync documents, which are not as they were. */
  readonly usedDocuments: boolean;
  readonly before: Outcome;
  /** `null` until its turn is over. */
  readonly after: Outcome | null;
};

/** `running`, then how it ended. */
export type ReplayStatus = 'running' | 'done' | 'cancelled' | 'failed';

/** A conversation that is had again, without its steps. */
export type Replay = {
  readonly id: string;
  /** The phone. */
  readonly from: string;
  /** The number. */
  readonly to: string;
  /** SID of the turn that it began with; `null` when that was the first. */
  readonly turn: string | null;
  readonly status: ReplayStatus;
  /** Why it was cancelled or failed, for people. */
  readonly why?: string;
  /** How many messages are had again, and how many of them have been. */
  readonly total: number;
  readonly had: number;
  /** SIDs of the new turns whose answers are not as before. */
  readonly differing: readonly string[];
  /** Whether the conversation as it was before can be put back. */
  readonly canPutBack: boolean;
};

/** How far a replay that runs has come. */
export type ReplayProgress = Pick<Replay, 'id' | 'had'> & {
  /** SIDs of the new turns whose answers are not as before, of those since the last progress. */
  readonly differing: readonly string[];
};

/** A replay with its steps, in their order. */
export type ReplayWithSteps = Replay & { readonly steps: readonly ReplayStep[] };
