import { untilAborted } from '../async/until-aborted';
import type { Hook, HookEvent } from '../conversation/conversation';
import { hookKey } from '../conversation/replay/progress';
import type { Answers } from '../conversation/request';

/** What a hook is told, and the id of the conversation, or of the turn. */
type Told = Omit<HookEvent, 'idempotencyKey' | 'answers'> & {
  readonly id: string;
  /** `undefined` after the end of the conversation. */
  readonly answers: Answers | undefined;
};

/**
 * Runs a hook of a conversation that has ended or failed. Not again after the end.
 * @param logged - is called with what it throws.
 */
export async function runHook(
  hook: Hook | undefined,
  { id, answers, ...told }: Told,
  logged: (error: unknown) => void,
): Promise<void> {
  if (hook === undefined || answers === undefined) return;
  try {
    await untilAborted(told.signal, () => hook({ ...told, answers, idempotencyKey: hookKey(id) }));
  } catch (thrown) {
    logged(thrown);
  }
}
