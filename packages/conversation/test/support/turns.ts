import type { DefinedConversation } from '../../src/conversation/conversation';
import { run, type Outcome } from '../../src/conversation/replay/run';
import type { State } from '../../src/conversation/replay/state';
import type { TurnTools } from '../../src/conversation/replay/turn';
import type { OutgoingMessage } from '../../src/message/message';

/** A message of a sender, as Twilio's webhook brings it. */
export type Sent = {
  readonly body?: string;
  /** The id of the delivery. Default: one of its own. */
  readonly id?: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
  readonly tools?: Partial<TurnTools>;
};

/** One sender, whose messages have all that a webhook brings. Each stored state survives JSON, as in a cookie. */
export function turnsOf(code: DefinedConversation) {
  let conversation = code;
  let state: State | undefined;
  let sent = 0;

  async function turn({ body = 'hi', id, parameters = {}, tools = {} }: Sent = {}): Promise<Outcome> {
    sent += 1;
    const message = { body, media: [], parameters };
    const outcome = await run(conversation, state, message, id ?? `message ${sent}`, tools);
    state = JSON.parse(JSON.stringify(outcome.state)) as State;
    return outcome;
  }
  return {
    /** Sends a message; returns its outcome. */
    turn,
    /** Sends a message; returns the messages of the reply. */
    send: async (body: string, other: Sent = {}): Promise<readonly OutgoingMessage[]> =>
      (await turn({ body, ...other })).messages,
    deploy: (other: DefinedConversation) => void (conversation = other),
    state: () => state,
  };
}
