import type { DefinedConversation } from '../conversation';
import { ConversationError } from '../../errors';
import { located } from './with-location';
import { start, type RunningCode, type Wanted } from './generator';
import { forgetStep, idempotencyKey, storable, type Memory } from './progress';
import { path, type Path } from './visited-steps';
import { question } from './question';
import type { EffectRequest } from '../request';
import type { Turn } from './turn';

/** Most steps of one walk. A cookie has no room for the answers of half as many. */
const MAX_STEPS = 1000;

/** Where a walk ended. `forgot`: the next one begins at the top. */
export type WalkEnd =
  | { readonly kind: 'asked'; readonly name: string }
  | { readonly kind: 'ended' }
  | { readonly kind: 'given-up' }
  | { readonly kind: 'forgot' };

/**
 * Runs the code of a conversation from the top to the first question that is open, or to its end.
 * @throws {ConversationError} with the place of whatever went wrong.
 */
export async function walk(conversation: DefinedConversation, turn: Turn): Promise<WalkEnd> {
  const steps = path(turn.memory);
  try {
    return await follow(conversation, turn, steps);
  } catch (error) {
    throw located(error, { conversation: conversation.name, step: steps.last() });
  }
}

async function follow(conversation: DefinedConversation, turn: Turn, steps: Path): Promise<WalkEnd> {
  const { memory, reply } = turn;
  const code = start(conversation.code);
  let wanted = code.resume();

  for (let count = 0; count < MAX_STEPS; count++) {
    if (wanted.done === true) {
      if (wanted.value !== undefined) reply.add(wanted.value);
      return { kind: 'ended' };
    }
    const request = wanted.value;
    switch (request.kind) {
      case 'say':
        if (steps.reachSaying(request.text)) reply.add(request.text);
        wanted = code.resume();
        break;
      case 'ask': {
        steps.reach(request.name);
        const standing = await question(request, turn, conversation.maxAttempts);
        if (standing.kind === 'open') {
          reply.add(standing.text);
          return { kind: 'asked', name: request.name };
        }
        if (standing.kind === 'given-up') {
          reply.add(conversation.closing);
          return standing;
        }
        wanted = code.resume();
        break;
      }
      case 'effect':
        steps.reach(request.name);
        wanted = await runEffect(request, conversation, memory, code);
        break;
      case 'forget':
        forget(request.names, memory);
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
  memory: Memory,
  code: RunningCode,
): Promise<Wanted> {
  const { name } = request;
  let result = memory.done.get(name);
  if (result === undefined) {
    let returned: unknown;
    try {
      returned = await request.run({ idempotencyKey: idempotencyKey(memory, conversation.name, name) });
    } catch (error) {
      return code.fail(error);
    }
    result = storable(returned).value;
    memory.done.set(name, result);
  }
  request.take(result);
  return code.resume();
}

function forget(names: readonly string[], memory: Memory): void {
  const forgotten = names.filter((name) => forgetStep(memory, name));
  if (forgotten.length > 0) return;
  throw new ConversationError(
    'nothing-to-forget',
    `forget(${names.map((name) => `"${name}"`).join(', ')}) names nothing that is answered or done, and would be ` +
      'reached for ever. Name the questions that led there.',
  );
}
