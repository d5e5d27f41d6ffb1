import { callWebhook } from './call-webhook';
import { deliver } from '../messages/delivery';
import { deliverWhenOn } from '../messages/late-delivery';
import { optOutEffect } from './opt-out';
import { optOutHandlingOf } from '../opt-out-settings';
import { newMessageSid } from '../sids';
import { queueTurnCallbacks } from '../messages/status-callbacks';
import { type TurnContext, viewOfTurn } from './turn-context';
import type { Turn } from '../types';

/** Stores and emits a message that comes in, with its turn, which is to begin later. */
export function holdMessage(context: TurnContext): void {
  storeMessage(context);
  emitRunning(context);
}

function storeMessage(context: TurnContext): void {
  const { message, conversation, conversations, emit } = context;
  conversation.lastIncomingAt = message.at;
  conversations.addTurn(conversation, viewOfTurn(context, null));
  conversations.addMessage(conversation, message);
  emit({ type: 'message', message });
}

function emitRunning(context: TurnContext): void {
  const { conversation, emit } = context;
  emit({ type: 'turn', turn: viewOfTurn(context, null), optedOut: conversation.optedOut });
}

/**
 * Does what Twilio does when a phone's message comes in: opts the phone in or out, and calls the number's webhook.
 * Resolves with the turn, whatever the webhook did. Status callbacks come after it.
 */
export async function receiveMessage(context: TurnContext): Promise<Turn> {
  const { message, conversation, conversations, emit, touchedByTurn, runningReports } = context;
  const { running } = conversation;
  const started = performance.now();
  [context.overlaps] = running;
  if (context.overlaps === undefined) {
    conversation.previousCookies = conversation.lastCookies;
    conversation.lastCookies = conversation.jar.snapshot();
  }
  running.add(message.sid);
  try {
    if (context.held === undefined) storeMessage(context);
    else conversations.replaceTurn(conversation, viewOfTurn(context, null));
    const replies = applyOptOut(context);
    emitRunning(context);
    for (const reply of replies) replyAsTwilio(reply, context);

    touchedByTurn.set(message.sid, context.touched);
    runningReports.set(message.sid, {
      reports: context.reports,
      errors: context.errors,
      show() {
        emitRunning(context);
      },
    });
    await callWebhook(context);
  } finally {
    running.delete(message.sid);
    touchedByTurn.delete(message.sid);
    runningReports.delete(message.sid);
    context.onSent?.();
  }

  const turn = viewOfTurn(context, performance.now() - started);
  conversations.replaceTurn(conversation, turn);
  emit({ type: 'turn', turn, optedOut: conversation.optedOut });
  queueTurnCallbacks(context);
  return turn;
}

/** Opts the phone out or in when its message is one of the opt-out words. Returns the answers to it that are not the webhook's. */
function applyOptOut(context: TurnContext): readonly string[] {
  const { from, to, body } = context.message;
  const { optOuts } = context;
  const before = optOuts.has(from, to);
  const effect = optOutEffect(body, before, optOutHandlingOf(to, context));
  if (effect === undefined) return [];
  context.optOutType = effect.type;
  // What is forgotten must not come back with a message that was on its way.
  if (!context.isForgotten()) optOuts[effect.optedOut ? 'add' : 'remove'](from, to);
  return effect.replies;
}

function replyAsTwilio(body: string, context: TurnContext): void {
  const { from, to, sid: turn } = context.message;
  const reply = { sid: newMessageSid([]), from: to, to: from, body, media: [], turn, byTwilio: true };
  const delivered = deliver(reply, context, context.isForgotten);
  if (delivered?.status === 'delivered') context.replies.push(delivered);
  if (delivered?.status === 'sent') deliverWhenOn(delivered, undefined, context.conversation, context.engine);
}
