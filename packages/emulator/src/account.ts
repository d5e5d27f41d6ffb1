import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { readEnvFile } from 'functions-runtime';
import { newSid } from './engine/sids';
import type { Account } from './engine/http/signed-request';

const ACCOUNT_SID = /^AC[0-9a-f]{32}$/i;
const SERVICE_SID = /^MG[0-9a-f]{32}$/i;

/**
 * Reads the account that requests are made for: `ACCOUNT_SID`, `AUTH_TOKEN` and `MESSAGING_SERVICE_SID` from the environment, else
 * from `.env`, else random ones. A deploy takes an API key (`SK...`) in place of an account's SID; here, that is none.
 *
 * @param root - the folder of `.env`.
 * @param before - the SIDs of an earlier run, in place of random ones.
 */
export function readAccount(
  root: string,
  env: Readonly<Record<string, string | undefined>> = process.env,
  before: { readonly accountSid?: string; readonly messagingServiceSid?: string } = {},
): Account & { readonly messagingServiceSid: string } {
  const file = readEnvFile(join(root, '.env'));
  const value = (name: string) => firstText(env[name], file?.[name]);
  const sid = value('ACCOUNT_SID');
  const service = value('MESSAGING_SERVICE_SID');
  return {
    accountSid: sid !== undefined && ACCOUNT_SID.test(sid) ? sid : (before.accountSid ?? newSid('AC')),
    authToken: value('AUTH_TOKEN') ?? randomBytes(16).toString('hex'),
    messagingServiceSid:
      service !== undefined && SERVICE_SID.test(service)
        ? service
        : (before.messagingServiceSid ?? newSid('MG')),
  };
}

/** The first of these texts that is not empty. */
export const firstText = (...texts: readonly (string | undefined)[]): string | undefined =>
  texts.find((text) => text !== undefined && text !== '');
