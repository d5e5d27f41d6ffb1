import type { Command, CodeCommand } from '../commands';
import type { DefinedConversation } from '../conversation';
import { forgetScope, type Progress } from './progress';

/** A command with code of its own. */
export type RunningCommand = Command & Pick<CodeCommand, 'code'>;

/** The scope of the steps of a command's code. The slash keeps it apart from a conversation's own scopes. */
export const commandScope = (name: string): string => `/${name}`;

/** The command whose code runs in place of the conversation's, if any. A deploy may have taken it away. */
export function runningCommand(
  { commands }: DefinedConversation,
  progress: Progress,
): RunningCommand | undefined {
  const command = progress.command === undefined ? undefined : commands.get(progress.command);
  if (command?.code !== undefined) return command as RunningCommand;
  leaveCommand(progress);
  return undefined;
}

/** Forgets all that the code of the running command has asked, done and said, so that it begins anew the next time. */
export function leaveCommand(progress: Progress): void {
  if (progress.command !== undefined) forgetScope(progress, `${commandScope(progress.command)}/`);
  progress.command = undefined;
}
