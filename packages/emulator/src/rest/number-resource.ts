import { PHONE_NUMBER } from '../engine/addresses';
import { fixedSid } from '../engine/sids';
import type { OwnNumber } from '../engine/types';
import { rfc2822 } from './dates';
import { accountPath } from './message-resource';
import { webhookFields } from './number-change';

/** The SID of a number of yours. */
export const numberSid = (number: string): string => fixedSid('PN', number);

/** The phone number of yours that has a SID. Short codes have a list of their own, and senders of other channels are no numbers. */
export const phoneNumberWith = (
  sid: string | undefined,
  numbers: readonly OwnNumber[],
): OwnNumber | undefined => numbers.find((own) => isPhoneNumber(own) && numberSid(own.number) === sid);

/** Whether it is in the list of phone numbers. */
export const isPhoneNumber = ({ number }: OwnNumber): boolean => PHONE_NUMBER.test(number);

/** `(555) 222-0000` for a number of +1; the number itself otherwise. */
export const friendlyNameOf = ({ number, friendlyName }: OwnNumber): string =>
  friendlyName ?? number.replace(/^\+1(\d{3})(\d{3})(\d{4})$/, '($1) $2-$3');

/** An IncomingPhoneNumber, as the API answers it. Source: https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource */
export function numberResource(own: OwnNumber, accountSid: string, startedAt: number): object {
  const sid = numberSid(own.number);
  const list = `${accountPath(accountSid)}/IncomingPhoneNumbers`;
  return {
    account_sid: accountSid,
    address_requirements: 'none',
    address_sid: null,
    api_version: '2010-04-01',
    beta: false,
    bundle_sid: null,
    capabilities: { voice: false, sms: true, mms: true, fax: false },
    date_created: rfc2822(startedAt),
    date_updated: rfc2822(startedAt),
    emergency_address_sid: null,
    emergency_address_status: 'unregistered',
    emergency_status: 'Inactive',
    friendly_name: friendlyNameOf(own),
    identity_sid: null,
    origin: 'twilio',
    phone_number: own.number,
    sid,
    sms_application_sid: '',
    ...webhookFields(own),
    status: 'in-use',
    status_callback: '',
    status_callback_method: 'POST',
    subresource_uris: {
      assigned_add_ons: `${list}/${sid}/AssignedAddOns.json`,
      local: `${list}/Local.json`,
      mobile: `${list}/Mobile.json`,
      toll_free: `${list}/TollFree.json`,
    },
    trunk_sid: null,
    type: 'local',
    uri: `${list}/${sid}.json`,
    voice_application_sid: '',
    voice_caller_id_lookup: false,
    voice_fallback_method: 'POST',
    voice_fallback_url: '',
    voice_method: 'POST',
    voice_receive_mode: 'voice',
    voice_url: '',
  };
}
