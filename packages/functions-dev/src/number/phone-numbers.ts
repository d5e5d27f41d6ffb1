import type { Twilio } from 'twilio';
import { ask } from './api';

/** What a phone number's own settings say about incoming messages. */
export type PhoneNumber = {
  readonly sid: string;
  /** In E.164. */
  readonly phoneNumber: string;
  readonly receivesSms: boolean;
  /** The empty text when there is none. */
  readonly smsUrl: string;
  readonly smsMethod: string;
  /** The TwiML App that overrides `smsUrl`; the empty text when there is none. */
  readonly smsApplicationSid: string;
};

/** A resource as it comes: the client's types leave `null` out. */
type Resource = {
  readonly sid: string;
  readonly phoneNumber: string;
  readonly capabilities: { readonly sms?: boolean } | null;
  readonly smsUrl: string | null;
  readonly smsMethod: string | null;
  readonly smsApplicationSid: string | null;
};

function read(resource: Resource): PhoneNumber {
  const { sid, phoneNumber, capabilities, smsUrl, smsMethod, smsApplicationSid } = resource;
  return {
    sid,
    phoneNumber,
    receivesSms: capabilities?.sms === true,
    smsUrl: smsUrl ?? '',
    smsMethod: smsMethod ?? 'POST',
    smsApplicationSid: smsApplicationSid ?? '',
  };
}

/** The largest page of https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource. */
const PAGE_SIZE = 1000;

/** All numbers of the account. @throws ApiFailure */
export async function allNumbers(client: Twilio): Promise<PhoneNumber[]> {
  const found = await ask('listing the phone numbers', () =>
    client.incomingPhoneNumbers.list({ pageSize: PAGE_SIZE }),
  );
  return found.map(read);
}

/** The number with this E.164, if the account has it. @throws ApiFailure */
export async function findNumber(client: Twilio, e164: string): Promise<PhoneNumber | undefined> {
  // Twilio's filter finds longer numbers too.
  const found = await ask('looking for the phone number', () =>
    client.incomingPhoneNumbers.list({ phoneNumber: e164 }),
  );
  return found.map(read).find(({ phoneNumber }) => phoneNumber === e164);
}

/** @throws ApiFailure */
export const readAgain = async (client: Twilio, { sid }: PhoneNumber): Promise<PhoneNumber> =>
  read(await ask('reading the phone number', () => client.incomingPhoneNumbers(sid).fetch()));

/** Makes the number's own webhook this URL, by POST. @returns the number as it is then. @throws ApiFailure */
export const setWebhook = async (
  client: Twilio,
  { sid }: PhoneNumber,
  smsUrl: string,
): Promise<PhoneNumber> =>
  read(
    await ask('changing the phone number', () =>
      client.incomingPhoneNumbers(sid).update({ smsUrl, smsMethod: 'POST' }),
    ),
  );
