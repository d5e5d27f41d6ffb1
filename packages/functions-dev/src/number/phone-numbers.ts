import type { Twilio } from 'twilio';
import { allPages } from './all-pages';
import { ask } from './api';
import { NotTwilio } from './not-twilio';
import { sidOf, textOf } from './resource';

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

/** A resource as it comes: of whatever type, and the client's types leave `null` out. */
type Resource = Readonly<
  Record<'sid' | 'phoneNumber' | 'capabilities' | 'smsUrl' | 'smsMethod' | 'smsApplicationSid', unknown>
>;

function read(resource: Resource): PhoneNumber {
  const { sid, phoneNumber, capabilities, smsUrl, smsMethod, smsApplicationSid } = resource;
  return {
    sid: sidOf(sid),
    phoneNumber: textOf(phoneNumber),
    receivesSms: (capabilities as { readonly sms?: unknown } | null)?.sms === true,
    // Not left out, unlike null: an answer without it says nothing about the number.
    smsUrl: smsUrl === null ? '' : textOf(smsUrl),
    smsMethod: textOf(smsMethod ?? 'POST'),
    smsApplicationSid: textOf(smsApplicationSid ?? ''),
  };
}

/** Reads the answer to a request for one number. */
function readOf(sid: string, resource: Resource): PhoneNumber {
  const number = read(resource);
  if (number.sid !== sid) throw new NotTwilio('it was about another phone number');
  return number;
}

/** The largest page of https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource. */
const PAGE_SIZE = 1000;

/** All numbers of the account. @throws ApiFailure */
export const allNumbers = (client: Twilio): Promise<PhoneNumber[]> =>
  allPages(
    'listing the phone numbers',
    () => client.incomingPhoneNumbers.page({ pageSize: PAGE_SIZE }),
    read,
  );

/** The number with this E.164, if the account has it. @throws ApiFailure */
export async function findNumber(client: Twilio, e164: string): Promise<PhoneNumber | undefined> {
  // Twilio's filter finds longer numbers too.
  const found = await allPages(
    'looking for the phone number',
    () => client.incomingPhoneNumbers.page({ phoneNumber: e164 }),
    read,
  );
  return found.find(({ phoneNumber }) => phoneNumber === e164);
}

/** @throws ApiFailure */
export const readAgain = (client: Twilio, { sid }: PhoneNumber): Promise<PhoneNumber> =>
  ask('reading the phone number', async () => readOf(sid, await client.incomingPhoneNumbers(sid).fetch()));

/** Makes the number's own webhook this URL, by POST. @returns the number as it is then. @throws ApiFailure */
export const setWebhook = (client: Twilio, { sid }: PhoneNumber, smsUrl: string): Promise<PhoneNumber> =>
  ask('changing the phone number', async () =>
    readOf(sid, await client.incomingPhoneNumbers(sid).update({ smsUrl, smsMethod: 'POST' })),
  );
