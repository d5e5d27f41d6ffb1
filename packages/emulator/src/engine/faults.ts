// The page and the documentation use this file too: no import of Node.js or of the engine.
import { FAULT_GROUPS, type FaultName, FAULTS } from './fault-table';

export { FAULT_GROUPS, FAULTS, type FaultName };

/** The faults under a heading. */
export const faultsOf = (wanted: (typeof FAULT_GROUPS)[number]) =>
  FAULTS.filter(({ group }) => group === wanted);

const keysOf = (group: (typeof FAULT_GROUPS)[number]): readonly FaultName[] =>
  faultsOf(group).map(({ key }) => key);

/** What can happen to the turn of a message from a phone: fetch-webhook.ts, connection-faults.ts, answer-faults.ts, turn-context.ts. */
export const WEBHOOK_FAULTS: readonly FaultName[] = [...keysOf('The webhook'), ...keysOf('Cookies')];

/** What keeps Twilio from calling the webhook. */
export const CONNECTION_FAULTS = [
  'unreachable',
  'connectionRefused',
  'hostUnknown',
  'tlsFails',
  'certificateExpired',
] as const satisfies readonly FaultName[];

/** What becomes of the answer of the first request of a message. */
export const ANSWER_FAULTS = [
  'answerSlowly',
  'badGateway',
  'answerReset',
  'answerCutOff',
  'answerEmpty',
] as const satisfies readonly FaultName[];

/** Why a message does not reach its phone. */
export const UNDELIVERED_FAULTS = [
  'undelivered30003',
  'undelivered30005',
  'undelivered30006',
  'undelivered30007',
] as const satisfies readonly FaultName[];

/** What can happen to a message to a phone: delivery.ts. */
export const DELIVERY_FAULTS = keysOf('Outgoing messages');

/** What can happen to the status callbacks of a message: status-callbacks.ts. */
export const CALLBACK_FAULTS = keysOf('Status callbacks');

/** What can happen to a request of the REST API, not to a message: rest-api.ts. */
export const API_FAULTS = keysOf('REST API and Sync');

/** Faults of which one message can meet no more than one. */
const ALTERNATIVES: readonly (readonly FaultName[])[] = [
  [...ANSWER_FAULTS, ...CONNECTION_FAULTS],
  ['loseCookie', 'staleCookie'],
  UNDELIVERED_FAULTS,
];

/** Twilio's code of the fault that keeps a message from its phone. */
export function undeliveredCode(taken: ReadonlySet<FaultName>): number | undefined {
  const fault = UNDELIVERED_FAULTS.find((name) => taken.has(name));
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

/**
 * Those of these faults that the next message meets. Of faults that exclude each other it meets one: the first that is on for the next
 * message, or else for all. The others wait for the message after it.
 */
export function takenOf(faults: Faults, names: readonly FaultName[]): ReadonlySet<FaultName> {
  const on = names.filter((name) => faults[name] !== 'off');
  return new Set(
    on.filter((name) => {
      const others = on.filter((other) =>
        ALTERNATIVES.some((one) => one.includes(name) && one.includes(other)),
      );
      return others.length === 0 || (others.find((other) => faults[other] === 'next') ?? others[0]) === name;
    }),
  );
}
