import type { DefinedConversation } from '../../src/conversation/conversation';
import { run, type Outcome } from '../../src/conversation/replay/run';
import { isState, type State } from '../../src/conversation/replay/state';
import type { Json } from '../../src/json';
import type { Media, OutgoingMessage } from '../../src/message/message';

/** One sender who texts a conversation. The state is serialized between two messages, as a cookie does it. */
export type ConversationClient = {
  /** Sends a message with a delivery id of its own; returns the messages of the reply. Throws what the turn throws. */
  readonly send: (body?: string, media?: readonly Media[]) => Promise<readonly OutgoingMessage[]>;
  /** Sends several messages; returns the reply to the last. */
  readonly sendAll: (...bodies: string[]) => Promise<readonly OutgoingMessage[]>;
  /** Replaces the code that answers the next messages, as a deploy does. */
  readonly deploy: (conversation: DefinedConversation) => void;
  /** The outcome of the last message. */
  readonly outcome: () => Outcome | undefined;
  /** The stored state; `undefined` when the conversation is over, and only its tombstone is stored. */
  readonly state: () => State | undefined;
  /** The stored state; throws when there is none. */
  readonly openState: () => State;
  /** Replaces the stored state, for example by an earlier one. */
  readonly restore: (state: State | undefined) => void;
};

export function clientFor(code: DefinedConversation): ConversationClient {
  let [conversation, sent] = [code, 0];
  let state: State | undefined;
  let outcome: Outcome | undefined;

  async function send(body = 'hi', media: readonly Media[] = []): Promise<readonly OutgoingMessage[]> {
    sent += 1;
    outcome = await run(conversation, state, { body, media }, `message ${sent}`);
    state = serialized(outcome.state);
    return outcome.messages;
  }
  return {
    send,
    async sendAll(...bodies) {
      let reply: readonly OutgoingMessage[] = [];
      for (const body of bodies) reply = await send(body);
      return reply;
    },
    deploy: (other) => void (conversation = other),
    outcome: () => outcome,
    state: () => (state?.ended === undefined ? state : undefined),
    openState() {
      if (state?.ended !== undefined || state === undefined) throw new Error('The conversation is over.');
      return state;
    },
    restore: (other) => void (state = other),
  };
}

/** The state as it comes out of a cookie. */
function serialized(state: State): State {
  const payload = JSON.parse(JSON.stringify(state)) as Json;
  if (!isState(payload)) throw new Error(`Not a state: ${JSON.stringify(payload)}`);
  return payload;
}
