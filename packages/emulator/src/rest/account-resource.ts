import { rfc2822 } from './dates';
import { accountPath } from './message-resource';

const SUBRESOURCES = ['messages', 'incoming_phone_numbers'] as const;

/** The Account. Its auth token is hidden. Source: https://www.twilio.com/docs/iam/api/account */
export function accountResource(accountSid: string, startedAt: number): object {
  const path = accountPath(accountSid);
  const names = { messages: 'Messages', incoming_phone_numbers: 'IncomingPhoneNumbers' };
  return {
    auth_token: '*'.repeat(32),
    date_created: rfc2822(startedAt),
    date_updated: rfc2822(startedAt),
    friendly_name: 'SMS emulator',
    owner_account_sid: accountSid,
    sid: accountSid,
    status: 'active',
    subresource_uris: Object.fromEntries(SUBRESOURCES.map((name) => [name, `${path}/${names[name]}.json`])),
    type: 'Full',
    uri: `${path}.json`,
  };
}
