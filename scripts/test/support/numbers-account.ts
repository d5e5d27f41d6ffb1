import { randomBytes } from 'node:crypto';
import type { Json } from 'sms-conversation';

/** A resource: the fields of its JSON. */
export type Row = Record<string, Json>;

type Service = Row & { readonly sid: string; readonly unique_name: string };

/** What an account has, as far as its phone numbers are concerned. */
export type Account = {
  /** The resources by the host and path of their collection. */
  readonly collections: ReadonlyMap<string, Row[]>;
  readonly addNumber: (phoneNumber: string, fields?: Row) => Row & { readonly sid: string };
  /** Adds a Messaging Service with these numbers. */
  readonly addMessagingService: (fields: Row & { sid?: string }, phoneNumbers: readonly string[]) => Row;
  /** Adds a service of Functions. */
  readonly addService: (uniqueName: string) => Service;
  /** Gives a service an environment; nothing is live there when no Functions are given. */
  readonly addEnvironment: (service: Service, suffix: string | null, functions?: readonly Row[]) => Row;
  /** Takes everything away. */
  readonly clear: () => void;
};

export const API = 'api.twilio.com';
export const MESSAGING = 'messaging.twilio.com';
export const SERVERLESS = 'serverless.twilio.com';

const newSid = (prefix: string) => prefix + randomBytes(16).toString('hex');

/** Keeps what one account has in memory. */
export function keepAccount(accountSid: string): Account {
  const NUMBERS = `${API}/2010-04-01/Accounts/${accountSid}/IncomingPhoneNumbers`;
  const MESSAGING_SERVICES = `${MESSAGING}/v1/Services`;
  const SERVICES = `${SERVERLESS}/v1/Services`;

  const collections = new Map<string, Row[]>();
  const add = (collection: string, ...rows: Row[]): void => {
    collections.set(collection, [...(collections.get(collection) ?? []), ...rows]);
  };
  const clear = () => {
    collections.clear();
    for (const always of [NUMBERS, MESSAGING_SERVICES, SERVICES]) add(always);
  };
  clear();

  return {
    collections,
    clear,
    addNumber(phoneNumber, fields = {}) {
      const number = {
        sid: newSid('PN'),
        account_sid: accountSid,
        phone_number: phoneNumber,
        capabilities: { voice: true, sms: true, mms: true, fax: false },
        sms_url: '',
        sms_method: 'POST',
        sms_application_sid: '',
        ...fields,
      };
      add(NUMBERS, number);
      return number;
    },
    addMessagingService(fields, phoneNumbers) {
      const service = {
        sid: newSid('MG'),
        friendly_name: 'Support',
        inbound_request_url: null,
        inbound_method: 'POST',
        use_inbound_webhook_on_number: false,
        ...fields,
      };
      add(MESSAGING_SERVICES, service);
      const members = phoneNumbers.map((phone_number) => ({ sid: newSid('PN'), phone_number }));
      add(`${MESSAGING_SERVICES}/${service.sid}/PhoneNumbers`, ...members);
      return service;
    },
    addService(uniqueName) {
      const sid = newSid('ZS');
      const service = { sid, unique_name: uniqueName, account_sid: accountSid };
      add(SERVICES, service);
      add(`${SERVICES}/${sid}/Environments`);
      return service;
    },
    addEnvironment({ sid, unique_name }, suffix, functions) {
      const build = functions && { sid: newSid('ZB'), function_versions: [...functions] };
      const path = `${SERVICES}/${sid}`;
      if (build !== undefined) add(`${path}/Builds`, build);
      const environment: Row = {
        sid: newSid('ZE'),
        unique_name: suffix === null ? 'production' : `${suffix}-environment`,
        domain_suffix: suffix,
        domain_name: `${unique_name}-1234${suffix === null ? '' : `-${suffix}`}.twil.io`,
        build_sid: build?.sid ?? null,
      };
      add(`${path}/Environments`, environment);
      return environment;
    },
  };
}
