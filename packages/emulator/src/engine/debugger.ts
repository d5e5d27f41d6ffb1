import type { DebuggerEntry, Position } from './types';

/**
 * Twilio's codes, levels and titles.
 * Source: the Error and Warning Dictionary, https://www.twilio.com/docs/api/errors (2026).
 */
const DICTIONARY = {
  11100: ['error', 'Invalid URL format'],
  11200: ['error', 'HTTP retrieval failure'],
  11202: ['error', 'TCP connection refused'],
  11205: ['error', 'HTTP connection failure'],
  11206: ['error', 'HTTP protocol violation'],
  11210: ['error', 'HTTP bad host name'],
  11215: ['error', 'HTTP too many redirects'],
  11216: ['error', 'HTTP invalid redirect'],
  11220: ['error', 'SSL/TLS Handshake Error'],
  11235: ['error', 'Certificate Invalid - Domain Mismatch'],
  11236: ['error', 'Certificate Invalid - Certificate Expired'],
  11237: ['error', 'Certificate Invalid - Could not find path to certificate'],
  11750: ['error', 'TwiML response body too large'],
  11770: ['error', 'Empty response body'],
  12100: ['error', 'Document parse failure'],
  12102: ['error', 'The root element must be Response'],
  12200: ['warning', 'Schema validation warning'],
  12300: ['error', 'Invalid Content-Type'],
  14101: ['warning', 'Invalid "To" attribute'],
  14102: ['warning', 'Invalid "From" attribute'],
  14103: ['warning', 'Invalid Body'],
  14104: ['warning', 'Invalid Method attribute'],
  14105: ['warning', 'Invalid statusCallback attribute'],
  14106: ['warning', 'Document retrieval limit reached'],
  14107: ['error', 'SMS send rate limit exceeded'],
  14108: ['warning', 'From phone number not SMS capable'],
  14109: ['warning', 'TwiML Reply message limit exceeded'],
  14110: ['warning', 'Invalid Verb for SMS Reply'],
  20001: ['error', 'Bad request'],
  21211: ['error', "Invalid 'To' Phone Number"],
  21212: ['error', "Invalid 'From' Number"],
  21402: ['error', 'Invalid Url'],
  21403: ['error', 'Invalid Method'],
  21602: ['error', 'Message body is required.'],
  21603: ['error', "A 'From' phone number is required."],
  21604: ['error', "A 'To' phone number is required."],
  21606: ['error', "'From' is not a valid, message-capable Twilio phone number"],
  21609: ['error', "Invalid 'StatusCallback'"],
  21610: ['error', 'Attempt to send to unsubscribed recipient'],
  21617: ['error', 'The concatenated message body exceeds the 1600 character limit.'],
  21620: ['error', 'Invalid media URL(s)'],
  21623: ['error', 'Number of media files exceeds allowed limit'],
  21701: ['error', 'The Messaging Service does not exist'],
  21703: ['error', 'The Messaging Service contains no phone numbers'],
  21705: ['error', 'The Messaging Service is invalid'],
  21910: ['error', "Invalid 'From' and 'To' pair. 'From' and 'To' should be of the same channel"],
  30400: ['error', 'Parameters are not valid'],
  35111: ['error', 'SendAt timestamp is missing'],
  35114: ['error', 'Scheduling does not support this timestamp'],
  35117: ['error', 'Scheduling does not support this timestamp'],
  35125: ['error', 'Maximum limit reached in the account for scheduling messages'],
  35126: ['error', 'The ScheduleType value provided is not supported'],
  30003: ['error', 'Unreachable destination handset'],
  30005: ['error', 'Unknown destination handset'],
  30006: ['error', 'Landline or unreachable carrier'],
  30007: ['error', 'Message filtered'],
  54003: ['error', 'Invalid If-Match header'],
  54008: ['error', 'Invalid JSON'],
  54010: ['error', 'No parameters specified'],
  54011: ['error', 'Invalid TTL'],
  54101: ['error', 'Invalid Document data'],
  54302: ['error', 'Invalid unique name'],
  63007: ['error', "Twilio could not find a Channel with the specified 'From' address"],
  63016: ['error', 'Outside messaging window. For WhatsApp, use a Message Template instead'],
  63031: ['error', "Channels message cannot have same 'From' and 'To'"],
  82005: ['error', 'Function execution resulted in an error log'],
  82008: ['error', 'Headers or cookies too large'],
} as const satisfies Record<number, readonly [DebuggerEntry['level'], string]>;

/** A code of Twilio's debugger, or of its REST API, that the emulator reports. */
export type Code = keyof typeof DICTIONARY;

/** Twilio's title of a code; the code itself when it is another one. */
export const titleOf = (code: number): string =>
  (DICTIONARY as Partial<Record<number, readonly [string, string]>>)[code]?.[1] ?? String(code);

/** An error or warning: Twilio's code, and what happened in this case. */
export type Problem = {
  readonly code: Code;
  readonly detail: string;
  /** In place of the dictionary's level: a warning, where only the hosted platform would refuse something, or a part is left out. */
  readonly level?: DebuggerEntry['level'];
  /** Where in the response's body it is. */
  readonly position?: Position;
};

/** In UTF-16 units: names and addresses of a document, which are quoted in it, may have 64 kB. */
const MAX_DETAIL = 1000;

/** The debugger's entry for a problem. `exchange`: index of the exchange that caused it. */
export function debuggerEntry(
  { code, detail, level, position }: Problem,
  exchange: number | null,
): DebuggerEntry {
  const [usual, title] = DICTIONARY[code];
  const url = `https://www.twilio.com/docs/api/errors/${code}`;
  const shown = detail.length > MAX_DETAIL ? `${detail.slice(0, MAX_DETAIL)}…` : detail;
  return { code, level: level ?? usual, title, url, detail: shown, exchange, ...(position && { position }) };
}
