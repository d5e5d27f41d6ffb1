import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import type { SourceProblem } from './function-entries';
import { readJsonLines } from './json-lines';

/** The types of a project, checked in the background. */
export type TypeCheck = {
  /** Has them checked again, as the sources are now. Does nothing when that is not possible. */
  readonly check: () => void;
};

export type TypeCheckOptions = {
  /** The project's folder, with its `tsconfig.json` and its TypeScript. */
  readonly root: string;
  readonly stopping: AbortSignal;
  /** Gets the first errors of each check, and how many there are in all. */
  readonly onChecked: (problems: readonly SourceProblem[], total: number) => void;
  /** Is told once why types are not checked any more. */
  readonly onUnable: (reason: string) => void;
};

/** In characters: twenty errors of a thousand, of which JSON may make more. */
const LONGEST_MESSAGE = 200_000;

/**
 * Starts a process of low priority that checks the types of `src`, and begins with the first `check`. It ends with this process,
 * however that ends.
 */
export function startTypeCheck({ root, stopping, onChecked, onUnable }: TypeCheckOptions): TypeCheck {
  if (stopping.aborted) return { check: () => undefined };
  const child = spawn(process.execPath, [join(__dirname, 'check-types.cjs')], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
  });
  const channel = child.stdio[3] as Duplex;
  let asked = 0;
  let isOver = false;
  const end = (reason: string): void => {
    if (isOver) return;
    isOver = true;
    child.kill('SIGKILL');
    if (!stopping.aborted) onUnable(reason);
  };
  stopping.addEventListener('abort', () => {
    end('');
  });
  child.once('error', ({ message }) => {
    end(message);
  });
  child.once('exit', (code, signal) => {
    end(`its process has ended (${signal ?? `code ${String(code)}`})`);
  });
  channel.on('error', () => undefined); // it is closed then
  readJsonLines(
    channel,
    (message) => {
      const { checked, total, problems, unable } = message as {
        readonly checked?: number;
        readonly total: number;
        readonly problems: readonly SourceProblem[];
        readonly unable?: string;
      };
      if (unable !== undefined) end(unable);
      // That of an earlier one is followed by another.
      else if (checked === asked && !isOver) onChecked(problems, total);
    },
    LONGEST_MESSAGE,
  );
  return {
    check() {
      asked++;
      if (!isOver) channel.write(`${JSON.stringify({ check: asked })}\n`, () => undefined);
    },
  };
}

/**
 * Whether types are checked in the background: yes, unless the environment says `TYPE_CHECK=off`.
 *
 * @throws Error that names the variable when it is neither on nor off.
 */
export function readTypeCheck(env: NodeJS.ProcessEnv = process.env): boolean {
  const value = env.TYPE_CHECK ?? '';
  if (value === '' || value === 'on') return true;
  if (value === 'off') return false;
  throw new Error(`TYPE_CHECK must be on or off, not ${JSON.stringify(value)}.`);
}
