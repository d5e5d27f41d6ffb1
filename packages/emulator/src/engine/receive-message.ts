import { callWebhook } from './call-webhook';
import { addMessage, addTurn, replaceLastTurn } from './conversations';
import { deliver } from './delivery';
import { OPT_OUT_REPLIES, optOutWord } from './opt-out';
import { newMessageSid } from './sids';
import { type TurnContext, viewOfTurn } from './turn-context';
import type { Turn } from './types';

/**
 * Does what Twilio does when a phone's message comes in: opts the phone in or out, and calls the number's webhook.
 * Resolves with the whole turn, whatever the webhook did.
 */
export async function receiveMessage(context: TurnContext): Promise<Turn> {
  const { message, conversation, emit } = context;
  const started = performance.now();
  conversation.previousCookies = conversation.jar.snapshot();
  addTurn(conversation, viewOfTurn(context, null));
  addMessage(conversation, message);
  emit({ type: 'message', message });
  const reply = applyOptOut(context);
  emit({ type: 'turn', turn: viewOfTurn(context, null), optedOut: conversation.optedOut });
  if (reply !== undefined) replyAsTwilio(reply, context);

  await callWebhook(context);

  const turn = viewOfTurn(context, performance.now() - started);
  replaceLastTurn(conversation, turn); // a pair's turns wait for each other: the last one is this one
  emit({ type: 'turn', turn, optedOut: conversation.optedOut });
  return turn;
}

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
