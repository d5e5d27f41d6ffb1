// The page and the documentation take their faults from here too: no import of Node.js or of the engine in this file.

type Fault = {
  /** In the API and the driver. */
  readonly key: string;
  /** The title of its switch on the page. */
  readonly name: string;
  /** What it does, as the page says it. */
  readonly sentence: string;
  /** What it does, in Markdown, for the table in docs/emulator.md. */
  readonly documentation: string;
};

/** Every fault on purpose. A new one takes an entry here, and the code that makes it happen: fetch-webhook.ts, overlap.ts, delivery.ts, rest-api.ts. */
export const FAULTS = [
  {
    key: 'loseCookie',
    name: 'Lose the cookie',
    sentence: 'Twilio sends none, though it still holds one.',
    documentation: "No request of the message has the jar's cookies; they stay in the jar",
  },
  {
    key: 'staleCookie',
    name: 'Send a stale cookie',
    sentence: 'Twilio sends the one of the message before.',
    documentation: 'They have the cookies that were in the jar one message earlier, unless ended',
  },
  {
    key: 'deliverTwice',
    name: 'Deliver twice',
    sentence: 'The answer gets lost, and the same webhook comes again.',
    documentation: 'The answer and its cookies are lost, and the same request is made again[^twice]',
  },
  {
    key: 'answerSlowly',
    name: 'Answer slowly',
    sentence: 'The answer comes after Twilio’s 15 seconds.',
    documentation: 'The answer comes after 15 s of the emulator’s clock: 11205, then the fallback',
  },
  {
    key: 'unreachable',
    name: 'Be unreachable',
    sentence: 'Twilio cannot connect to the webhook.',
    documentation: 'The webhook is not called: 11205, then the fallback',
  },
  {
    key: 'overlap',
    name: 'Overlap',
    sentence: 'Two texts of a phone reach the webhook at the same moment, with the same cookie.',
    documentation: 'Messages of a pair reach the webhook at the same moment, with one cookie[^overlap]',
  },
  {
    key: 'undelivered30003',
    name: 'Phone unreachable (30003)',
    sentence: 'A message to a phone comes back: its handset cannot be reached.',
    documentation: 'A message to a phone is `undelivered`: 30003, handset unreachable',
  },
  {
    key: 'undelivered30005',
    name: 'Unknown number (30005)',
    sentence: 'A message to a phone comes back: the number is unknown.',
    documentation: 'The same: 30005, handset unknown',
  },
  {
    key: 'undelivered30006',
    name: 'Landline (30006)',
    sentence: 'A message to a phone comes back: the carrier cannot be reached.',
    documentation: 'The same: 30006, landline or unreachable carrier',
  },
  {
    key: 'undelivered30007',
    name: 'Filtered (30007)',
    sentence: 'A message to a phone comes back: a carrier took it for spam.',
    documentation: 'The same: 30007, filtered',
  },
  {
    key: 'callbacksReversed',
    name: 'Callbacks out of order',
    sentence: 'The status callbacks of a message come in the wrong order.',
    documentation: 'The status callbacks of a message come in reverse, the last status first',
  },
  {
    key: 'callbacksTwice',
    name: 'Callbacks twice',
    sentence: 'Each status callback of a message comes twice.',
    documentation: 'Each status callback of a message comes twice',
  },
  {
    key: 'apiBusy',
    name: 'REST API too busy',
    sentence: 'The REST API answers that there are too many requests.',
    documentation: 'The REST API answers a request with HTTP 429 (20429), and does nothing',
  },
  {
    key: 'syncFails',
    name: 'Sync fails',
    sentence: 'Sync answers that it is unavailable, and does nothing.',
    documentation: 'Sync answers a request with HTTP 503 (20503), and does nothing',
  },
  {
    key: 'syncAnswerLost',
    name: 'Sync’s answer gets lost',
    sentence: 'Sync does what it is asked, and answers that it is unavailable.',
    documentation: 'Sync does a write, and answers it with HTTP 503 (20503) all the same',
  },
] as const satisfies readonly Fault[];

/** The key of a fault, such as `loseCookie`. */
export type FaultName = (typeof FAULTS)[number]['key'];

/** What can happen to a message from a phone, to one that is sent to a phone, and to the status callbacks of one. */
export const WEBHOOK_FAULTS = [
  'loseCookie',
  'staleCookie',
  'deliverTwice',
  'answerSlowly',
  'unreachable',
] as const;
export const DELIVERY_FAULTS = [
  'undelivered30003',
  'undelivered30005',
  'undelivered30006',
  'undelivered30007',
] as const;
export const CALLBACK_FAULTS = ['callbacksReversed', 'callbacksTwice'] as const;
/** What can happen to a request of the REST API, not to a message. */
export const API_FAULTS: readonly FaultName[] = ['apiBusy', 'syncFails', 'syncAnswerLost'];

/** Twilio's code of the fault that keeps a message from its phone. */
export function undeliveredCode(taken: ReadonlySet<FaultName>): number | undefined {
  const fault = DELIVERY_FAULTS.find((name) => taken.has(name));
  return fault === undefined ? undefined : Number(fault.slice(-5));
}

/** The settings of a fault: it happens to no message or request, to the next one alone, or to every one. */
export const FAULT_SETTINGS = ['off', 'next', 'all'] as const;
export type FaultSetting = (typeof FAULT_SETTINGS)[number];

/** The setting of every fault. */
export type Faults = Readonly<Record<FaultName, FaultSetting>>;

/** An object with a value for each fault. */
export const forEachFault = <Value>(valueOf: (name: FaultName) => Value): Record<FaultName, Value> =>
  Object.fromEntries(FAULTS.map(({ key }) => [key, valueOf(key)])) as Record<FaultName, Value>;

/** Every fault switched off. */
export const NO_FAULTS: Faults = forEachFault(() => 'off');

/** The faults that are on. */
export const activeFaults = (
  faults: Faults,
): { readonly key: FaultName; readonly name: string; readonly setting: 'next' | 'all' }[] =>
  FAULTS.flatMap(({ key, name }) => {
    const setting = faults[key];
    return setting === 'off' ? [] : [{ key, name, setting }];
  });

/** Those of these faults that the next message meets, and the settings for the messages after it. */
export const takeFaults = (
  faults: Faults,
  names: readonly FaultName[],
): { readonly taken: ReadonlySet<FaultName>; readonly remaining: Faults } => ({
  taken: new Set(names.filter((name) => faults[name] !== 'off')),
  remaining: forEachFault((name) => (faults[name] === 'next' && names.includes(name) ? 'off' : faults[name])),
});
