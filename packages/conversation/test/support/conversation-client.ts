import type { DefinedConversation } from '../../src/conversation/conversation';
import type { Json } from '../../src/json';
import type { Media } from '../../src/message/message';
import { run, type Outcome } from '../../src/conversation/replay/run';
import { isState, type State } from '../../src/conversation/replay/state';

/** One sender in a conversation, whose state goes through JSON between two messages as it does through a cookie. */
export type Chat = {
  /** Sends a message with a seed of its own; gives the messages of the reply. Throws what the turn throws. */
  readonly send: (body?: string, media?: readonly Media[]) => Promise<readonly string[]>;
  /** Sends several and gives the reply to the last. */
  readonly sendAll: (...bodies: string[]) => Promise<readonly string[]>;
  /** Deploys other code: the next message is answered by it. */
  readonly deploy: (conversation: DefinedConversation) => void;
  /** The outcome of the last message. */
  readonly outcome: () => Outcome | undefined;
  /** What is stored now. */
  readonly state: () => State | undefined;
  /** The same, where there must be one. */
  readonly openState: () => State;
  /** Takes another state, such as an earlier one. */
  readonly restore: (state: State | undefined) => void;
};

export function chat(code: DefinedConversation): Chat {
  let [conversation, sent] = [code, 0];
  let state: State | undefined;
  let outcome: Outcome | undefined;

  async function send(body = 'hi', media: readonly Media[] = []): Promise<readonly string[]> {
    sent += 1;
    outcome = await run(conversation, state, { body, media }, `message ${sent}`);
    state = outcome.kind === 'asked' ? stored(outcome.state) : undefined;
    return outcome.messages;
  }
  return {
    send,
    async sendAll(...bodies) {
      let reply: readonly string[] = [];
      for (const body of bodies) reply = await send(body);
      return reply;
    },
    deploy: (other) => void (conversation = other),
    outcome: () => outcome,
    state: () => state,
    openState() {
      if (state === undefined) throw new Error('The conversation is over.');
      return state;
    },
    restore: (other) => void (state = other),
  };
}

/** The state as it comes out of a cookie. */
function stored(state: State): State {
  const payload = JSON.parse(JSON.stringify(state)) as Json;
  if (!isState(payload)) throw new Error(`Not a state: ${JSON.stringify(payload)}`);
  return payload;
}
