import { defined } from '../engine/defined';
import type { Service, ServiceSettings } from '../engine/messages/services';
import { iso8601 } from './dates';
import { addressOf, booleanOf, type Form, methodOf } from './form';
import { numberSid } from './number-resource';

/** The address of the Messaging Services. `origin`: of the emulator. */
export const servicesUrl = (origin: string): string => `${origin}/messaging/v1/Services`;

/** A Messaging Service, as the API answers it. Source: https://www.twilio.com/docs/messaging/api/service-resource */
export function serviceResource(service: Service, accountSid: string, origin: string): object {
  const url = `${servicesUrl(origin)}/${service.sid}`;
  const orNull = (text: string) => (text === '' ? null : text);
  return {
    account_sid: accountSid,
    area_code_geomatch: true,
    date_created: iso8601(service.createdAt),
    date_updated: iso8601(service.updatedAt),
    fallback_method: service.fallbackMethod,
    fallback_to_long_code: false,
    fallback_url: orNull(service.fallbackUrl),
    friendly_name: service.friendlyName,
    inbound_method: service.inboundMethod,
    inbound_request_url: orNull(service.inboundRequestUrl),
    links: {
      alpha_senders: `${url}/AlphaSenders`,
      channel_senders: `${url}/ChannelSenders`,
      destination_alpha_senders: `${url}/DestinationAlphaSenders`,
      messages: `${url}/Messages`,
      phone_numbers: `${url}/PhoneNumbers`,
      short_codes: `${url}/ShortCodes`,
      us_app_to_person: `${url}/Compliance/Usa2p`,
      us_app_to_person_usecases: `${url}/Compliance/Usa2p/Usecases`,
    },
    mms_converter: true,
    scan_message_content: 'inherit',
    sid: service.sid,
    smart_encoding: true,
    status_callback: orNull(service.statusCallback),
    sticky_sender: service.stickySender,
    synchronous_validation: false,
    url,
    us_app_to_person_registered: false,
    use_inbound_webhook_on_number: service.useInboundWebhookOnNumber,
    usecase: 'undeclared',
    validity_period: 36000,
  };
}

/** A number of a Messaging Service. Source: https://www.twilio.com/docs/messaging/api/phonenumber-resource */
export const senderResource = (
  service: Service,
  number: string,
  addedAt: number,
  accountSid: string,
  origin: string,
): object => {
  const sid = numberSid(number);
  return {
    account_sid: accountSid,
    capabilities: ['SMS', 'MMS'],
    country_code: number.startsWith('+1') ? 'US' : null,
    date_created: iso8601(addedAt),
    date_updated: iso8601(addedAt),
    phone_number: number,
    service_sid: service.sid,
    sid,
    url: `${servicesUrl(origin)}/${service.sid}/PhoneNumbers/${sid}`,
  };
};

/** @throws RestError for a setting that cannot be. */
export const readServiceSettings = (form: Form): Partial<ServiceSettings> =>
  defined({
    friendlyName: form.text('FriendlyName'),
    inboundRequestUrl: addressOf(form, 'InboundRequestUrl'),
    inboundMethod: methodOf(form, 'InboundMethod'),
    fallbackUrl: addressOf(form, 'FallbackUrl'),
    fallbackMethod: methodOf(form, 'FallbackMethod'),
    statusCallback: addressOf(form, 'StatusCallback'),
    useInboundWebhookOnNumber: booleanOf(form, 'UseInboundWebhookOnNumber'),
    stickySender: booleanOf(form, 'StickySender'),
  });
