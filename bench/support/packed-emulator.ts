import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import type * as Emulator from 'sms-emulator';

/** Builds the emulator as it is published: tsx makes each function of the sources slower. */
export const packEmulator = (): Buffer =>
  execFileSync('npm', ['run', 'prepack', '-w', 'sms-emulator'], { stdio: ['ignore', 'ignore', 'inherit'] });

/** The emulator that was built. */
export const packedEmulator = (): typeof Emulator =>
  createRequire(__filename)(resolve('packages/emulator/dist/index.cjs')) as typeof Emulator;
