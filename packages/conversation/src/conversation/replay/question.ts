import { requireMaxAttempts } from '../conversation';
import { storable, type Memory } from './progress';
import { MAX_TEXT_LENGTH, type Message } from '../../message/message';
import { unreadable, type Unreadable } from '../reader';
import type { AskRequest } from '../request';
import type { Turn } from './turn';

/** Longest answer that is stored, in bytes of JSON: no single one may fill a cookie, which holds about 2,500. */
const MAX_ANSWER_SIZE = 1000;

/** How a question stands; `text` is what is said to have it answered. */
export type Standing =
  | { readonly kind: 'answered' }
  | { readonly kind: 'open'; readonly text: string }
  | { readonly kind: 'given-up' };

/**
 * Answers a question from memory, or with the incoming message if this is the question that it answers. The
 * reader sees a stored answer again: it may be stricter than when that was given.
 */
export async function question(request: AskRequest, turn: Turn, maxAttempts: number): Promise<Standing> {
  const { memory, incoming } = turn;
  const { name, prompt } = request;
  const attempts = request.maxAttempts ?? maxAttempts;
  requireMaxAttempts(attempts);

  const stored = memory.answers.get(name);
  if (stored !== undefined) {
    const taken = await request.take(stored);
    if (taken.kind === 'taken') return { kind: 'answered' };
    memory.answers.delete(name);
    memory.said.delete(name); // what was said of the old answer is said of the new one too
    memory.tries = 0;
    return again(request, taken);
  }
  if (memory.asked !== name) {
    memory.tries = 0;
    return { kind: 'open', text: prompt };
  }
  if (incoming === undefined) return { kind: 'open', text: prompt };

  const problem = await answer(request, incoming, memory);
  if (problem === undefined) {
    memory.asked = undefined; // so that the message answers this once, also when a later walk asks again
    return { kind: 'answered' };
  }
  memory.tries += 1;
  return memory.tries < attempts ? again(request, problem) : { kind: 'given-up' };
}

async function answer(
  request: AskRequest,
  message: Message,
  memory: Memory,
): Promise<Unreadable | undefined> {
  const reading = await request.read(message);
  if (reading.kind === 'unreadable') return reading;

  const { value, size } = storable(reading.answer);
  if (size > MAX_ANSWER_SIZE) return unreadable('That is too long. Please answer in fewer words.');

  const taken = await request.take(value);
  if (taken.kind === 'unreadable') return taken;
  memory.answers.set(request.name, value);
  return undefined;
}

/** The hint and the question, or the question alone when both are too long: some hints repeat what was sent. */
function again({ prompt, hint }: AskRequest, problem: Unreadable): Standing {
  const both = `${hint ?? problem.hint}\n${prompt}`.trimStart();
  return { kind: 'open', text: both.length > MAX_TEXT_LENGTH ? prompt : both };
}
