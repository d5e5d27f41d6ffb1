import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * Watches whether `npm start`, or the like, is still there that runs this process as its script. A signal can end npm, or the
 * shell between it and this process, alone.
 *
 * @returns a function that is true from when one of them has ended, or `undefined` when this process is nobody's script.
 */
export function watchScriptRunner(): (() => boolean) | undefined {
  const { npm_lifecycle_event: event, npm_lifecycle_script: script } = process.env;
  if (event === undefined || process.platform === 'win32') return undefined;
  const parent = process.ppid;
  const hasShell = script !== undefined && commandOf(parent).includes(script);
  const runner = hasShell ? parentOf(parent) : parent;
  if (runner === undefined || adoptsOrphans(runner)) return () => true;
  return () => process.ppid !== parent || (hasShell && !isParent(runner, parent));
}

/** Whether it is the process that becomes the parent of those whose own has ended. */
function adoptsOrphans(pid: number): boolean {
  const command = commandOf(pid);
  return (pid === 1 || /\bsystemd\b/.test(command)) && !/npm|yarn|bun|node/.test(command);
}

/** On other systems than Linux, where it takes a process to ask: whether it is there at all. */
function isParent(pid: number, child: number): boolean {
  if (process.platform === 'linux') return parentOf(child) === pid;
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function parentOf(pid: number): number | undefined {
  const text = process.platform === 'linux' ? read(pid, 'stat').replace(/^.*\) \S /s, '') : ps(pid, 'ppid');
  return Number.parseInt(text, 10) || undefined;
}

const commandOf = (pid: number): string =>
  process.platform === 'linux' ? read(pid, 'cmdline').replaceAll('\0', ' ') : ps(pid, 'command');

function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return ''; // it has ended
  }
}

function ps(pid: number, column: string): string {
  try {
    return execFileSync('ps', ['-o', `${column}=`, '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch {
    return '';
  }
}
