import { untilAborted } from '../async/until-aborted';
import type { HookEvent } from '../conversation/conversation';
import { hookKey } from '../conversation/replay/progress';
import type { Answers } from '../conversation/request';

/** What a hook is told, and the id of the conversation, or of the turn. */
type Told<Event extends HookEvent> = Omit<Event, 'idempotencyKey' | 'answers'> & {
  readonly id: string;
  /** `undefined` after the end of the conversation. */
  readonly answers: Answers | undefined;
};

/**
 * Runs a hook of a conversation that has ended or failed, or of an opt-out. Not again after the end.
 * @param logged - is called with what it throws.
 */
export async function runHook<Event extends HookEvent = HookEvent>(
  hook: ((event: Event) => unknown) | undefined,
  { id, answers, ...told }: Told<Event>,
  logged: (error: unknown) => void,
): Promise<void> {
  if (hook === undefined || answers === undefined) return;
  const event = { ...told, answers, idempotencyKey: hookKey(id) } as unknown as Event;
  try {
    await untilAborted(event.signal, () => hook(event));
  } catch (thrown) {
    logged(thrown);
  }
}
