import type { Json } from '../../json';
import { MAX_TEXT_LENGTH } from '../../message/message';
import { showsNumbers } from '../choices';
import { requireMaxAttempts } from '../max-attempts';
import { isPromise } from '../../async/promise';
import {
  type Accepted,
  NO_QUESTION,
  type Question,
  type Reader,
  type Unreadable,
  unreadable,
} from '../reader';
import type { AskRequest, FirstRequest } from '../request';
import { fingerprint, hasFingerprint, type Progress } from './progress';
import { storedJson } from './stored-json';
import type { Turn } from './turn';
import { orAborted } from '../../async/until-aborted';

/** Maximum size of a stored answer, in bytes of JSON: one answer must not fill a cookie, which holds about 2,500. */
const MAX_ANSWER_SIZE = 1000;

/** The result of a question in one replay. `open`: it must be asked, with `texts`. */
export type QuestionResult =
  | Exclude<Accepted<unknown>, Unreadable>
  | { readonly kind: 'open'; readonly texts: readonly string[] }
  | { readonly kind: 'given-up' };

/**
 * Answers a question with its stored answer, or with the incoming message if this is the question that was asked last.
 * The reader checks a stored answer again, because a deploy may have made it stricter.
 */
export function resolveQuestion(
  request: AskRequest,
  turn: Turn,
  maxAttempts: number,
): QuestionResult | Promise<QuestionResult> {
  const { progress } = turn;
  const { name, reader } = request;
  const attempts = request.maxAttempts ?? maxAttempts;
  requireMaxAttempts(attempts);

  const stored = progress.answers.get(name);
  if (stored === undefined) return resolveOpen(request, turn, attempts);
  const accepted = reader.accept(stored, questionOf(request, turn));
  return isPromise(accepted)
    ? Promise.resolve(orAborted(turn.tools.signal, accepted)).then((result) =>
        checkStored(request, progress, result),
      )
    : checkStored(request, progress, accepted);
}

/** The result of a question whose stored answer was checked. One that is no longer accepted is dropped. */
function checkStored(request: AskRequest, progress: Progress, result: Accepted<unknown>): QuestionResult {
  if (result.kind === 'accepted') return result;
  progress.answers.delete(request.name);
  progress.said.delete(request.name); // it was said about the old answer; the new one needs it too
  progress.tries = 0;
  return open(request, progress, askAgain(request, result));
}

/** Answers a question without an answer with the message, or asks it. */
async function resolveOpen(request: AskRequest, turn: Turn, attempts: number): Promise<QuestionResult> {
  const { progress } = turn;
  const { name, prompts } = request;
  if (progress.asked !== name) {
    progress.tries = 0;
    if (request.first === undefined || !mayReadFirst(name, turn)) return open(request, progress, prompts);
    const [result, json] = await readAnswer(request, turn, request.first);
    if (result.kind !== 'accepted') return open(request, progress, prompts);
    progress.answers.set(name, json);
    return result;
  }
  if (!turn.answers) return { kind: 'open', texts: prompts };

  const [result, json] = await readAnswer(request, turn);
  if (result.kind === 'accepted') {
    progress.answers.set(name, json);
    progress.asked = undefined; // or the message would answer it again in a replay after forget
    return result;
  }
  if (prompts.length === 0) return { kind: 'open', texts: [] };
  progress.tries += 1;
  return progress.tries < attempts
    ? open(request, progress, askAgain(request, result))
    : { kind: 'given-up' };
}

/** Reads the first message of a conversation; `undefined` when it cannot be read, which is stored too. */
export async function resolveFirst(request: FirstRequest, turn: Turn): Promise<unknown> {
  const { answers, missed } = turn.progress;
  const { name, reader } = request;
  const stored = answers.get(name);
  if (stored !== undefined) {
    const result = await orAborted(turn.tools.signal, reader.accept(stored, questionOf(request, turn)));
    return result.kind === 'accepted' ? result.value : undefined;
  }
  if (!missed.has(name) && mayReadFirst(name, turn)) {
    const [result, json] = await readAnswer(request, turn);
    if (result.kind === 'accepted') {
      answers.set(name, json);
      return result.value;
    }
  }
  missed.add(name);
  return undefined;
}

/** Whether a step may read the first message: each does so once, also when its answer is forgotten in this turn. */
function mayReadFirst(name: string, { begins, read }: Turn): boolean {
  if (!begins || read.has(name)) return false;
  read.add(name);
  return true;
}

/** The value that the message gives, and its JSON to store. */
async function readAnswer(
  request: AskRequest | FirstRequest,
  turn: Turn,
  source: Pick<Reader<unknown>, 'read'> = request.reader,
): Promise<[Accepted<unknown>, Json]> {
  const { reader } = request;
  const question = questionOf(request, turn);
  const { signal } = turn.tools;
  const reading = await orAborted(signal, source.read(turn.message, question));
  if (reading.kind === 'unreadable') return [reading, null];

  const json = storedJson(reading.answer, 'answer');
  if (Buffer.byteLength(JSON.stringify(json)) > MAX_ANSWER_SIZE)
    return [unreadable(turn.texts.tooLong), null];
  return [await orAborted(signal, reader.accept(json, question)), json];
}

/** What a reader may know of the question. */
function questionOf(request: AskRequest | FirstRequest, { progress, texts, tools }: Turn): Question {
  const { lists } = progress;
  return {
    prompt: request.kind === 'ask' ? joined(request.prompts) : '',
    wasShown:
      progress.asked === request.name
        ? (choices) => hasFingerprint(lists, listFingerprint(choices))
        : NO_QUESTION.wasShown,
    texts,
    now: tools.now,
  };
}

/** The prompts as one text. Nearly every question has one, and this is called for each stored answer. */
const joined = (prompts: readonly string[]): string =>
  prompts.length > 1 ? prompts.join('\n') : (prompts[0] ?? '');

/** Opens a question: notes which lists of choices these texts show with their numbers. */
function open({ reader }: AskRequest, progress: Progress, texts: readonly string[]): QuestionResult {
  const shown = texts.join('\n');
  progress.lists = (reader.choices ?? [])
    .filter((choices) => showsNumbers(shown, choices))
    .map(listFingerprint)
    .join('');
  return { kind: 'open', texts };
}

const listFingerprint = (choices: readonly string[]): string => fingerprint(JSON.stringify(choices));

/**
 * The hint and the question, or the question alone when both are too long: some hints repeat what the sender wrote. Nothing
 * for a step that only listens.
 */
function askAgain({ prompts: [prompt, ...more], hint }: AskRequest, problem: Unreadable): string[] {
  if (prompt === undefined) return [];
  const both = `${hint ?? problem.hint}\n${prompt}`.trimStart();
  return [both.length > MAX_TEXT_LENGTH ? prompt : both, ...more];
}
