import { phoneNumberOf } from './channels';
import type { Conversations } from './conversations';
import type { Services } from './messages/services';
import type { EmulatorEvent } from './types';

/** The phones that have opted out. */
export type OptOuts = {
  /** Whether a phone gets no messages of a number: it has opted out of the number, or of its Messaging Service. */
  readonly has: (phone: string, number: string) => boolean;
  /** A phone opts out of a number, and of the Messaging Service that the number is in. */
  readonly add: (phone: string, number: string) => void;
  /** A phone opts in to a number; when that is in a Messaging Service, to the service and all its senders. */
  readonly remove: (phone: string, number: string) => void;
  /**
   * The phone of a pair is as if it had never opted out of the number; it, or every one, of any number, when no number or phone is given.
   * Returns a function that takes this back: but a phone that has opted out and in again since has not opted out.
   */
  readonly takeOut: (phone?: string, number?: string) => TakenOptOuts;
  /** All, for a file. @param instead - pairs of which it is saved whether the phone had opted out of the number before. */
  readonly save: (instead?: readonly PairOptOut[]) => readonly string[];
  readonly restore: (saved: readonly string[]) => void;
};

/** Whether a phone has opted out of a number. */
export type PairOptOut = { readonly from: string; readonly to: string; readonly optedOut: boolean };

/** What was taken out, to be put back or dropped. */
export type TakenOptOuts = { readonly putBack: () => void; readonly discard: () => void };

/** How many opt-outs are remembered; those that are oldest no more. */
const MAX_OPT_OUTS = 100_000;

/**
 * Twilio's list of phones that have opted out. It outlives conversations that are dropped because there are too many, and numbers that
 * join or leave a Messaging Service: what the phone has opted out of stays blocked.
 * Sources: https://www.twilio.com/docs/api/errors/21610 and https://help.twilio.com/articles/223134027
 *
 * @param isHandled - whether Twilio handles opt-outs of a number. It blocks nothing otherwise.
 */
export function createOptOuts(
  services: Pick<Services, 'ofNumber'>,
  isHandled: (number: string) => boolean,
  max = MAX_OPT_OUTS,
): OptOuts {
  /** By phone and by what it has opted out of, a number or a service; the oldest first. */
  const blocked = new Set<string>();
  /** What was taken out and may be put back. */
  const taken = new Set<Set<string>>();
  const key = (phone: string, sender: string): string =>
    `${personOf(phone)} ${phoneNumberOf(sender) ?? sender}`;
  /** What a phone opts out of, or in to, with a number. */
  const keysOf = (phone: string, number: string): string[] => {
    const service = services.ofNumber(number);
    const senders = service === undefined ? [number] : [service.sid, ...service.senders.keys()];
    return senders.map((sender) => key(phone, sender));
  };
  /** By what it is known that the phone has opted out of a number. */
  const ownKeysOf = (phone: string, number: string): string[] => {
    const service = services.ofNumber(number)?.sid;
    return [number, ...(service === undefined ? [] : [service])].map((sender) => key(phone, sender));
  };
  const has = (phone: string, number: string): boolean =>
    blocked.size > 0 && isHandled(number) && ownKeysOf(phone, number).some((one) => blocked.has(one));
  return {
    has,
    add(phone, number) {
      for (const one of ownKeysOf(phone, number)) {
        blocked.delete(one);
        blocked.add(one);
      }
      for (const oldest of blocked) {
        if (blocked.size <= max) return;
        blocked.delete(oldest);
      }
    },
    remove(phone, number) {
      for (const one of keysOf(phone, number)) {
        if (blocked.delete(one)) for (const out of taken) out.delete(one);
      }
    },
    takeOut(phone, number) {
      const isWanted = (one: string) => phone === undefined || one.startsWith(`${personOf(phone)} `);
      const keys =
        phone === undefined || number === undefined ? [...blocked].filter(isWanted) : keysOf(phone, number);
      const out = new Set(keys.filter((one) => blocked.delete(one)));
      if (out.size > 0) taken.add(out);
      return {
        putBack() {
          taken.delete(out);
          for (const one of out) blocked.add(one);
        },
        discard() {
          taken.delete(out);
        },
      };
    },
    save(instead = []) {
      const all = new Set(blocked);
      for (const { from, to, optedOut } of instead) {
        if (optedOut === has(from, to)) continue;
        if (optedOut) for (const one of ownKeysOf(from, to)) all.add(one);
        else for (const one of keysOf(from, to)) all.delete(one);
      }
      return [...all];
    },
    restore(saved) {
      for (const one of saved) blocked.add(one);
    },
  };
}

/**
 * A phone's address by which its opt-outs are known. Those of SMS, MMS and RCS are one, since March 2026; those of WhatsApp are
 * its own.
 * Source: https://help.twilio.com/articles/223134027
 */
const personOf = (phone: string): string => phone.replace(/^rcs:/, '');

/** The same, which tell of it when a phone opts out or in. */
export const toldOptOuts = (
  optOuts: OptOuts,
  telling: (change: () => void, phone: string) => void,
): OptOuts => ({
  ...optOuts,
  add(phone, number) {
    telling(() => {
      optOuts.add(phone, number);
    }, phone);
  },
  remove(phone, number) {
    telling(() => {
      optOuts.remove(phone, number);
    }, phone);
  },
});

/**
 * Does what may change who has opted out, and emits an event for each conversation in which that has changed.
 *
 * @param phone - whose opt-outs alone may change; any by default.
 */
export function tellOfOptOuts<Result>(
  change: () => Result,
  { all }: Pick<Conversations, 'all'>,
  emit: (event: EmulatorEvent) => void,
  phone?: string,
): Result {
  const before = all()
    .filter(({ from }) => phone === undefined || personOf(from) === personOf(phone))
    .map((state) => ({ state, optedOut: state.optedOut }));
  const result = change();
  for (const { state, optedOut } of before)
    if (state.optedOut !== optedOut)
      emit({ type: 'optOut', from: state.from, to: state.to, optedOut: state.optedOut });
  return result;
}
