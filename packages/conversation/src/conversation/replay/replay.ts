import { ConversationError } from '../../errors';
import type { DefinedConversation } from '../conversation';
import type { EffectRequest } from '../request';
import { start, type RunningCode, type Yielded } from './generator';
import { forgetStep, idempotencyKey, jsonCopy, type Progress } from './progress';
import { resolveQuestion } from './question';
import type { Turn } from './turn';
import { visitedSteps, type VisitedSteps } from './visited-steps';
import { withLocation } from './with-location';

/** Maximum number of steps in one replay. A cookie could not hold half as many answers. */
const MAX_STEPS = 1000;

/** How a replay ended. `asked`: at the open question `name`. `forgot`: at `forget`, so another replay must follow. */
export type ReplayEnd =
  | { readonly kind: 'asked'; readonly name: string }
  | { readonly kind: 'ended' }
  | { readonly kind: 'given-up' }
  | { readonly kind: 'forgot' };

/**
 * Runs the code of a conversation from the top to its first open question, or to its end. Adds to the turn's reply and
 * changes its progress.
 * @throws {ConversationError} with the location of whatever went wrong.
 */
export async function replay(conversation: DefinedConversation, turn: Turn): Promise<ReplayEnd> {
  const visited = visitedSteps(turn.progress);
  try {
    return await runToOpenQuestion(conversation, turn, visited);
  } catch (error) {
    throw withLocation(error, { conversation: conversation.name, step: visited.last() });
  }
}

async function runToOpenQuestion(
  conversation: DefinedConversation,
  turn: Turn,
  visited: VisitedSteps,
): Promise<ReplayEnd> {
  const { progress, reply } = turn;
  const code = start(conversation.code);
  let yielded = code.resume();

  for (let count = 0; count < MAX_STEPS; count++) {
    if (yielded.done === true) {
      if (yielded.value !== undefined) reply.add(yielded.value);
      return { kind: 'ended' };
    }
    const request = yielded.value;
    switch (request.kind) {
      case 'say':
        if (visited.visitSay(request.text)) reply.add(request.text);
        yielded = code.resume();
        break;
      case 'ask': {
        visited.visit(request.name);
        const result = await resolveQuestion(request, turn, conversation.maxAttempts);
        if (result.kind === 'open') {
          reply.add(result.text);
          return { kind: 'asked', name: request.name };
        }
        if (result.kind === 'given-up') {
          reply.add(conversation.closing);
          return result;
        }
        yielded = code.resume();
        break;
      }
      case 'effect':
        visited.visit(request.name);
        yielded = await runEffect(request, conversation, progress, code);
        break;
      case 'forget':
        forgetSteps(request.names, progress);
        return { kind: 'forgot' };
    }
  }
  throw new ConversationError(
    'steps-endless',
    `It took ${MAX_STEPS} steps and none of them was an open question. Is there a loop that never ends?`,
  );
}

async function runEffect(
  request: EffectRequest,
  conversation: DefinedConversation,
  progress: Progress,
  code: RunningCode,
): Promise<Yielded> {
  const { name } = request;
  let result = progress.done.get(name);
  if (result === undefined) {
    let returned: unknown;
    try {
      returned = await request.run({ idempotencyKey: idempotencyKey(progress, conversation.name, name) });
    } catch (error) {
      return code.fail(error);
    }
    result = jsonCopy(returned).value;
    progress.done.set(name, result);
  }
  request.resolve(result);
  return code.resume();
}

function forgetSteps(names: readonly string[], progress: Progress): void {
  const forgotten = names.filter((name) => forgetStep(progress, name));
  if (forgotten.length > 0) return;
  throw new ConversationError(
    'nothing-to-forget',
    `forget(${names.map((name) => `"${name}"`).join(', ')}) names nothing that is answered or done, so every ` +
      'replay would reach it again. Name the questions that led there.',
  );
}
