/** The names of a request's parameters, in the order in which Twilio sent them. */
export type CapturedParameters = {
  /** What was sent. */
  readonly of: string;
  /** Where the request was published. */
  readonly from: string;
  readonly names: readonly string[];
};

const captured = (of: string, from: string, names: string): CapturedParameters => ({
  of,
  from,
  names: names.split(' '),
});

/** Requests of Twilio that others have published, in documentation, in tests of their apps, or in comments of their code. */
export const CAPTURED: readonly CapturedParameters[] = [
  captured(
    'an SMS, by GET (2014)',
    'spec of a Sinatra app, `get "/smsin?ToCountry=CA&..."`',
    'ToCountry ToState SmsMessageSid NumMedia ToCity FromZip SmsSid FromState SmsStatus FromCity Body FromCountry To ToZip MessageSid AccountSid From ApiVersion',
  ),
  captured(
    'an SMS (2015)',
    'twilio-ruby, spec of the resource Alert, request_variables; nyaruka/courier, handlers/twiml/twiml_test.go',
    'ToCountry ToState SmsMessageSid NumMedia ToCity FromZip SmsSid FromState SmsStatus FromCity Body FromCountry To ToZip NumSegments MessageSid AccountSid From ApiVersion',
  ),
  captured(
    'an SMS of a Messaging Service (2023)',
    'test of a Go app, `Body: "ToCountry=US&ToState=&..."`',
    'ToCountry ToState SmsMessageSid NumMedia ToCity FromZip SmsSid FromState SmsStatus FromCity Body FromCountry To MessagingServiceSid ToZip NumSegments MessageSid AccountSid From ApiVersion',
  ),
  captured(
    'an SMS with ReferralNumMedia (2022)',
    'mitchbregs/airtext, handlers/message',
    'ToCountry ToState SmsMessageSid NumMedia ToCity FromZip SmsSid FromState SmsStatus FromCity Body FromCountry To ToZip NumSegments ReferralNumMedia MessageSid AccountSid From ApiVersion',
  ),
  captured(
    'an SMS with an add-on',
    'twilioFeedback() of a PHP app',
    'ToCountry ToState SmsMessageSid NumMedia ToCity FromZip SmsSid FromState SmsStatus FromCity Body FromCountry To ToZip AddOns NumSegments MessageSid AccountSid From ApiVersion',
  ),
  captured(
    'an MMS, by GET (2014)',
    'tests of an app sms2email, `/message?ToCountry=US&MediaContentType0=image/jpeg&...`',
    'ToCountry MediaContentType0 ToState SmsMessageSid NumMedia ToCity FromZip SmsSid FromState SmsStatus FromCity Body FromCountry To ToZip MessageSid AccountSid From MediaUrl0 ApiVersion',
  ),
  captured(
    'an MMS with a contact card (text/x-vcard)',
    'comment "MMS Response" of a Java app',
    'ToCountry MediaContentType0 ToState SmsMessageSid NumMedia ToCity FromZip SmsSid FromState SmsStatus FromCity Body FromCountry To ToZip NumSegments MessageSid AccountSid From MediaUrl0 ApiVersion',
  ),
  captured(
    'a picture by WhatsApp (2020)',
    'BotBuilderCommunity/botbuilder-community-js, libraries/botbuilder-adapter-twilio-whatsapp/test',
    'MediaContentType0 SmsMessageSid NumMedia SmsSid SmsStatus Body To NumSegments MessageSid AccountSid From MediaUrl0 ApiVersion',
  ),
  captured(
    'a text by WhatsApp (2022)',
    'test of a FastAPI app, `request_body = b"SmsMessageSid=...&ProfileName=Jhonata&..."`',
    'SmsMessageSid NumMedia ProfileName SmsSid WaId SmsStatus Body To NumSegments ReferralNumMedia MessageSid AccountSid From ApiVersion',
  ),
  captured(
    'a text by WhatsApp with ChannelMetadata (2024)',
    'script of a Django app, `payload = "SmsMessageSid=...&MessageType=text&..."`',
    'SmsMessageSid NumMedia ProfileName MessageType SmsSid WaId SmsStatus Body To NumSegments ReferralNumMedia MessageSid AccountSid ChannelMetadata From ApiVersion',
  ),
  captured(
    'a tapped button of WhatsApp (2025)',
    'https://www.twilio.com/docs/voice/whatsapp-business-calling',
    'SmsMessageSid NumMedia ProfileName MessageType SmsSid WaId SmsStatus Body ButtonText To ButtonPayload ReferralNumMedia MessageSid AccountSid From ApiVersion',
  ),
  captured(
    'a status callback',
    'twilio callbacks in the tests of a Go app, `SmsSid=...&SmsStatus=delivered&...`',
    'SmsSid SmsStatus MessageStatus To MessageSid AccountSid From ApiVersion',
  ),
  captured(
    'a status callback with a receipt (2023)',
    'department-of-veterans-affairs/notification-api, tests/app/celery/test_process_delivery_status_result_tasks.py',
    'RawDlrDoneDate SmsSid SmsStatus MessageStatus To MessageSid AccountSid From ApiVersion',
  ),
  captured(
    'a status callback with a receipt, of a Messaging Service (2023)',
    'https://developer.clevertap.com/docs/twilio',
    'RawDlrDoneDate SmsSid SmsStatus MessageStatus To MessagingServiceSid MessageSid AccountSid From ApiVersion',
  ),
  captured(
    'a status callback of WhatsApp (2020)',
    'BotBuilderCommunity/botbuilder-community-js, libraries/botbuilder-adapter-twilio-whatsapp/test',
    'EventType SmsSid SmsStatus MessageStatus ChannelToAddress To ChannelPrefix MessageSid AccountSid From ApiVersion ChannelInstallSid',
  ),
  captured(
    'a status callback of WhatsApp with StructuredMessage',
    'notes of a Python app, "EXAMPLE OF STATUS MESSAGE RCVD (FROM CALLBACK)"',
    'SmsSid SmsStatus MessageStatus ChannelToAddress To ChannelPrefix MessageSid AccountSid StructuredMessage From ApiVersion ChannelInstallSid',
  ),
];
