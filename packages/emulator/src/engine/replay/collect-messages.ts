import type { EmulatorEvent, Message } from '../types';

/** Collects the messages to a phone from a number by the turns that they belong to. */
export type CollectedMessages = {
  /** Is told of every event. */
  readonly note: (event: EmulatorEvent) => void;
  /** The messages of a turn, with their latest status. */
  readonly ofTurn: (sid: string) => Message[];
};

export function collectMessages(pair: { readonly from: string; readonly to: string }): CollectedMessages {
  /** By their SIDs, in the order in which they were sent. */
  const messages = new Map<string, { readonly order: number; readonly message: Message }>();
  /** The SIDs of the messages of each turn. */
  const byTurn = new Map<string, string[]>();
  /** Of a turn, those of messages that the REST API was told in it to send. */
  const effects = new Map<string, string[]>();
  const caused = new Set<string>();

  const note = (message: Message): void => {
    const order = messages.get(message.sid)?.order ?? messages.size;
    if (order === messages.size) addTo(byTurn, message.turn, message.sid);
    messages.set(message.sid, { order, message });
  };
  return {
    note(event) {
      if (event.type === 'message' || event.type === 'status') {
        const { message } = event;
        const isOfPair =
          message.direction === 'outbound' && message.to === pair.from && message.from === pair.to;
        if (isOfPair && (event.type === 'message' || messages.has(message.sid))) note(message);
      } else if (event.type === 'turn' && event.turn.cause !== undefined && !caused.has(event.turn.sid)) {
        caused.add(event.turn.sid);
        addTo(effects, event.turn.cause, event.turn.sid);
      }
    },
    ofTurn: (sid) =>
      [...(caused.has(sid) ? [] : [sid]), ...(effects.get(sid) ?? [])]
        .flatMap((turn) => byTurn.get(turn) ?? [])
        .flatMap((one) => messages.get(one) ?? [])
        .sort((a, b) => a.order - b.order)
        .map(({ message }) => message),
  };
}

function addTo(lists: Map<string, string[]>, key: string, item: string): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [item]);
  else list.push(item);
}
