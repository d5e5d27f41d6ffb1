import type { DefinedConversation } from '../conversation';
import { ConversationError } from '../../errors';
import { located } from './with-location';
import { mark, toState } from './progress';
import type { Message } from '../../message/message';
import type { State } from './state';
import { beginTurn } from './turn';
import { walk } from './replay';

/** How often one turn may begin at the top: once, and again after each `forget`. */
const MAX_WALKS = 10;

/** What became of a message. `messages` are the texts of the reply, in their order. */
export type Outcome =
  /** A question is open; `state` must come with the sender's next message. */
  | { readonly kind: 'asked'; readonly messages: readonly string[]; readonly state: State }
  /** The code returned: the conversation is over. No messages: nothing is left to say. */
  | { readonly kind: 'ended'; readonly messages: readonly string[] }
  /** `maxAttempts` answers could not be read: the conversation is over. */
  | { readonly kind: 'given-up'; readonly messages: readonly string[] };

/**
 * Runs a conversation with a message: walks from the top over all that is answered to the first question that is
 * not. The first message only starts a conversation; it answers nothing.
 *
 * Never throws for what a sender sent. With the same arguments it does the same, as far as its effects do.
 *
 * @param state - what the turn before returned, if a conversation is going on.
 * @param seed - not empty; other for each message and the same when Twilio delivers one twice: `MessageSid`, `From` and
 *   `To`.
 * @throws {ConversationError} with `at`, the place in the conversation; what was stored before stays right.
 */
export async function run(
  conversation: DefinedConversation,
  state: State | undefined,
  message: Message,
  seed: string,
): Promise<Outcome> {
  const turn = beginTurn(conversation, state, message, seed);
  const { reply, memory } = turn;

  for (let walks = 0; walks < MAX_WALKS; walks++) {
    const end = await walk(conversation, turn);
    switch (end.kind) {
      case 'forgot':
        continue;
      case 'asked':
        return {
          kind: 'asked',
          messages: reply.texts,
          state: toState(memory, conversation.version, mark(seed), end.name),
        };
      case 'given-up':
      case 'ended':
        return { kind: end.kind, messages: reply.texts };
    }
  }
  const error = new ConversationError(
    'steps-endless',
    `One message made it forget ${MAX_WALKS} times. Is there a question between forget() and what leads to it?`,
  );
  throw located(error, { conversation: conversation.name, step: undefined });
}
