import type { EmulatorEvent, Message } from '../types';

/** Collects the messages to a phone from a number by the turns that they belong to. */
export type CollectedMessages = {
  /** Is told of every event. */
  readonly note: (event: EmulatorEvent) => void;
  /** The messages of a turn, with their latest status. */
  readonly ofTurn: (sid: string) => Message[];
};

export function collectMessages(pair: { readonly from: string; readonly to: string }): CollectedMessages {
  /** In the order in which they were sent. */
  const messages = new Map<string, Message>();
  /** Of messages that the REST API sends: the turn in which it was told to. */
  const causes = new Map<string, string>();
  return {
    note(event) {
      if (event.type === 'message' || event.type === 'status') {
        const { message } = event;
        const isOfPair =
          message.direction === 'outbound' && message.to === pair.from && message.from === pair.to;
        if (isOfPair && (event.type === 'message' || messages.has(message.sid)))
          messages.set(message.sid, message);
      } else if (event.type === 'turn' && event.turn.cause !== undefined)
        causes.set(event.turn.sid, event.turn.cause);
    },
    ofTurn: (sid) => [...messages.values()].filter(({ turn }) => (causes.get(turn) ?? turn) === sid),
  };
}
