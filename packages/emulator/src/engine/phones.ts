import { DAY, type EmulatorClock } from './clock';
import type { Schedule } from './messages/schedule';

/** Phones that can be switched off. What is sent to one that is off waits. */
export type Phones = {
  /** Those that are off. */
  readonly off: () => string[];
  readonly isOff: (phone: string) => boolean;
  /** Switches a phone on or off. What waits for it arrives, in its order. */
  readonly set: (phone: string, isOn: boolean) => void;
  /**
   * Keeps a message for a phone that is off. `decide` is called once: with `true` when it arrives, with `false` when it does not.
   * Returns a function that drops the message.
   */
  readonly wait: (phone: string, decide: (arrives: boolean) => void) => () => void;
};

/** How long a message waits. Carriers differ, and Twilio does not say; many try for a day. */
const MAX_WAIT = DAY;

/** How many messages wait; the oldest does not arrive when there are more. */
const MAX_WAITING = 10_000;

/** @param maxWaiting - how many messages wait. */
export function createPhones(clock: EmulatorClock, schedule: Schedule, maxWaiting = MAX_WAITING): Phones {
  const off = new Set<string>();
  type Waiting = { readonly phone: string; readonly end: (arrives: boolean) => void };
  const waiting = new Set<Waiting>();
  return {
    off: () => [...off],
    isOff: (phone) => off.has(phone),
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
