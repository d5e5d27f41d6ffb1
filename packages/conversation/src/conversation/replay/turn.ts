import { sanitizeMessage, type Message } from '../../message/message';
import { replyTexts, type ReplyTexts } from '../../message/reply-texts';
import { isAnsweredByTwilio } from '../../message/reserved-words';
import type { Texts } from '../../texts/texts';
import { wordOf } from '../commands';
import type { DefinedConversation } from '../conversation';
import type { EffectTools } from '../request';
import { newProgress, restoreProgress, type Progress } from './progress';
import { leaveCommand } from './running-command';
import type { State } from './state';

/** What a turn needs from outside. */
export type TurnTools = Omit<EffectTools, 'idempotencyKey'> & {
  /** The time, in milliseconds since 1970; NaN when it is unknown. */
  readonly now: number;
};

/** What the replays of one turn share. */
export type Turn = {
  readonly progress: Progress;
  readonly reply: ReplyTexts;
  readonly tools: TurnTools;
  /** The message, sanitized. */
  readonly message: Message;
  /** Whether the message may answer the open question. */
  readonly answers: boolean;
  /** Whether the message made this conversation start: the first one, a restart, or the first after another version. */
  readonly isFirst: boolean;
  /** Whether `first` may read the message. */
  readonly begins: boolean;
  /** The names of each `first` that has read it, which does so once, also when it is forgotten in this turn. */
  readonly read: Set<string>;
  /** Whether the question before the open one must be asked. */
  goesBack: boolean;
  /** Texts of the conversation, or of the language that its code has taken. */
  texts: Texts;
};

/** Begins a turn without a message: the sender is texted first. `parameters`: as of a message of the sender. */
export function beginFirstTurn(
  conversation: DefinedConversation,
  progress: Progress,
  parameters: Readonly<Record<string, string>>,
  tools: TurnTools,
): Turn {
  const message = { body: '', media: [], parameters };
  return { ...turnWith(conversation, undefined, message, tools), progress };
}

/** Begins a turn, with the stored progress or a new one. A message that starts a conversation answers no question. */
export function beginTurn(
  conversation: DefinedConversation,
  state: State | undefined,
  received: Message,
  deliveryId: string,
  tools: TurnTools,
): Turn {
  const base = turnWith(conversation, state, received, tools);
  const { reply, message, texts } = base;
  const turn = (
    progress: Progress,
    more: Partial<Pick<Turn, 'answers' | 'begins' | 'goesBack'>> = {},
  ): Turn => Object.assign(base, { progress, isFirst: progress.asked === undefined }, more);
  const open = state?.ended === undefined ? state : undefined;
  const known = open?.v === conversation.version ? open : undefined; // what another version has stored may be of any shape
  const anew = () => newProgress(deliveryId, state?.last, known?.data);
  const restored = known && restoreProgress(known, deliveryId);

  const command =
    conversation.commandOf(message.button?.payload ?? '') ?? conversation.commandOf(message.body);
  if (open === undefined) {
    if (command === undefined) return turn(anew(), { begins: !isAnsweredByTwilio(message) });
    if (command.name === 'restart' || command.name === 'back') return turn(anew());
  } else if (restored === undefined) {
    reply.add(texts.startedAnew);
    return turn(anew());
  } else if (restored.last === open.last) {
    return turn(restored); // delivered again: asks the open question again
  }
  const restarts =
    command?.name === 'restart' ||
    (open?.failed === true && texts.restart.map(wordOf).includes(wordOf(message.body)));
  if (restarts) {
    reply.add(texts.restarted);
    return turn(anew());
  }
  const progress = restored ?? anew();
  progress.failed = undefined;
  if (command === undefined) return turn(progress, { answers: !isAnsweredByTwilio(message) });
  if (command.text !== undefined) reply.add(command.text);
  if (command.code !== undefined && progress.command !== command.name) {
    leaveCommand(progress);
    progress.command = command.name;
  }
  return turn(progress, { goesBack: command.name === 'back' });
}

/** A turn without its progress, whose message answers nothing. */
const turnWith = (
  conversation: DefinedConversation,
  state: State | undefined,
  received: Message,
  tools: TurnTools,
): Omit<Turn, 'progress'> => ({
  reply: replyTexts(),
  tools,
  message: sanitizeMessage(received),
  texts: conversation.textsOf(state?.lang),
  answers: false,
  isFirst: true,
  begins: false,
  read: new Set(),
  goesBack: false,
});
