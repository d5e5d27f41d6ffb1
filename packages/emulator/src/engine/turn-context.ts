import type { Fetching } from './fetch-document';
import type { Media, OwnNumber, Pair, FaultName } from './types';

/** A message that the Function wants to send. */
export type Outgoing = {
  readonly sid: string;
  readonly from: string;
  readonly to: string;
  readonly body: string;
  readonly media: readonly Media[];
};

/** Where a turn takes place: what it needs to know and what it may do. */
export type Scene = Fetching & {
  readonly number: OwnNumber;
  /** The sender's phone. */
  readonly phone: string;
  readonly parameters: readonly Pair[];
  readonly isOwnNumber: (number: string) => boolean;
  /** Delivers a message, unless its phone has opted out. Returns whether it did. */
  readonly deliver: (message: Outgoing) => boolean;
  /** Moves the emulator's clock ahead by so many milliseconds. */
  readonly pass: (ms: number) => void;
  readonly faults: ReadonlySet<FaultName>;
  /** Sent in place of the jar's cookies with the first request: faults on purpose. */
  readonly cookie: string | undefined;
};

/** What has been done in a turn so far. */
export type Progress = {
  messages: number;
  documents: number;
  /** Whether there were more messages than Twilio sends, which is said once. */
  overLimit: boolean;
  /** Status callbacks, called one after the other when the turn is over. */
  callbacks: (() => Promise<void>)[];
};
