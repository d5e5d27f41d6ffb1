// The page and the documentation take their faults from here too: no import of Node.js or of the engine in this file.

/** The headings under which page and documentation show the faults. */
export const FAULT_GROUPS = [
  'The webhook',
  'Cookies',
  'Incoming messages',
  'Outgoing messages',
  'Status callbacks',
  'REST API and Sync',
] as const;

type Fault = {
  /** In the API and the driver. */
  readonly key: string;
  readonly group: (typeof FAULT_GROUPS)[number];
  /** The title of its switch on the page. */
  readonly name: string;
  /** What it does, as the page says it. */
  readonly sentence: string;
  /** What it does, in Markdown, for the table in docs/emulator.md. */
  readonly documentation: string;
};

/** Every fault on purpose, group by group. A new one takes an entry here, and the code that makes it happen; see faults.ts. */
export const FAULTS = [
  {
    key: 'deliverTwice',
    group: 'The webhook',
    name: 'Deliver twice',
    sentence: 'The answer gets lost, and the same webhook comes again.',
    documentation: 'The answer and its cookies are lost, and the same request is made again[^twice]',
  },
  {
    key: 'answerSlowly',
    group: 'The webhook',
    name: 'Answer slowly',
    sentence: 'The answer comes after Twilio’s 15 seconds.',
    documentation: 'The answer comes too late, after 15 s of the emulator’s clock: 11205[^try]',
  },
  {
    key: 'badGateway',
    group: 'The webhook',
    name: 'Bad gateway (502)',
    sentence: 'A proxy loses the answer, and shows a page of its own.',
    documentation: 'A proxy answers with 502 and a page of its own in its place: 11200[^try]',
  },
  {
    key: 'answerReset',
    group: 'The webhook',
    name: 'Reset the connection',
    sentence: 'The connection is reset in place of an answer.',
    documentation: 'The connection is reset in its place: 11200[^try]',
  },
  {
    key: 'answerCutOff',
    group: 'The webhook',
    name: 'Cut off the answer',
    sentence: 'The connection ends in the middle of the answer.',
    documentation: 'The connection ends in the middle of it: 11200[^try]',
  },
  {
    key: 'answerEmpty',
    group: 'The webhook',
    name: 'Empty the answer',
    sentence: 'The answer comes without its body.',
    documentation: 'It comes without its body[^try]',
  },
  {
    key: 'unreachable',
    group: 'The webhook',
    name: 'Be unreachable',
    sentence: 'Twilio cannot connect to the webhook.',
    documentation: 'The webhook is not called, however often Twilio tries: 11205',
  },
  {
    key: 'connectionRefused',
    group: 'The webhook',
    name: 'Refuse the connection',
    sentence: 'Nothing listens at the webhook’s port.',
    documentation: 'The same, since nothing listens at its port: 11202',
  },
  {
    key: 'hostUnknown',
    group: 'The webhook',
    name: 'Unknown host',
    sentence: 'Nobody knows the webhook’s host name.',
    documentation: 'The same, since nobody knows its host name: 11210',
  },
  {
    key: 'tlsFails',
    group: 'The webhook',
    name: 'Fail the TLS handshake',
    sentence: 'Twilio and the webhook cannot agree on TLS.',
    documentation: 'The same, since no TLS can be agreed on: 11220',
  },
  {
    key: 'certificateExpired',
    group: 'The webhook',
    name: 'Expired certificate',
    sentence: 'The certificate of the webhook has expired.',
    documentation: 'The same, since its certificate has expired: 11236',
  },
  {
    key: 'loseCookie',
    group: 'Cookies',
    name: 'Lose the cookie',
    sentence: 'Twilio sends none, though it still holds one.',
    documentation: "No request of the message has the jar's cookies; they stay in the jar",
  },
  {
    key: 'staleCookie',
    group: 'Cookies',
    name: 'Send a stale cookie',
    sentence: 'Twilio sends the one of the message before.',
    documentation: 'They have the cookies that were in the jar one message earlier, unless ended',
  },
  {
    key: 'cookieNotKept',
    group: 'Cookies',
    name: 'Do not keep the cookie',
    sentence: 'Twilio does not keep what the answer sets.',
    documentation: 'What the answers to the message set is not kept; what was in the jar stays',
  },
  {
    key: 'overlap',
    group: 'Incoming messages',
    name: 'Overlap',
    sentence: 'Two texts of a phone reach the webhook at the same moment, with the same cookie.',
    documentation: 'Messages of a pair reach the webhook at the same moment, with one cookie[^overlap]',
  },
  {
    key: 'overtake',
    group: 'Incoming messages',
    name: 'Overtake',
    sentence: 'Two texts of a phone reach the webhook in reverse order.',
    documentation: 'Of two messages of a pair, the second reaches the webhook first[^overlap]',
  },
  {
    key: 'receivedTwice',
    group: 'Incoming messages',
    name: 'Receive twice',
    sentence: 'The carrier delivers a text twice: two messages with SIDs of their own.',
    documentation: 'The carrier delivers a message twice: two turns, with a `MessageSid` of their own',
  },
  {
    key: 'undelivered30003',
    group: 'Outgoing messages',
    name: 'Phone unreachable (30003)',
    sentence: 'A message to a phone comes back: its handset cannot be reached.',
    documentation: 'A message to a phone is `undelivered`: 30003, handset unreachable',
  },
  {
    key: 'undelivered30005',
    group: 'Outgoing messages',
    name: 'Unknown number (30005)',
    sentence: 'A message to a phone comes back: the number is unknown.',
    documentation: 'The same: 30005, handset unknown',
  },
  {
    key: 'undelivered30006',
    group: 'Outgoing messages',
    name: 'Landline (30006)',
    sentence: 'A message to a phone comes back: the carrier cannot be reached.',
    documentation: 'The same: 30006, landline or unreachable carrier',
  },
  {
    key: 'undelivered30007',
    group: 'Outgoing messages',
    name: 'Filtered (30007)',
    sentence: 'A message to a phone comes back: a carrier took it for spam.',
    documentation: 'The same: 30007, filtered',
  },
  {
    key: 'phoneOff',
    group: 'Outgoing messages',
    name: 'Phone goes off',
    sentence: 'The phone is switched off when a message is sent to it, which then waits.',
    documentation: 'The phone is switched off, and the message stays `sent` until it is on[^off]',
  },
  {
    key: 'callbacksReversed',
    group: 'Status callbacks',
    name: 'Callbacks out of order',
    sentence: 'The status callbacks of a message come in the wrong order.',
    documentation: 'The status callbacks of a message come in reverse, the last status first',
  },
  {
    key: 'callbacksTwice',
    group: 'Status callbacks',
    name: 'Callbacks twice',
    sentence: 'Each status callback of a message comes twice.',
    documentation: 'Each status callback of a message comes twice',
  },
  {
    key: 'callbackLost',
    group: 'Status callbacks',
    name: 'Callback lost',
    sentence: 'The last status callback of a message does not come.',
    documentation: 'The last status callback of a message does not come',
  },
  {
    key: 'apiBusy',
    group: 'REST API and Sync',
    name: 'REST API too busy',
    sentence: 'The REST API answers that there are too many requests.',
    documentation: 'The REST API answers a request with HTTP 429 (20429), and does nothing[^after]',
  },
  {
    key: 'apiUnavailable',
    group: 'REST API and Sync',
    name: 'REST API unavailable',
    sentence: 'The REST API answers that it is unavailable, and does nothing.',
    documentation: 'The same with HTTP 503 (20503)[^after]',
  },
  {
    key: 'apiAnswerLost',
    group: 'REST API and Sync',
    name: 'REST API’s answer gets lost',
    sentence: 'The REST API does what it is asked, as to send a message, and the connection ends.',
    documentation: 'It does a write, such as sending a message; then the connection ends',
  },
  {
    key: 'apiSlow',
    group: 'REST API and Sync',
    name: 'REST API slow',
    sentence: 'The REST API answers after 12 seconds, later than a Function may.',
    documentation: 'It answers a request after 12 s of real time: longer than a Function may run',
  },
  {
    key: 'syncFails',
    group: 'REST API and Sync',
    name: 'Sync fails',
    sentence: 'Sync answers that it is unavailable, and does nothing.',
    documentation: 'Sync answers a request with HTTP 503 (20503), and does nothing',
  },
  {
    key: 'syncAnswerLost',
    group: 'REST API and Sync',
    name: 'Sync’s answer gets lost',
    sentence: 'Sync does what it is asked, and answers that it is unavailable.',
    documentation: 'Sync does a write, and answers it with HTTP 503 (20503) all the same',
  },
] as const satisfies readonly Fault[];

/** The key of a fault, such as `loseCookie`. */
export type FaultName = (typeof FAULTS)[number]['key'];
