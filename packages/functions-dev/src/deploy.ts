import { spawn } from 'node:child_process';
import { twilioRunBin } from './twilio-run';

/**
 * Runs `twilio-run deploy`, whose config checks the settings and builds.
 *
 * @param root - the project's folder.
 * @returns the exit code.
 */
export function deploy(root: string, args: string[]): Promise<number> {
  const child = spawn(process.execPath, [twilioRunBin(root), 'deploy', ...args], {
    cwd: root,
    stdio: 'inherit',
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject).once('exit', (code) => {
      resolve(code ?? 1);
    });
  });
}
