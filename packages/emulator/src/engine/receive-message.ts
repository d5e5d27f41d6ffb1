import { callWebhook } from './call-webhook';
import type { Problem } from './debugger';
import { deliver } from './delivery';
import { KEPT } from './limits';
import { OPT_OUT_REPLIES, optOutWord } from './opt-out';
import { newMessageSid } from './sids';
import { report, type TurnContext, viewOfTurn } from './turn-context';
import type { Turn } from './types';

/**
 * Does what Twilio does when a phone's message comes in: opts the phone in or out, and calls the number's webhook.
 * Resolves with the turn, whatever the webhook did. Status callbacks come after it.
 */
export async function receiveMessage(context: TurnContext): Promise<Turn> {
  const { message, conversation, conversations, background, emit } = context;
  const started = performance.now();
  conversation.previousCookies = conversation.jar.snapshot();
  conversations.addTurn(conversation, viewOfTurn(context, null));
  conversations.addMessage(conversation, message);
  emit({ type: 'message', message });
  const reply = applyOptOut(context);
  emit({ type: 'turn', turn: viewOfTurn(context, null), optedOut: conversation.optedOut });
  if (reply !== undefined) replyAsTwilio(reply, context);

  await callWebhook(context);

  const turn = viewOfTurn(context, performance.now() - started);
  const show = (shown: Turn): void => {
    conversations.replaceTurn(conversation, shown);
    emit({ type: 'turn', turn: shown, optedOut: conversation.optedOut });
  };
  show(turn);
  if (context.statusCallbacks.length === 0) return turn;
  const showAgain = (): void => {
    show({ ...turn, errors: [...context.errors], exchanges: [...context.exchanges] });
  };
  background.run(
    async () => {
      for (const callBack of context.statusCallbacks) {
        await callBack();
        showAgain();
      }
    },
    () => {
      report(context, CALLBACKS_DROPPED, null);
      showAgain();
    },
  );
  return turn;
}

const CALLBACKS_DROPPED: Problem = {
  code: 11205,
  level: 'warning',
  detail: `The emulator has not made the status callbacks: ${KEPT.statusCallbacks.waiting} newer turns wait for theirs.`,
};

/** Opts the phone out or in when its message is one of the opt-out words. Returns Twilio's answer to the word. */
function applyOptOut({ message, conversation }: TurnContext): string | undefined {
  const word = optOutWord(message.body, conversation.optedOut);
  if (word === 'stop' || word === 'start') conversation.optedOut = word === 'stop';
  return word && OPT_OUT_REPLIES[word];
}

function replyAsTwilio(body: string, context: TurnContext): void {
  const { from, to, sid: turn } = context.message;
  const reply = { sid: newMessageSid([]), from: to, to: from, body, media: [], turn, byTwilio: true };
  const delivered = deliver(reply, context);
  if (delivered !== undefined) context.replies.push(delivered);
}
