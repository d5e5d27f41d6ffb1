import { defaultProfileName } from './channels';
import { DAY, type EmulatorClock } from './clock';
import { KEPT } from './limits';
import type { Schedule } from './messages/schedule';
import type { EmulatorEvent, ProfileNames } from './types';

/** The phones, in an order. They can be switched off, and have names on WhatsApp. What is sent to one that is off waits. */
export type Phones = {
  /** Each that was added or has talked, in their order. */
  readonly all: () => string[];
  /** Adds a phone at the end, unless it is there. Returns whether it was not. */
  readonly add: (phone: string) => boolean;
  /** Moves a phone before another one, or to the end. Returns whether both are there. */
  readonly move: (phone: string, before: string | null) => boolean;
  /** Removes a phone, and what was set of it. `undefined` when it is not there. */
  readonly remove: (phone: string) => RemovedPhone | undefined;
  /** Those that are off. */
  readonly off: () => string[];
  readonly isOff: (phone: string) => boolean;
  /** What a phone is called on WhatsApp: the name that it was given, or one with its last digits. */
  readonly profileName: (phone: string) => string;
  /** Those that were given a name. */
  readonly profileNames: () => ProfileNames;
  /** Gives a phone a name on WhatsApp; an empty one takes it back. */
  readonly setProfileName: (phone: string, name: string) => void;
  /** Switches a phone on or off. What waits for it arrives, in its order. */
  readonly set: (phone: string, isOn: boolean) => void;
  /**
   * Keeps a message for a phone that is off. `decide` is called once: with `true` when it arrives, with `false` when it does not, as when
   * the emulator's clock is at `until`. Returns a function that drops the message.
   */
  readonly wait: (phone: string, decide: (arrives: boolean) => void, until?: number) => () => void;
  /** All, for a file. */
  readonly save: () => SavedPhones;
  readonly restore: (saved: SavedPhones) => void;
};

/** The phones as a file has them. */
export type SavedPhones = {
  /** Each that was added or has talked, in their order. */
  readonly all: readonly string[];
  readonly off: readonly string[];
  readonly profileNames: ProfileNames;
};

/** A phone that was removed, to be put back. */
export type RemovedPhone = { readonly putBack: () => void };

/** The event that tells of the phones. */
export const phonesEvent = ({ all, off, profileNames }: Phones): EmulatorEvent => ({
  type: 'phones',
  phones: all(),
  off: off(),
  profileNames: profileNames(),
});

/** How long a message waits, in milliseconds. Carriers differ, and Twilio does not say; many try for a day. */
export const MAX_WAIT = DAY;

/** How many messages wait; the oldest does not arrive when there are more. */
const MAX_WAITING = 10_000;

/** How many phones have names; the one that was named longest ago loses its name when there are more. */
const MAX_NAMES = 1000;

/**
 * @param maxWaiting - how many messages wait.
 * @param haveTalked - the phones with a conversation. Of more than 10,000 phones the first one without is removed.
 */
export function createPhones(
  clock: EmulatorClock,
  schedule: Schedule,
  maxWaiting = MAX_WAITING,
  haveTalked: () => ReadonlySet<string> = () => new Set(),
): Phones {
  /** In their order. */
  let all = new Set<string>();
  const off = new Set<string>();
  const names = new Map<string, string>();
  type Waiting = { readonly phone: string; readonly end: (arrives: boolean) => void };
  const waiting = new Set<Waiting>();
  const dropTooMany = (newest: string): void => {
    if (all.size <= KEPT.phones) return;
    const used = haveTalked();
    const unused = [...all].find((phone) => phone !== newest && !used.has(phone));
    if (unused !== undefined) all.delete(unused);
  };
  /** Puts a phone before another one, or at the end when that is not there. */
  const place = (phone: string, before: string | null | undefined): void => {
    const others = [...all].filter((other) => other !== phone);
    const index = others.findIndex((other) => other === before);
    all = new Set(index === -1 ? [...others, phone] : others.toSpliced(index, 0, phone));
  };
  return {
    all: () => [...all],
    add(phone) {
      if (all.has(phone)) return false;
      all.add(phone);
      dropTooMany(phone);
      return true;
    },
    move(phone, before) {
      if (!all.has(phone) || (before !== null && !all.has(before))) return false;
      if (phone !== before) place(phone, before);
      return true;
    },
    remove(phone) {
      const order = [...all];
      if (!all.delete(phone)) return undefined;
      const after = order.slice(order.indexOf(phone) + 1);
      const wasOff = off.delete(phone);
      const name = names.get(phone);
      names.delete(phone);
      return {
        putBack() {
          if (!all.has(phone)) {
            place(
              phone,
              after.find((other) => all.has(other)),
            );
          }
          if (wasOff) off.add(phone);
          if (name !== undefined && !names.has(phone)) names.set(phone, name);
        },
      };
    },
    save: () => ({ all: [...all], off: [...off], profileNames: Object.fromEntries(names) }),
    restore(saved) {
      all = new Set(saved.all);
      for (const phone of saved.off) off.add(phone);
      for (const [phone, name] of Object.entries(saved.profileNames)) names.set(phone, name);
    },
    off: () => [...off],
    isOff: (phone) => off.has(phone),
    profileName: (phone) => names.get(phone) ?? defaultProfileName(phone),
    profileNames: () => Object.fromEntries(names),
    setProfileName(phone, name) {
      names.delete(phone);
      if (name !== '') names.set(phone, name);
      const [oldest] = names.keys();
      if (oldest !== undefined && names.size > MAX_NAMES) names.delete(oldest);
    },
    set(phone, isOn) {
      if (isOn) off.delete(phone);
      else off.add(phone);
      for (const message of waiting) if (isOn && message.phone === phone) message.end(true);
    },
    wait(phone, decide, until = clock.now() + MAX_WAIT) {
      const [oldest] = waiting;
      if (waiting.size === maxWaiting) oldest?.end(false);
      const cancel = schedule.add(until, () => {
        message.end(false);
      });
      const message: Waiting = {
        phone,
        end(arrives) {
          waiting.delete(message);
          cancel();
          decide(arrives);
        },
      };
      waiting.add(message);
      return () => {
        waiting.delete(message);
        cancel();
      };
    },
  };
}
