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

/** Every fault on purpose. A new one takes an entry here, and the code in fetch-webhook.ts that makes it happen. */
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
    documentation: 'They have the cookies that were in the jar one message earlier, unless these have ended',
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
] as const satisfies readonly Fault[];

/** The key of a fault, such as `loseCookie`. */
export type FaultName = (typeof FAULTS)[number]['key'];

/** The settings of a fault: it happens to no message, to the next one alone, or to every one. */
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

/** The faults that the next message meets, and the settings for those after it. */
export const takeFaults = (
  faults: Faults,
): { readonly taken: ReadonlySet<FaultName>; readonly remaining: Faults } => ({
  taken: new Set(activeFaults(faults).map(({ key }) => key)),
  remaining: forEachFault((name) => (faults[name] === 'next' ? 'off' : faults[name])),
});
