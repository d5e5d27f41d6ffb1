import { ConversationError } from '../../errors';
import type { Json } from '../../json';
import type { OutgoingMessage } from '../../message/message';
import { type DefinedConversation, requireLanguage } from '../conversation';
import { isPromise } from '../../async/promise';
import type { PlannedReminder } from '../reminders';
import type { Answers, EffectRequest } from '../request';
import { scope } from '../steps/scope';
import { beginningOf, beginningWith } from './beginning-of';
import { start, type RunningCode, type Yielded } from './generator';
import { fingerprint, forgetScope, forgetStep, idempotencyKey, type Progress } from './progress';
import { resolveFirst, resolveQuestion } from './question';
import { commandScope, type RunningCommand } from './running-command';
import { storedJson } from './stored-json';
import type { Turn } from './turn';
import { untilAborted } from '../../async/until-aborted';
import { visitedSteps, type VisitedSteps } from './visited-steps';
import { withLocation } from './with-location';

/** Maximum number of steps in one replay. A cookie could not hold half as many answers. */
const MAX_STEPS = 1000;

/** How a replay ended. `asked`: at the open question `name`. `forgot`: at `forget`, so another replay must follow. */
export type ReplayEnd =
  | { readonly kind: 'asked'; readonly name: string; readonly reminders: readonly PlannedReminder[] }
  | { readonly kind: 'ended' | 'given-up'; readonly answers: ReadonlyMap<string, Json> }
  | { readonly kind: 'forgot' };

/**
 * Runs the code of a conversation, or of a command, from the top to its first open question, or to its end. Adds to the
 * turn's reply and changes its progress.
 * @throws {ConversationError} with the location of whatever went wrong.
 */
export async function replay(
  conversation: DefinedConversation,
  turn: Turn,
  command: RunningCommand | undefined,
): Promise<ReplayEnd> {
  const { progress } = turn;
  const visited = visitedSteps(progress, command === undefined ? '' : `${commandScope(command.name)}/`);
  if (command === undefined) progress.lang = undefined; // its code says it again
  turn.texts = conversation.textsOf(progress.lang);
  try {
    return await runToOpenQuestion(conversation, codeOf(conversation, command, progress), turn, visited);
  } catch (error) {
    throw withLocation(error, { conversation: conversation.name, step: visited.last() });
  }
}

/** The code of the conversation, or of a command, whose steps are in a scope of its own. */
function codeOf(
  { code }: DefinedConversation,
  command: RunningCommand | undefined,
  { answers, data }: Progress,
): () => unknown {
  if (command === undefined)
    return () => code((data === undefined ? undefined : structuredClone(data)) as never);
  return function* () {
    const own = `${commandScope(command.name)}/`;
    const given = Object.fromEntries([...answers].filter(([name]) => !name.startsWith(own)));
    return yield* scope(commandScope(command.name), command.code(given));
  };
}

async function runToOpenQuestion(
  conversation: DefinedConversation,
  generatorFunction: () => unknown,
  turn: Turn,
  visited: VisitedSteps,
): Promise<ReplayEnd> {
  const { progress, reply } = turn;
  const code = start(generatorFunction);
  let yielded = code.resume(undefined);

  for (let count = 0; count < MAX_STEPS; count++) {
    if (yielded.done === true) {
      if (yielded.value !== undefined) reply.add(yielded.value);
      return { kind: 'ended', answers: visited.answers() };
    }
    const request = yielded.value;
    switch (request.kind) {
      case 'say':
        if (visited.visitSay(keyOf(request.message))) reply.add(request.message);
        yielded = code.resume(undefined);
        break;
      case 'ask': {
        visited.visit(request.name);
        const resolved = resolveQuestion(request, turn, conversation.maxAttempts);
        const result = isPromise(resolved) ? await resolved : resolved;
        if (result.kind === 'given-up') return { kind: 'given-up', answers: visited.answers() };
        if (result.kind === 'open') {
          if (turn.goesBack) {
            turn.goesBack = false;
            const before = visited.sinceLastAnswer();
            for (const name of before) progress.said.delete(name);
            if (before[0] !== undefined && forgetStep(progress, before[0])) return { kind: 'forgot' };
            // Back from the first question of a command, but not from one that only listens: a person may be answering.
            if (progress.command !== undefined && request.prompts.length > 0)
              return { kind: 'ended', answers: new Map() };
          }
          for (const text of result.texts) reply.add(text);
          return { kind: 'asked', name: request.name, reminders: request.reminders };
        }
        const answer = progress.answers.get(request.name) ?? null;
        visited.answered(request.name, answer, request.prompts.length > 0);
        yielded = code.resume(result.value);
        break;
      }
      case 'first': {
        visited.visit(request.name);
        const value = await resolveFirst(request, turn);
        const answer = progress.answers.get(request.name) ?? null;
        if (value !== undefined) visited.answered(request.name, answer, false);
        yielded = code.resume(value);
        break;
      }
      case 'beginning':
        progress.begin ??= beginningOf(turn.message, turn.isFirst);
        yielded = code.resume(beginningWith(progress.begin));
        break;
      case 'effect':
        visited.visit(request.name);
        yielded = await runEffect(request, conversation, turn, visited, code);
        break;
      case 'answers':
        yielded = code.resume({
          answers: answersWithin(request.within, visited.answers()),
          texts: turn.texts,
        });
        break;
      case 'speak':
        requireLanguage(conversation.languages, request.language);
        progress.lang = request.language === conversation.language ? undefined : request.language;
        turn.texts = conversation.textsOf(request.language);
        yielded = code.resume(undefined);
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

/** What recognizes a message that was said. */
const keyOf = (message: OutgoingMessage): string =>
  typeof message === 'string' ? message : JSON.stringify(message);

async function runEffect(
  { name, run, of }: EffectRequest,
  conversation: DefinedConversation,
  { progress, tools }: Turn,
  visited: VisitedSteps,
  code: RunningCode,
): Promise<Yielded> {
  const declared = JSON.stringify(of);
  const given = of === undefined ? visited.inputs() : { answers: declared, all: declared };
  const mark = fingerprint(given.all);
  const known = progress.of.get(name);
  let result = progress.done.get(name);
  if (known !== undefined && known !== mark) {
    forgetStep(progress, name);
    result = undefined;
  }
  if (result === undefined) {
    // The answers alone: the results before it may be others when a lost turn is tried again.
    const key = idempotencyKey(progress, conversation.name, name, given.answers);
    let returned: unknown;
    try {
      returned = await untilAborted(tools.signal, () => run({ ...tools, idempotencyKey: key }));
    } catch (error) {
      progress.threw.add(name);
      return code.fail(error);
    }
    result = storedJson(returned ?? null, 'result');
    progress.done.set(name, result);
  }
  progress.of.set(name, mark); // also of a result that is older than this
  // The effects behind one that threw have run without its result, and must not run again when it comes.
  if (!progress.threw.has(name)) visited.done(name, result);
  return code.resume(result);
}

function forgetSteps(names: readonly string[], progress: Progress): void {
  const forgotten = names.filter((name) =>
    [forgetStep(progress, name), forgetScope(progress, `${name}/`)].includes(true),
  );
  if (forgotten.length > 0) return;
  throw new ConversationError(
    'nothing-to-forget',
    `forget(${names.map((name) => `"${name}"`).join(', ')}) names nothing that is answered or done, so every ` +
      'replay would reach it again. Name the questions that led there.',
  );
}

/** The answers below a prefix, by the rest of their names. */
const answersWithin = (prefix: string, answers: ReadonlyMap<string, Json>): Answers =>
  Object.fromEntries(
    [...answers]
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, answer]) => [name.slice(prefix.length), answer]),
  );
