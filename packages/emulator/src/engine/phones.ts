import { defaultProfileName } from './channels';
import { DAY, type EmulatorClock } from './clock';
import type { Schedule } from './messages/schedule';
import type { EmulatorEvent, ProfileNames } from './types';

/** Phones that can be switched off, and have names on WhatsApp. What is sent to one that is off waits. */
export type Phones = {
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
   * Keeps a message for a phone that is off. `decide` is called once: with `true` when it arrives, with `false` when it does not.
   * Returns a function that drops the message.
   */
  readonly wait: (phone: string, decide: (arrives: boolean) => void) => () => void;
};

/** The event that tells of the phones. */
export const phonesEvent = ({ off, profileNames }: Phones): EmulatorEvent => ({
  type: 'phones',
  off: off(),
  profileNames: profileNames(),
});

/** How long a message waits. Carriers differ, and Twilio does not say; many try for a day. */
const MAX_WAIT = DAY;

/** How many messages wait; the oldest does not arrive when there are more. */
const MAX_WAITING = 10_000;

/** How many phones have names; the one that was named longest ago loses its name when there are more. */
const MAX_NAMES = 1000;

/** @param maxWaiting - how many messages wait. */
export function createPhones(clock: EmulatorClock, schedule: Schedule, maxWaiting = MAX_WAITING): Phones {
  const off = new Set<string>();
  const names = new Map<string, string>();
  type Waiting = { readonly phone: string; readonly end: (arrives: boolean) => void };
  const waiting = new Set<Waiting>();
  return {
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
    wait(phone, decide) {
      const [oldest] = waiting;
      if (waiting.size === maxWaiting) oldest?.end(false);
      const cancel = schedule.add(clock.now() + MAX_WAIT, () => {
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
