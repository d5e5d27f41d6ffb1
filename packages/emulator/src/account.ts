import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'dotenv';
import { newSid } from './engine/sids';
import type { Account } from './engine/signed-request';

/**
 * Reads the account that requests are made for: `ACCOUNT_SID` and `AUTH_TOKEN` from the environment, else from
 * `.env`, else random ones.
 *
 * @param root - the folder of `.env`.
 */
export async function readAccount(root: string, env: NodeJS.ProcessEnv = process.env): Promise<Account> {
  const file = parse(await readFile(join(root, '.env'), 'utf8').catch(() => ''));
  const value = (name: string) => [env[name], file[name]].find((text) => text !== undefined && text !== '');
  return {
    accountSid: value('ACCOUNT_SID') ?? newSid('AC'),
    authToken: value('AUTH_TOKEN') ?? randomBytes(16).toString('hex'),
  };
}
