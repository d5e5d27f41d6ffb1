import { MAX_TEXT_LENGTH, type Message } from '../../message/message';
import { requireMaxAttempts } from '../max-attempts';
import { unreadable, type Unreadable } from '../reader';
import type { AskRequest } from '../request';
import { jsonCopy, type Progress } from './progress';
import type { Turn } from './turn';

/** Maximum size of a stored answer, in bytes of JSON: one answer must not fill a cookie, which holds about 2,500. */
const MAX_ANSWER_SIZE = 1000;

/** The result of a question in one replay. `open`: it must be asked, with `text`. */
export type QuestionResult =
  | { readonly kind: 'answered' }
  | { readonly kind: 'open'; readonly text: string }
  | { readonly kind: 'given-up' };

/**
 * Answers a question with its stored answer, or with the incoming message if this is the question that was asked last.
 * The reader checks a stored answer again, because a deploy may have made it stricter.
 */
export async function resolveQuestion(
  request: AskRequest,
  { progress, incoming }: Turn,
  maxAttempts: number,
): Promise<QuestionResult> {
  const { name, prompt } = request;
  const attempts = request.maxAttempts ?? maxAttempts;
  requireMaxAttempts(attempts);

  const stored = progress.answers.get(name);
  if (stored !== undefined) {
    const resolved = await request.resolve(stored);
    if (resolved.kind === 'resolved') return { kind: 'answered' };
    progress.answers.delete(name);
    progress.said.delete(name); // it was said about the old answer; the new one needs it too
    progress.tries = 0;
    return askAgain(request, resolved);
  }
  if (progress.asked !== name) {
    progress.tries = 0;
    return { kind: 'open', text: prompt };
  }
  if (incoming === undefined) return { kind: 'open', text: prompt };

  const problem = await answer(request, incoming, progress);
  if (problem === undefined) {
    progress.asked = undefined; // or the message would answer it again in a replay after forget
    return { kind: 'answered' };
  }
  progress.tries += 1;
  return progress.tries < attempts ? askAgain(request, problem) : { kind: 'given-up' };
}

/** Stores the answer that a message gives. Returns why there is none, if so. */
async function answer(
  request: AskRequest,
  message: Message,
  progress: Progress,
): Promise<Unreadable | undefined> {
  const reading = await request.read(message);
  if (reading.kind === 'unreadable') return reading;

  const { value, size } = jsonCopy(reading.answer);
  if (size > MAX_ANSWER_SIZE) return unreadable('That is too long. Please answer in fewer words.');

  const resolved = await request.resolve(value);
  if (resolved.kind === 'unreadable') return resolved;
  progress.answers.set(request.name, value);
  return undefined;
}

/** The hint and the prompt, or the prompt alone when both are too long: some hints repeat what the sender wrote. */
function askAgain({ prompt, hint }: AskRequest, problem: Unreadable): QuestionResult {
  const both = `${hint ?? problem.hint}\n${prompt}`.trimStart();
  return { kind: 'open', text: both.length > MAX_TEXT_LENGTH ? prompt : both };
}
