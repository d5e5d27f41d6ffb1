import { withoutCredentials } from '../engine/addresses';
import type { FaultName, FaultSetting } from '../engine/faults';
import { ownFaultsOf, type TurnGroup } from '../engine/recorded-turns';
import type { Location, Turn } from '../engine/types';
import { quote } from './quote';

/** A statement that switches a fault. */
export const setFault = (name: FaultName, setting: FaultSetting): string =>
  `  twilio.faults({ ${name}: ${quote(setting)} });`;

/**
 * The statements that have a group of turns again, and expect the same replies.
 *
 * @param name - for constants: of no other group.
 */
export function statementsFor(group: TurnGroup, name: string): string[] {
  const [first, ...others] = group;
  if (others.length === 0) return [...faultsOf(first), expectation(callOf(first), repliesOf(first))];
  const replies = `[${group.map(repliesOf).join(', ')}]`;
  if (first.faults.includes('overtake')) return overtaken(group, replies);
  if (others.some((turn) => faultsOf(turn).length > 0)) {
    // With the fault on for all, a turn begins within the call: it meets the faults that are on then.
    const names = group.map((_, index) => `${name}Text${index + 1}`);
    return [
      setFault('overlap', 'all'),
      ...group.flatMap((turn, index) => [...faultsOf(turn), `  const ${names[index]} = ${callOf(turn)};`]),
      setFault('overlap', 'off'),
      expectation(atOnce(names), replies),
    ];
  }
  const line = expectation(atOnce(group.map(callOf)), replies);
  const own = faultsOf(first);
  if (others.length === 1) return [setFault('overlap', 'next'), ...own, line];
  return [setFault('overlap', 'all'), ...own, line, setFault('overlap', 'off')];
}

/** Two texts at once, of which the second has its turn first. A fault of the first alone would happen to the second: it is left out. */
function overtaken(group: TurnGroup, replies: string): string[] {
  const [first, second] = group;
  const met = ownFaultsOf(second ?? first);
  const ofBoth = ownFaultsOf(first).filter((name) => met.includes(name));
  return [
    setFault('overtake', 'next'),
    ...(first.faults.includes('overlap') ? [setFault('overlap', 'next')] : []),
    ...met.map((name) => setFault(name, ofBoth.includes(name) ? 'all' : 'next')),
    expectation(atOnce(group.map(callOf)), replies),
    ...ofBoth.map((name) => setFault(name, 'off')),
  ];
}

const faultsOf = (turn: Turn): string[] => ownFaultsOf(turn).map((name) => setFault(name, 'next'));

const expectation = (call: string, replies: string): string => `  expect(await ${call}).toEqual(${replies});`;

const atOnce = (calls: readonly string[]): string => `Promise.all([${calls.join(', ')}])`;

/** `phone.text(...)` */
function callOf({ body, media, buttonPayload, location, errors }: Turn): string {
  const codes = errors.filter(({ level }) => level === 'error').map(({ code }) => code);
  const options = [
    ...(media.length > 0
      ? [`media: [${media.map(({ url }) => quote(withoutCredentials(url))).join(', ')}]`]
      : []),
    ...(buttonPayload === undefined ? [] : [`buttonPayload: ${quote(buttonPayload)}`]),
    ...(location === undefined ? [] : [`location: ${locationLiteral(location)}`]),
    ...(codes.length > 0 ? [`errors: [${codes.join(', ')}]`] : []),
  ];
  return `phone.text(${[quote(body), ...(options.length > 0 ? [`{ ${options.join(', ')} }`] : [])].join(', ')})`;
}

const locationLiteral = ({ latitude, longitude, label, address }: Location): string =>
  `{ ${[
    `latitude: ${latitude}`,
    `longitude: ${longitude}`,
    ...(label === undefined ? [] : [`label: ${quote(label)}`]),
    ...(address === undefined ? [] : [`address: ${quote(address)}`]),
  ].join(', ')} }`;

/** The texts that the phone got, as an array. */
const repliesOf = ({ from, replies }: Turn): string =>
  `[${replies
    .filter(({ to }) => to === from)
    .map((reply) => quote(reply.body))
    .join(', ')}]`;
