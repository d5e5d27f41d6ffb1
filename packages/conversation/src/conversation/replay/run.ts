import { ConversationError } from '../../errors';
import type { Message } from '../../message/message';
import type { DefinedConversation } from '../conversation';
import { fingerprint, toState } from './progress';
import { replay } from './replay';
import type { State } from './state';
import { beginTurn } from './turn';
import { withLocation } from './with-location';

/** Maximum number of replays in one turn: one, and another after each `forget`. */
const MAX_REPLAYS = 10;

/** The result of a turn. `messages` are the texts of the reply, in order. */
export type Outcome =
  /** A question is open. Store `state` and pass it with the sender's next message. */
  | { readonly kind: 'asked'; readonly messages: readonly string[]; readonly state: State }
  /** The code returned: the conversation is over. `messages` may be empty. */
  | { readonly kind: 'ended'; readonly messages: readonly string[] }
  /** `maxAttempts` answers could not be read: the conversation is over. */
  | { readonly kind: 'given-up'; readonly messages: readonly string[] };

/**
 * Runs one turn of a conversation: replays its code from the top, with the stored answers, to the first open question.
 * The first message starts a conversation and answers nothing.
 *
 * Never throws because of what a sender wrote. Deterministic, except for what effects do.
 *
 * @param state - the state that the previous turn returned, if a conversation is going on.
 * @param deliveryId - unique per message, stable across redeliveries, not empty: `MessageSid`, `From` and `To`.
 * @throws {ConversationError} with `at`, the location in the conversation. The given state stays valid.
 */
export async function run(
  conversation: DefinedConversation,
  state: State | undefined,
  message: Message,
  deliveryId: string,
): Promise<Outcome> {
  const turn = beginTurn(conversation, state, message, deliveryId);
  const { reply, progress } = turn;

  for (let replays = 0; replays < MAX_REPLAYS; replays++) {
    const end = await replay(conversation, turn);
    switch (end.kind) {
      case 'forgot':
        continue;
      case 'asked':
        return {
          kind: 'asked',
          messages: reply.texts,
          state: toState(progress, conversation.version, fingerprint(deliveryId), end.name),
        };
      case 'given-up':
      case 'ended':
        return { kind: end.kind, messages: reply.texts };
    }
  }
  const error = new ConversationError(
    'steps-endless',
    `One message made it forget ${MAX_REPLAYS} times. Is there a question between forget() and what leads to it?`,
  );
  throw withLocation(error, { conversation: conversation.name, step: undefined });
}
