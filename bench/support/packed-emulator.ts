import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import type * as Emulator from 'sms-emulator';

/** The emulator as it is published, built anew: tsx makes each function of the sources slower. */
export function packedEmulator(): typeof Emulator {
  execFileSync('npm', ['run', 'prepack', '-w', 'sms-emulator'], { stdio: ['ignore', 'ignore', 'inherit'] });
  return createRequire(__filename)(resolve('packages/emulator/dist/index.cjs')) as typeof Emulator;
}
