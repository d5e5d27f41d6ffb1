import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { readEnvFile } from 'functions-runtime';
import { newSid } from './engine/sids';
import type { Account } from './engine/signed-request';

const ACCOUNT_SID = /^AC[0-9a-f]{32}$/i;

/**
 * Reads the account that requests are made for: `ACCOUNT_SID` and `AUTH_TOKEN` from the environment, else from
 * `.env`, else random ones. A deploy takes an API key (`SK...`) in place of an account's SID; here, that is none.
 *
 * @param root - the folder of `.env`.
 */
export function readAccount(root: string, env: NodeJS.ProcessEnv = process.env): Account {
  const file = readEnvFile(join(root, '.env'));
  const value = (name: string) => firstText(env[name], file?.[name]);
  const sid = value('ACCOUNT_SID');
  return {
    accountSid: sid !== undefined && ACCOUNT_SID.test(sid) ? sid : newSid('AC'),
    authToken: value('AUTH_TOKEN') ?? randomBytes(16).toString('hex'),
  };
}

/** The first of these texts that is not empty. */
export const firstText = (...texts: readonly (string | undefined)[]): string | undefined =>
  texts.find((text) => text !== undefined && text !== '');
